"""My work: what waits for one's role, oldest promise first; what a colleague has taken reminds nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from mash.foundation.access.plugs import HEAPS
from mash.foundation.clock.now import at
from mash.pathway.casework.waits import MOST
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.handover.actions import return_handover, tell_referrer
from tests import world
from tests.browsing import Visit, signed_in, text_of, visit
from tests.pathway import leaving, scene, steps

pytestmark = pytest.mark.django_db

LATER = world.MONDAY_NINE + timedelta(hours=4)
SW, COLLEAGUE, PM, OTHER_PM, CALLS = (
    "sw.tamarshire.1",
    "sw.tamarshire.2",
    "pm.tamarshire.1",
    "pm.tamarshire.2",
    "calls.tamarshire.1",
)
EVERYBODY = (SW, COLLEAGUE, PM, OTHER_PM, CALLS)
ASKED = ("police", "health", "education", "adult-mental-health", "probation", "camhs", "early-years")


def start(username: str) -> Visit:
    with at(LATER):
        return visit(signed_in(username), "/start")


def heaps(username: str) -> dict[str, list[str]]:
    """The references of each heap that is not empty, from the top."""
    page = start(username).answer.content.decode()
    parts = re.split(r'<h2 class="govuk-heading-m">', page)[1:]
    found = {part.split("<")[0].strip(): re.findall(r'mash-below">(T\w{10})<', part) for part in parts}
    return {title: references for title, references in found.items() if references}


def count(username: str, path: str = "/start") -> int:
    """What the navigation counts beside 'My work'."""
    with at(LATER):
        page = signed_in(username).get(path).content.decode()
    found = re.search(r'>My work(?: <span class="mash-count">(\d+)</span>)?</a>', page)
    assert found
    return int(found[1] or 0)


def taken(enquiry: Enquiry, by: str) -> Enquiry:
    with world.backstage():
        enquiry.change(taken_by=world.member(by))
    return enquiry


def rated(level: str = "amber", **scenery: object) -> Enquiry:
    enquiry = scene.enquiry(**scenery)  # type: ignore[arg-type]  # as the scene takes them
    steps.rate(enquiry, level)
    return scene.fresh(enquiry)


def ready() -> Enquiry:
    enquiry = rated()
    for agency in ASKED:
        steps.answer(enquiry, f"{agency}.1")
    return scene.fresh(enquiry)


def test_the_oldest_promise_stands_first() -> None:
    late = world.MONDAY_NINE - timedelta(days=10)
    third, first, second = scene.enquiry(), scene.enquiry(received_at=late), scene.enquiry(immediate_danger=True)
    wanted = [first.reference, second.reference, third.reference]
    assert heaps(SW)["To rate"] == wanted
    yours = [taken(rated(level), SW).reference for level in ("green", "red", "amber")]
    assert heaps(SW)["Yours"] == [yours[1], yours[2], yours[0]]


def test_what_a_colleague_has_taken_stops_reminding() -> None:
    enquiry = scene.enquiry()
    for username in (SW, COLLEAGUE, CALLS):
        assert count(username) == 1
    taken(enquiry, COLLEAGUE)
    assert count(COLLEAGUE) == 1
    for username in (SW, CALLS):
        assert count(username) == 0
        assert heaps(username) == {}


@pytest.mark.rule(28)
def test_that_an_agency_rates_higher_reminds_whoever_has_it() -> None:
    enquiry = rated()
    steps.answer(enquiry, "police.1", rating="red")
    for username in (SW, COLLEAGUE):
        assert heaps(username) == {"Rated higher by an agency": [enquiry.reference]}
    taken(enquiry, COLLEAGUE)
    assert heaps(COLLEAGUE) == {"Rated higher by an agency": [enquiry.reference]}
    assert heaps(SW) == {}
    assert count(COLLEAGUE) == 1


def test_a_practice_manager_decides_what_a_social_worker_has_and_leaves_what_another_manager_has() -> None:
    enquiry = taken(ready(), SW)
    for username in (PM, OTHER_PM):
        assert heaps(username) == {"To decide": [enquiry.reference]}
        assert count(username) == 1
    taken(enquiry, OTHER_PM)
    assert heaps(OTHER_PM) == {"To decide": [enquiry.reference]}
    assert heaps(PM) == {}
    assert count(PM) == 0


@pytest.mark.rule(51)
def test_a_practice_managers_work_comes_to_them_step_by_step() -> None:
    enquiry = leaving.decided(rated())
    assert heaps(PM) == {}
    prepared = leaving.prepared(enquiry)
    assert heaps(PM) == {}  # their own: the second person is another
    assert heaps(OTHER_PM) == {"Releases to read as the second person": [enquiry.reference]}
    handover = leaving.sent(prepared)
    assert heaps(OTHER_PM) == {}
    steps.answer(scene.fresh(enquiry), "police.1", when=LATER - timedelta(minutes=20))
    assert heaps(PM) == {"Late answers to read": [enquiry.reference]}
    with world.as_("team.tamar-north.1", when=LATER - timedelta(minutes=10)) as me:
        return_handover(me, handover.pk, why="They have moved to Tamar South.")
    assert set(heaps(PM)) == {"Late answers to read", "Handovers that came back"}
    assert count(PM) == 1  # one enquiry, for two reasons


@pytest.mark.parametrize("username", EVERYBODY)
def test_the_navigation_counts_what_stands_on_the_page(username: str) -> None:
    everything()
    on_page = {reference for references in heaps(username).values() for reference in references}
    assert count(username) == len(on_page) > 0
    assert count(username, "/board") == len(on_page)


def test_the_board_and_the_start_pages_agree_on_what_is_to_be_done() -> None:
    everything()
    for title, query in (("To decide", "ready-to-decide"), ("Ready to close", "ready-to-close")):
        with at(LATER):
            board = signed_in(PM).get(f"/board?state={query}").content.decode()
        assert set(heaps(PM).get(title, [])) == set(re.findall(r'id="row-(\w+)"', board)), title


def everything() -> None:
    """Enquiries at every step, none taken."""
    scene.enquiry()
    rated()
    ready()
    steps.answer(rated("green"), "health.1", rating="red")
    leaving.prepared(leaving.decided(rated()))
    arrived = leaving.decided(rated())
    leaving.acknowledged(leaving.sent(leaving.prepared(arrived)))
    with world.as_(PM, when=LATER - timedelta(minutes=20)) as me:
        tell_referrer(me, arrived.pk, text="Somebody will visit the family.")


@pytest.mark.rule(54, 59)
def test_nothing_is_counted_that_may_not_be_read() -> None:
    enquiry = ready()
    for username in (PM, SW):
        scene.wall(enquiry, username)
        assert count(username) == 0
        assert heaps(username) == {}
    assert count("pm.port-ellery.1") == count("sw.port-ellery.1") == 0
    assert count(OTHER_PM) == 1


def test_a_long_heap_is_counted_whole_and_says_where_the_rest_stands() -> None:
    made = [scene.enquiry(people=scene.FAMILY[:1]) for _ in range(MOST + 3)]
    text = text_of(start(SW).answer)
    assert f"To rate {len(made)}" in text
    assert f"The {MOST} that were promised first are shown." in text
    assert len(heaps(SW)["To rate"]) == MOST
    assert count(SW) == len(made)


@pytest.mark.parametrize("username", EVERYBODY)
def test_it_costs_as_much_whatever_waits(username: str) -> None:
    everything()
    few = start(username)
    everything()
    many = start(username)
    # One for each heap that is not of `pathway.my_work`: drafts, records alike with a caution, and who has moved here.
    assert len(few.queries) == len(many.queries) <= 8, many.queries


def test_every_part_of_the_pathway_brings_its_own() -> None:
    assert {make.__module__.split(".")[2] for _, make in HEAPS} >= {"casework", "enquiries", "gathering", "handover"}
