"""The outage pack: what a hub goes on with on paper, made each morning, printed by those who may read it (rule 89)."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from mash.demo.play.runner import play, usernames, verbs
from mash.demo.play.scenario import scenario
from mash.desks.outage import packs
from mash.desks.outage.jobs import make_packs
from mash.desks.outage.models import Entry, Pack
from mash.desks.outage.packs import due_at
from mash.foundation.access.acting import serving
from mash.foundation.access.models import Standing
from mash.foundation.clock.calendar import Calendar, Hours
from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import ServiceStandard
from mash.foundation.post.queue import OFTEN
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import DescribedPerson
from mash.pathway.triage.actions.alerting import flag_child_protection
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.papers import words_of
from tests.pathway import leaving, scene, steps
from tests.seal.planted import MAY, NAMES, story

pytestmark = pytest.mark.django_db

PM = "pm.tamarshire.1"
MORNING = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)
LATER = MORNING + timedelta(hours=2)
HIDDEN = {"given": "Tegen", "family": "Harker", "subject": True, "role": "child", "address_protected": True,
          "address": "4 Gannetmere Rise", "postcode": "ZZ99 3VZ", "school": "Tern Quay Academy",
          "gp": "Quillet Surgery"}  # fmt: skip


UNTIL_IT_IS_GATHERED = {
    *("receive_enquiry", "identify_subject", "flag_child_protection", "ask_enquirer", "answer_hub", "add_to_enquiry"),
    *("attach_files", "propose_decision", "rate_enquiry", "answer_request", "correct_item", "excuse_agency"),
}


def made(when: datetime = MORNING) -> list[Pack]:
    """Let the worker look at a moment; all packs that there are then."""
    make_packs.run_at(when)
    with world.backstage():
        return list(Pack.objects.select_related("area").order_by("day", "area__name"))


def pack_of(area: str = "tamarshire", when: datetime = MORNING) -> Pack:
    return next(one for one in made(when) if one.area.slug == area and one.day == when.date())


def entries(pack: Pack) -> dict[str, Entry]:
    with world.backstage():
        return {entry.told["reference"]: entry for entry in Entry.objects.filter(pack=pack)}


def printed(pack: Pack, by: str = PM, when: datetime = LATER) -> str:
    with at(when):
        answer = signed_in(by).get(f"/outage/{pack.pk}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    return " ".join(words_of(answer.content).split())


@pytest.mark.rule(89)
def test_a_pack_holds_open_reds_what_is_to_be_rated_and_the_queue():
    red, new, amber, green = (scene.enquiry() for _ in range(4))
    steps.rate(red, "red")
    steps.rate(amber, "amber")
    steps.rate(green, "green")
    decided = leaving.decided(when=leaving.NOON)
    elsewhere = scene.enquiry(area="port-ellery")
    pack = pack_of()
    parts = {reference: entry.part for reference, entry in entries(pack).items()}
    assert parts == {
        red.reference: "red",
        new.reference: "to_rate",
        amber.reference: "queue",
        green.reference: "queue",
    }
    assert decided.reference not in parts
    paper = printed(pack)
    assert "Red, open: 1" in paper
    assert "To be rated: 1" in paper
    assert "Rate by Tuesday 3 March 17:00" in paper
    assert "The rest of the queue: 2" in paper
    assert "A bruise shaped like a belt end." in paper
    assert "Isolde Testerby-Loom" in paper
    assert "Police: waiting, due" in paper
    assert "Taken on paper" in paper
    assert elsewhere.reference not in paper


@pytest.mark.rule(89)
def test_child_protection_that_nobody_has_rated_yet_stands_among_the_reds():
    enquiry = scene.enquiry()
    with world.as_("sw.tamarshire.1") as me:
        flag_child_protection(me, enquiry.pk, why="A burn on each palm.")
    pack = pack_of()
    assert entries(pack)[enquiry.reference].part == "red"
    assert "CHILD PROTECTION" in printed(pack)


@pytest.mark.rule(21, 28, 89)
def test_no_protected_address_no_withheld_referrer_and_no_item_goes_on_paper():
    enquiry = scene.enquiry(
        people=[HIDDEN],
        narrative="They hide at [withheld].",
        origin={"name": "Zillah Plantedreferrer", "phone": "01632 960118", "withheld": True},
    )
    steps.rate(enquiry, "red")
    leaving.item(enquiry, leaving.SOURCE, handling="sealed")
    paper = printed(pack_of())
    assert "Tegen Harker (the worry is about them): child; address protected: not on paper" in paper
    for hidden in ("Gannetmere", "ZZ99 3VZ", "Tern Quay", "Quillet", "Plantedreferrer", "960118", "marlinhouse"):
        assert hidden not in paper
    assert "An injury with an object" not in paper


@pytest.mark.rule(28, 54, 86, 89)
def test_of_all_that_is_planted_in_an_enquiry_only_its_story_goes_on_paper():
    told = story()
    told["steps"] = [step for step in told["steps"] if step["do"] in UNTIL_IT_IS_GATHERED]
    for step in told["steps"]:
        if step["do"] == "rate_enquiry":
            step["with"]["level"] = "red"
    played = play(scenario(told, verbs=verbs(), usernames=usernames()))
    assert played["failed"] == 0, [step for step in played["steps"] if step["outcome"] != "made"]
    pack = pack_of()
    paper = printed(pack).lower()
    assert [planted for planted in MAY if planted.lower() in paper] == ["plantedstory"]
    assert all(name.lower() in paper for names in NAMES.values() for name in names)
    (enquiry,) = entries(pack).values()
    with world.backstage():
        described = DescribedPerson.objects.filter(enquiry=enquiry.enquiry)
        shown = {key for one in described for key in (one.pk, one.person_id) if key}
        assert set(Event.objects.get(verb="pack", outcome="read").people) == shown


@pytest.mark.rule(89)
def test_numbers_to_ring_are_those_of_the_area():
    scene.enquiry()
    paper = printed(pack_of())
    assert "Tamarshire hub" in paper
    assert "01632 960100" in paper
    assert "01632 960199" in paper  # out of hours
    assert "Safeguarding lead, Police" in paper
    assert "Tamar North" in paper
    assert f"{world.member('sw.tamarshire.1').name}" in paper
    assert "01632 960300" not in paper  # the neighbours' hub
    assert world.member("probation.1").name not in paper  # not in the hub


@pytest.mark.rule(89)
@pytest.mark.parametrize(
    ("calendar", "day", "due"),
    [
        (Calendar(), date(2026, 3, 3), datetime(2026, 3, 3, 7, 30, tzinfo=UTC)),
        (Calendar(), date(2026, 6, 2), datetime(2026, 6, 2, 6, 30, tzinfo=UTC)),  # summer time
        (Calendar(), date(2026, 3, 29), datetime(2026, 3, 29, 6, 30, tzinfo=UTC)),  # a Sunday, the clocks go forward
        (Calendar(), date(2026, 4, 3), datetime(2026, 4, 3, 6, 30, tzinfo=UTC)),  # Good Friday
        (Calendar(week=((Hours(time(0), time(0)),),) * 7), date(2026, 3, 3), datetime(2026, 3, 3, tzinfo=UTC)),
        (Calendar(week=((Hours(time(6), time(22)),),) * 7), date(2026, 3, 3), datetime(2026, 3, 3, 5, tzinfo=UTC)),
    ],
)
def test_a_pack_is_due_an_hour_before_the_hub_opens_in_london(calendar, day, due):
    assert due_at(calendar, day) == due


@pytest.mark.rule(89)
def test_each_area_has_one_pack_a_day_however_often_the_worker_looks():
    assert make_packs in OFTEN
    scene.enquiry()
    scene.enquiry(area="port-ellery")
    assert made(MORNING - timedelta(seconds=1)) == []
    first = made(MORNING)
    assert [(one.area.slug, one.day) for one in first] == [
        ("port-ellery", MORNING.date()),
        ("tamarshire", MORNING.date()),
    ]
    again = made(MORNING + timedelta(minutes=5))
    assert [(one.pk, one.made_at) for one in again] == [(one.pk, one.made_at) for one in first]


def test_a_worker_that_was_dead_in_the_morning_makes_it_when_it_is_back():
    scene.enquiry()
    pack = pack_of(when=MORNING + timedelta(hours=9))
    assert pack.made_at == MORNING + timedelta(hours=9)


def test_a_pack_that_was_empty_is_made_again_when_there_is_something():
    empty = pack_of()
    enquiry = scene.enquiry(received_at=MORNING + timedelta(minutes=10))
    again = pack_of(when=MORNING + timedelta(minutes=15))
    assert (again.pk, again.made_at) == (empty.pk, MORNING + timedelta(minutes=15))
    assert set(entries(again)) == {enquiry.reference}


def test_an_area_without_a_hub_yet_has_none():
    with world.backstage():
        ServiceStandard.objects.filter(area__slug="port-ellery").delete()
    assert {one.area.slug for one in made()} == {"tamarshire"}


@pytest.mark.rule(89)
def test_packs_are_kept_for_three_days_and_then_thrown_away():
    scene.enquiry()
    for days in range(5):
        kept = made(MORNING + timedelta(days=days))
    assert sorted({one.day for one in kept}) == [MORNING.date() + timedelta(days=days) for days in (2, 3, 4)]
    with world.backstage():
        assert Entry.objects.count() == 3
        assert Event.objects.filter(verb="throw_packs_away").count() == 2


@pytest.mark.rule(86, 89)
def test_everybody_on_a_printed_pack_is_in_the_ledger_as_read_and_a_list_shows_nobody():
    red, queued = scene.enquiry(), scene.enquiry()
    steps.rate(red, "red")
    steps.rate(queued, "green")
    pack = pack_of()
    with at(LATER):
        signed_in(PM).get("/outage/")
    with world.backstage():
        assert not Event.objects.filter(verb__in=["pack", "packs"], outcome="read").exists()
    printed(pack)
    with world.backstage():
        (event,) = Event.objects.filter(verb="pack", outcome="read")
    everybody = {one.pk for one in scene.people(red).values()}
    subjects = {one.pk for one in scene.people(queued).values() if one.is_subject}
    assert set(event.people) == everybody | subjects
    assert {event.enquiry, *map(uuid.UUID, event.details["enquiries"])} == {red.pk, queued.pk}
    assert event.actor == world.member(PM).pk


def test_a_long_pack_is_recorded_in_several_events_that_name_everybody(monkeypatch):
    monkeypatch.setattr(packs, "MOST_IN_AN_EVENT", 2)
    enquiries = [scene.enquiry() for _ in range(5)]
    printed(pack_of())
    with world.backstage():
        events = list(Event.objects.filter(verb="pack", outcome="read"))
    assert len(events) == 3
    named = {key for event in events for key in (event.enquiry, *map(uuid.UUID, event.details.get("enquiries", [])))}
    assert named == {one.pk for one in enquiries}


@pytest.mark.rule(59, 89)
def test_whoever_is_tied_prints_a_pack_without_that_enquiry_and_without_a_word_of_it():
    walled, other = scene.enquiry(), scene.enquiry(people=[{"given": "Perran", "family": "Newlyn", "subject": True}])
    scene.wall(walled, PM)
    pack = pack_of()
    paper = printed(pack)
    assert other.reference in paper
    assert walled.reference not in paper
    assert "Testerby" not in paper
    assert "To be rated: 1" in paper
    with at(LATER):
        assert "To rate 1" not in text_of(signed_in("pm.tamarshire.2").get("/outage/"))
    assert walled.reference in printed(pack, by="pm.tamarshire.2")


@pytest.mark.rule(57, 89)
@pytest.mark.parametrize(
    "username",
    [
        "pm.port-ellery.1",
        "sw.tamarshire.1",
        "calls.tamarshire.1",
        "police.1",
        "team.tamar-north.1",
        "auditor.1",
        "admin.1",
    ],
)
def test_nobody_but_the_areas_practice_managers_prints_or_counts_it(username):
    scene.enquiry()
    pack = pack_of()
    with at(LATER):
        browser = signed_in(username)
        assert browser.get(f"/outage/{pack.pk}").status_code == 404
        listed = browser.get("/outage/")
    assert listed.status_code == 404 or "Tamarshire" not in text_of(listed)


@pytest.mark.rule(57, 60)
def test_the_database_alone_keeps_entries_from_all_others():
    enquiry = scene.enquiry()
    walled = scene.enquiry()
    scene.wall(walled, PM)
    over = scene.enquiry()
    pack_of()
    with world.backstage():
        Standing.objects.filter(enquiry=over.pk).update(until=LATER)
    seen = {}
    for username in (PM, "pm.tamarshire.2", "pm.port-ellery.1", "sw.tamarshire.1", "police.1"):
        with world.as_(username, when=LATER, seat=Seat.HUB):
            seen[username] = set(Entry.objects.values_list("enquiry", flat=True))
    assert seen == {
        PM: {enquiry.pk},
        "pm.tamarshire.2": {enquiry.pk, walled.pk},
        "pm.port-ellery.1": set(),
        "sw.tamarshire.1": set(),
        "police.1": set(),
    }
    for seat in (Seat.OPS, Seat.PARTNER, Seat.INTAKE, Seat.AUDIT, Seat.FIGURES, Seat.SETUP):
        with world.as_(PM, when=LATER, seat=seat), pytest.raises(DatabaseError), transaction.atomic():
            Entry.objects.count()


@pytest.mark.rule(57, 60)
def test_python_alone_keeps_entries_from_all_others():
    enquiry, walled, over = scene.enquiry(), scene.enquiry(), scene.enquiry()
    scene.wall(walled, PM)
    pack_of()
    with world.backstage():
        Standing.objects.filter(enquiry=over.pk).update(until=LATER)
    for username, expected in ((PM, {enquiry.pk}), ("pm.port-ellery.1", set()), ("sw.tamarshire.1", set())):
        with world.as_(username, when=LATER, seat=Seat.HUB) as me, world.backstage():
            assert set(Entry.objects.visible_to(me).values_list("enquiry", flat=True)) == expected


@pytest.mark.rule(60)
@pytest.mark.parametrize("username", [PM, "auditor.1", "sw.tamarshire.1"])
def test_what_goes_on_paper_is_told_to_the_hubs_own_machinery_alone(username):
    scene.enquiry()
    area = world.area().pk
    with world.as_(username), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("select * from pathway.on_paper(%s)", [area])
    with serving("test"), connection.cursor() as cursor:
        cursor.execute("select count(*) from pathway.on_paper(%s)", [area])
        assert cursor.fetchone() == (1,)


def test_a_pack_of_yesterday_says_what_stood_then():
    enquiry = scene.enquiry()
    pack = pack_of()
    steps.rate(enquiry, "green", when=LATER)
    paper = printed(pack, when=MORNING + timedelta(days=1))
    assert "NOT RATED" in paper
    assert "As it stood on Tuesday 3 March 2026 at 07:30" in paper
    assert f"Printed for {world.member(PM).name}" in paper


def test_what_people_wrote_is_printed_as_they_wrote_it_and_never_as_markup():
    scene.enquiry(narrative="她说 😢 [see page 2] #strong[no] $x$\n= No heading")
    paper = printed(pack_of())
    assert "#strong[no] $x$ = No heading" in paper


def test_the_page_lists_the_last_packs_and_says_which_is_missing():
    scene.enquiry()
    pack_of(when=MORNING - timedelta(days=1))
    with at(LATER):
        shown = text_of(signed_in(PM).get("/outage/"))
    assert "pack of Tamarshire is not made yet" in shown
    pack_of()
    with at(LATER):
        shown = text_of(signed_in(PM).get("/outage/"))
    assert "not made yet" not in shown
    assert shown.count("made at 07:30") == 2


def test_the_page_asks_a_fixed_number_of_queries():
    def cost() -> int:
        with at(LATER):
            return len(visit(signed_in(PM), "/outage/").queries)

    scene.enquiry()
    pack_of()
    few = cost()
    for _ in range(20):
        scene.enquiry()
    pack_of(when=MORNING + timedelta(days=1))
    assert cost() == few <= 6


def test_making_a_pack_of_many_is_one_question_to_the_database():
    def cost(day: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            make_packs.run_at(MORNING + timedelta(days=day))
        return len(captured.captured_queries)

    scene.enquiry()
    few = cost(0)
    for _ in range(30):
        scene.enquiry()
    assert cost(1) == few


def test_a_line_of_the_queue_tells_no_story_and_names_subjects_alone():
    enquiry = scene.enquiry()
    steps.rate(enquiry, "amber")
    line = entries(pack_of())[enquiry.reference].told
    assert line["story"] == ""
    assert [person["name"] for person in line["people"]] == ["Rowan Testerby-Loom", "Wren Testerby-Loom"]
    assert set(line["people"][0]) == {"name", "born", "age"}
