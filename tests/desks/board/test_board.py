"""The board: every open enquiry that its reader may see, most urgent first."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection

from mash.demo.people_of_the_hub import workers
from mash.desks.board.asked import Asked, Show
from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.casework.state import stages_of
from mash.pathway.casework.worklists import Worklist
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.handover.actions import tell_referrer
from tests import world
from tests.browsing import Visit, signed_in, text_of, visit
from tests.pathway import leaving, scene, steps

pytestmark = pytest.mark.django_db

NOON = world.MONDAY_NINE + timedelta(hours=3)
CORE = ("pm.tamarshire.1", "sw.tamarshire.1", "calls.tamarshire.1")
AGENCIES = ("police", "health", "education", "adult-mental-health", "probation", "camhs", "early-years")


def board(username: str, query: str = "") -> Visit:
    """The board as somebody sees it at noon."""
    with at(NOON):
        return visit(signed_in(username), f"/board{query}")


def references(seen: Visit) -> list[str]:
    """The references on a board, from the top."""
    return re.findall(r'id="row-(\w+)"', seen.answer.content.decode())


def rated(level: str = "amber", **scenery: object) -> Enquiry:
    enquiry = scene.enquiry(**scenery)  # type: ignore[arg-type]  # as the scene takes them
    steps.rate(enquiry, level)
    return scene.fresh(enquiry)


@pytest.mark.parametrize("username", CORE)
def test_the_most_urgent_stand_first(username: str) -> None:
    green, amber, red, unrated = rated("green"), rated("amber"), rated("red"), scene.enquiry()
    wanted = [red.reference, unrated.reference, amber.reference, green.reference]
    assert references(board(username)) == wanted


def test_immediate_danger_does_not_wait_for_a_rating() -> None:
    red, danger = rated("red"), scene.enquiry(immediate_danger=True, received_at=world.MONDAY_NINE - timedelta(hours=1))
    assert references(board("sw.tamarshire.1"))[0] == danger.reference
    assert red.reference in references(board("sw.tamarshire.1"))


@pytest.mark.parametrize("username", CORE)
def test_each_stands_on_one_list(username: str) -> None:
    unrated, gathering, ready = scene.enquiry(), rated(), rated()
    for agency in AGENCIES:
        steps.answer(ready, f"{agency}.1")
    assert references(board(username, "?state=to-rate")) == [unrated.reference]
    assert references(board(username, "?state=gathering")) == [gathering.reference]
    assert references(board(username, "?state=ready-to-decide")) == [ready.reference]


def test_a_decided_one_waits_for_its_team_and_then_is_ready_to_close() -> None:
    enquiry = leaving.decided(rated())
    assert references(board("pm.tamarshire.1", "?state=waiting-for-a-team")) == [enquiry.reference]
    leaving.acknowledged(leaving.sent(leaving.prepared(enquiry)))
    assert references(board("pm.tamarshire.1", "?state=ready-to-close")) == []  # the referrer has not been told
    assert references(board("pm.tamarshire.1", "?state=waiting-for-a-team")) == [enquiry.reference]


def test_who_does_not_weigh_reads_only_that_it_is_decided() -> None:
    enquiry = leaving.decided(rated())
    text = text_of(board("calls.tamarshire.1").answer)
    assert "Waiting for a team" not in text
    assert references(board("calls.tamarshire.1", "?state=decided")) == [enquiry.reference]
    assert references(board("calls.tamarshire.1", "?state=waiting-for-a-team")) == [enquiry.reference]  # all open ones


@pytest.mark.parametrize("username", [*CORE, "police.1"])
def test_the_board_and_the_enquiry_page_agree_on_where_each_stands(username: str) -> None:
    ready = rated()
    for agency in AGENCIES:
        steps.answer(ready, f"{agency}.1")
    arrived = leaving.decided(rated())
    leaving.acknowledged(leaving.sent(leaving.prepared(arrived)))
    with world.as_("pm.tamarshire.1", when=NOON) as me:
        tell_referrer(me, arrived.pk, text="Somebody will visit the family.")
    everything = [scene.enquiry(), rated("red"), ready, leaving.decided(rated("green")), arrived]
    keys = {enquiry.pk: enquiry.reference for enquiry in everything}
    with world.as_(username, when=NOON) as me:
        stands = {keys[key]: stage.worklist for key, stage in stages_of(list(keys)).items()}
    listed = {
        reference: worklist
        for worklist in Worklist
        if worklist is not Worklist.DECIDED
        for reference in pathway_board(username, worklist)
    }
    assert listed == stands
    assert set(stands.values()) >= {"gathering", "waiting-for-a-team"}


def pathway_board(username: str, worklist: Worklist) -> list[str]:
    """The references on a list, whether or not the board offers it to this reader."""
    with world.as_(username, when=NOON), connection.cursor() as cursor:
        cursor.execute(
            "select array(select e.reference from enquiries_enquiry e where e.id = any (b.page)) "
            "from pathway.board(%s, 'all', null, '', '{}', 0, 50) b",
            [worklist],
        )
        (found,) = cursor.fetchone()
    return list(found)


def test_the_counts_are_of_every_list_whatever_is_shown() -> None:
    scene.enquiry()
    rated()
    leaving.decided(rated())
    for query in ("", "?state=gathering", "?page=2", "?state=to-rate&page=9"):
        text = text_of(board("pm.tamarshire.1", query).answer)
        assert "To rate 1 Gathering 1 Ready to decide 0 Waiting for a team 1 Ready to close 0" in text, query
    assert "Decided 1" in text_of(board("calls.tamarshire.1").answer)


@pytest.mark.rule(54, 59)
def test_nobody_finds_on_it_what_they_may_not_read() -> None:
    enquiry = scene.enquiry()
    assert references(board("pm.port-ellery.1")) == []
    assert references(board("police.1")) == []
    scene.wall(enquiry, "sw.tamarshire.1")
    assert references(board("sw.tamarshire.1")) == []
    assert "To rate 0" in text_of(board("sw.tamarshire.1").answer)
    assert references(board("sw.tamarshire.2")) == [enquiry.reference]


def test_a_researcher_finds_what_the_agency_is_asked_about() -> None:
    enquiry = rated()
    assert references(board("police.1")) == [enquiry.reference]


def test_it_is_there_for_those_who_work_on_enquiries_in_the_hub() -> None:
    found = {worker.username for worker in workers() if board(worker.username).answer.status_code == 200}
    hub = {"police", "education", "health", "adult-mental-health"}
    wanted = {
        worker.username
        for worker in workers()
        if worker.username.startswith(("sw.", "pm.", "calls.")) or worker.username.rpartition(".")[0] in hub
    }
    assert found == wanted


@pytest.mark.rule(91)
def test_the_strip_of_agencies_is_also_said_in_words() -> None:
    enquiry = rated()
    steps.answer(enquiry, "police.1", rating="red")
    text = text_of(board("sw.tamarshire.1").answer)
    assert "Police answered, rates higher" in text
    assert "Health waiting" in text
    assert "rates higher," not in text_of(board("calls.tamarshire.1").answer)
    assert "Police answered" in text_of(board("calls.tamarshire.1").answer)


def test_a_social_worker_can_take_what_nobody_has_and_a_call_handler_cannot() -> None:
    enquiry = scene.enquiry()
    button = f"take {enquiry.reference}"
    assert button in text_of(board("sw.tamarshire.1").answer)
    assert button not in text_of(board("calls.tamarshire.1").answer)
    with world.backstage():
        enquiry.change(taken_by=world.member("sw.tamarshire.2"))
    assert button not in text_of(board("sw.tamarshire.1").answer)
    assert references(board("sw.tamarshire.1", "?show=nobodys")) == []
    assert references(board("sw.tamarshire.2", "?show=mine")) == [enquiry.reference]


@pytest.mark.parametrize("username", [*CORE, "police.1"])
def test_the_board_asks_as_much_of_the_database_at_any_size(username: str) -> None:
    rated()
    few = board(username)
    for _ in range(6):
        steps.answer(rated(), "health.1", rating="red")
    many = board(username)
    assert len(references(many)) == 7
    assert len(few.queries) == len(many.queries) <= 6, many.queries


def test_a_long_board_goes_on_on_a_second_page() -> None:
    made = {scene.enquiry(people=scene.FAMILY[:1]).reference for _ in range(53)}
    first, second = board("sw.tamarshire.1"), board("sw.tamarshire.1", "?page=2")
    assert (len(references(first)), len(references(second))) == (50, 3)
    assert {*references(first), *references(second)} == made


def test_everybody_named_on_it_is_in_the_ledger() -> None:
    subjects = {person.pk for person in scene.people(scene.enquiry()).values() if person.is_subject}
    board("sw.tamarshire.1")
    with world.backstage():
        read = Event.objects.filter(verb="board", outcome="read").latest("seq")
    assert set(read.people) == subjects


@pytest.mark.parametrize(
    "query", ["?state=purple&show=no&page=x", "?page=0", "?page=-1", "?page=99999999999", "?area=%00", "?find=%00"]
)
def test_an_address_that_says_nothing_sensible_shows_the_board(query: str) -> None:
    assert board("sw.tamarshire.1", query).answer.status_code == 200


def test_a_filter_keeps_itself_in_the_address() -> None:
    asked = Asked(Worklist.GATHERING, Show.MINE, "tamarshire", "Loom", 3)
    assert asked.address() == "?state=gathering&show=mine&area=tamarshire&find=Loom"
    assert asked.address(page=4) == "?state=gathering&show=mine&area=tamarshire&find=Loom&page=4"
    assert asked.address(worklist=None, show=Show.ALL, area="", find="") == "?"


def test_an_empty_board_says_what_would_fill_it() -> None:
    assert "from the moment it is received until it is closed" in text_of(board("sw.tamarshire.1").answer)
    scene.enquiry()
    assert "Nothing here passes the filter" in text_of(board("sw.tamarshire.1", "?show=mine").answer)
    assert "No enquiry here is about ‘Nobody’" in text_of(board("sw.tamarshire.1", "?find=Nobody").answer)
