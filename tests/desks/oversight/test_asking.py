"""Asking the ledger page by page, by name, and why what was seen was open to whoever saw it."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.utils.html import strip_tags

from mash.desks.oversight import asking
from mash.desks.oversight.allowed import NONE_ON_RECORD
from mash.desks.oversight.asked import Asked, Mark, Period
from mash.desks.oversight.telling import Answer, told
from mash.foundation.access.models import Standing
from mash.foundation.access.verbs import Refused, record
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import Agency, Area, Member, MemberRole
from mash.pathway.enquiries.actions import declare_tie, take_enquiry
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.people.matching import Description
from mash.pathway.people.models import Person
from mash.pathway.people.register import keys_of
from mash.pathway.triage.actions.alerting import flag_child_protection
from tests import world
from tests.browsing import signed_in, visit
from tests.pathway import scene, steps
from tests.seal.planted import MAY
from tests.seal.test_seal import play_it

pytestmark = pytest.mark.django_db

AFTERNOON = datetime(2026, 3, 2, 14, tzinfo=UTC)


def read_by(username: str, *enquiries: Enquiry, verb: str = "enquiry", when: datetime = world.MONDAY_NINE) -> None:
    others = [str(enquiry.pk) for enquiry in enquiries[1:]]
    with world.as_(username, when=when) as me:
        record(me, verb, enquiry=enquiries[0].pk, outcome="read", enquiries=others)


def asked_of(username: str, asked: Asked | None = None, *, by: str = "auditor.1", when: datetime = AFTERNOON) -> Answer:
    asked = asked or Asked()
    with world.as_(by, when=when) as me:
        return told(me, asking.by_member(world.member(username).pk, asked, me.now), asked)


def known(given: str, family: str, *, born: date | None = None, area: str = "tamarshire") -> Person:
    described = Description(given=given, family=family, born=born)
    with world.backstage():
        return Person.add(
            given=given,
            family=family,
            born=born,
            keys=keys_of(described),
            areas=[Area.objects.get(slug=area).pk],
            made_at=world.MONDAY_NINE,
        )


def find(**typed: str) -> str:
    answer = signed_in("auditor.1").post("/ledger/", {"name": "", **typed})
    assert answer.status_code == 200
    return unescape(strip_tags(answer.content.decode()))


@pytest.mark.rule(86)
def test_every_act_and_look_of_a_whole_story_was_allowed_for_a_reason_that_is_told():
    made = play_it()
    readers = ("sw.tamarshire.1", "pm.tamarshire.2", "police.1", "health.1", "team.tamar-north.1", "calls.tamarshire.1")
    for username in readers:
        browser = signed_in(username)
        for page in ("/start", "/board", "/requests/", "/handovers/", made["e"]["url"], made["sent"]["url"]):
            browser.get(page)
    with world.backstage():
        usernames = list(Member.objects.values_list("username", flat=True))
    lines = [(name, line) for name in usernames for line in asked_of(name).lines if line.reference]
    assert len(lines) > 40
    assert [(name, line.text) for name, line in lines if NONE_ON_RECORD in line.why or not line.why] == []
    reasons = {(name, line.why) for name, line in lines}
    assert ("sw.tamarshire.1", "Social worker in Tamarshire, whose hub had the enquiry") in reasons
    assert ("sw.tamarshire.1", "Social worker in Tamarshire, whose rating stood") in reasons
    assert ("health.1", "Their agency, Health, was asked about it") in reasons
    assert ("team.tamar-north.1", "Their team, Tamar North, had a handover about it") in reasons
    assert ("school.1", "They told the hub of it") in reasons
    assert ("pm.port-ellery.2", "Broken glass") in reasons
    assert [planted for planted in MAY if any(planted.lower() in repr(line).lower() for _, line in lines)] == []


def test_police_who_heard_of_child_protection_before_they_were_asked_had_a_reason():
    made = scene.enquiry()
    with world.as_("sw.tamarshire.1") as me:
        flag_child_protection(me, made.pk, why="A burn on each palm.")
    read_by("police.1", made, verb="start", when=world.MONDAY_NINE + timedelta(minutes=5))
    (line, *_) = asked_of("police.1").lines
    assert line.why == "Child protection was flagged: managers and police hear of it at once"


def test_an_agency_reads_what_it_said_after_its_reason_has_ended():
    made = scene.enquiry()
    steps.rate(made)
    with world.backstage():
        Standing.objects.filter(enquiry=made.pk, kind="asked").update(until=steps.LATER + timedelta(hours=1))
    read_by("health.1", made, when=steps.LATER + timedelta(hours=2))
    assert (
        asked_of("health.1").lines[0].why == "Their agency, Health, was asked about it before, and keeps what it said"
    )


def test_the_register_is_read_as_what_one_is_at_work():
    with world.as_("sw.tamarshire.1") as me:
        record(me, "person", people=[uuid.uuid4()], outcome="read")
    (line,) = asked_of("sw.tamarshire.1").lines
    assert line.why == "Social worker, at work in the hub"


def test_what_was_opened_again_and_again_on_one_day_is_one_line():
    made = scene.enquiry(received_at=world.MONDAY_NINE - timedelta(days=3))
    for minutes in (0, 5, 50):
        read_by("sw.tamarshire.1", made, when=world.MONDAY_NINE + timedelta(minutes=minutes))
    read_by("sw.tamarshire.1", made, when=world.MONDAY_NINE - timedelta(days=3))
    today, earlier = sorted(asked_of("sw.tamarshire.1").lines, key=lambda line: line.at, reverse=True)
    assert (today.times, today.since, today.at) == (3, world.MONDAY_NINE, world.MONDAY_NINE + timedelta(minutes=50))
    assert earlier.times == 1


def test_pages_of_the_ledger_follow_each_other_without_gap_or_overlap():
    made = scene.enquiry()
    for number in range(2 * asking.A_PAGE + 3):  # three at each minute: the mark tells them apart
        read_by("sw.tamarshire.1", made, when=world.MONDAY_NINE + timedelta(minutes=number // 3))
    seen: list[int] = []
    asked = Asked()
    for _ in range(3):
        with world.as_("auditor.1", when=AFTERNOON) as me:
            events = asking.by_member(world.member("sw.tamarshire.1").pk, asked, me.now)[: asking.A_PAGE]
        seen += [event.seq for event in events]
        asked = Asked(after=Mark(events[-1].at, str(events[-1].seq)))
    assert len(seen) == len(set(seen)) == 2 * asking.A_PAGE + 3
    assert seen == sorted(seen, reverse=True)
    answer = asked_of("sw.tamarshire.1", Asked(member="sw.tamarshire.1"))
    assert answer.events == asking.A_PAGE
    assert "after=" in answer.earlier
    assert asked_of("sw.tamarshire.1", asked).earlier == ""


def test_a_period_leaves_out_what_is_longer_ago():
    made = scene.enquiry()
    read_by("sw.tamarshire.1", made, when=AFTERNOON - timedelta(days=8))
    read_by("sw.tamarshire.1", made, when=AFTERNOON - timedelta(days=6))
    assert asked_of("sw.tamarshire.1").events == 2
    assert asked_of("sw.tamarshire.1", Asked(period=Period.WEEK)).events == 1


def test_only_the_unusual_is_looked_for_in_many_more_events():
    made = scene.enquiry(received_at=world.MONDAY_NINE - timedelta(days=2))
    steps.rate(made, by="sw.tamarshire.2")
    read_by("sw.tamarshire.1", made, when=world.MONDAY_NINE - timedelta(days=1))
    for number in range(asking.A_PAGE):
        read_by("sw.tamarshire.1", made, when=world.MONDAY_NINE + timedelta(minutes=number))
    assert not asked_of("sw.tamarshire.1").unusual
    answer = asked_of("sw.tamarshire.1", Asked(only=True))
    assert [line.unusual for line in answer.lines] == [("The hub was closed",)]


@pytest.mark.rule(88)
def test_a_list_of_two_areas_is_told_to_the_auditor_of_one_by_their_own_enquiry():
    mine, others = scene.enquiry(area="tamarshire"), scene.enquiry(area="port-ellery")
    with world.backstage():
        auditor = Member.add(username="auditor.2", name="Ada Lode", agency=Agency.objects.get(slug="oversight"))
        MemberRole.add(
            member=auditor,
            role="auditor",
            area=Area.objects.get(slug="tamarshire"),
            since=world.MONDAY_NINE - timedelta(days=9),
        )
    read_by("police.1", others, mine, verb="board")
    read_by("police.2", others, verb="board")
    (line,) = asked_of("police.1", by="auditor.2").lines
    assert (line.reference, line.others) == (mine.reference, 1)
    assert asked_of("police.2", by="auditor.2").lines == []
    assert len(asked_of("police.2").lines) == 1


@pytest.mark.rule(86)
def test_a_name_finds_ids_and_the_look_up_is_kept_without_the_name():
    person = known("Perran", "Loveday", born=date(2018, 5, 14))
    shown = signed_in("auditor.1").post("/ledger/", {"name": "perran LOVEDAY"}).content.decode()
    assert f"?about={person.pk}" in shown
    assert "Perran" not in shown  # the box holds what was typed, as it was typed
    with world.backstage():
        (event,) = Event.objects.filter(verb="find_person")
        everything = json.dumps(list(Event.objects.values()), default=str).lower()
    assert (event.people, event.outcome, len(event.details["term"])) == ([person.pk], "read", 32)
    assert "perran" not in everything
    assert "loveday" not in everything


def test_a_date_of_birth_tells_two_of_one_name_apart():
    known("Perran", "Loveday", born=date(2018, 5, 14))
    known("Perran", "Loveday", born=date(2011, 1, 1))
    known("Perran", "Loveday")
    assert "under that name 3" in " ".join(find(name="Perran Loveday").split())
    by_date = " ".join(find(name="Perran Loveday", born_day="14", born_month="5", born_year="2018").split())
    assert "under that name 2" in by_date
    assert "the one that you gave" in by_date
    assert "not known" in by_date


def test_what_is_no_name_is_said_beside_the_box():
    assert "Enter a given and a family name" in find(name="Perran")
    assert "Enter a name" in find(name=" ")
    assert "Nobody of your areas is known by that name" in find(name="Nobody Atall")
    assert "must include a month and year" in find(name="Perran Loveday", born_day="3")


@pytest.mark.rule(59)
def test_an_auditor_finds_nobody_to_whom_they_are_tied_by_name_or_by_either_id():
    person = known("Rowan", "Testerby-Loom")
    made = scene.enquiry()
    rowan = scene.people(made)["rowan"]
    with world.backstage():
        rowan.change(person=person)
    assert str(person.pk) in signed_in("auditor.1").post("/ledger/", {"name": "Rowan Testerby"}).content.decode()
    with world.as_("auditor.1") as me:
        declare_tie(me, kind="relative", enquiry=made.reference, subject="rowan")
    assert "Nobody of your areas" in find(name="Rowan Testerby")
    for about in (person.pk, rowan.pk):
        assert signed_in("auditor.1").get("/ledger/", {"about": str(about)}).status_code == 404


def test_nobody_of_another_area_is_found():
    known("Perran", "Loveday", area="port-ellery")
    with world.backstage():
        MemberRole.objects.filter(member__username="auditor.1", area__slug="port-ellery").update(
            until=world.MONDAY_NINE
        )
    assert "Nobody of your areas" in find(name="Perran Loveday")


def test_that_an_auditor_asked_about_a_member_is_in_the_ledger_too():
    signed_in("auditor.1").get("/ledger/", {"member": "sw.tamarshire.1"})
    texts = [line.text for line in asked_of("auditor.1", when=datetime.now(UTC)).lines]
    assert f"asked what {world.member('sw.tamarshire.1').name} looked at" in texts


def test_an_address_that_somebody_spoilt_shows_the_first_page():
    for after in ("", "x", "2026-03-02T09:00:00~1", "2026-03-02T09:00:00+00:00~", "~~", "2026-03-02T09:00:00+00:00~x"):
        asked = Asked.in_address({"after": after, "period": "ever", "area": "nowhere", "only": "maybe"})
        assert asked.before_event()[0].year == 9999
        assert asked.before_row()[0].year == 9999
        assert (asked.period, asked.area, asked.only) == (Period.ALL, "", False)
    assert Asked.in_address({"after": str(Mark(AFTERNOON, "7"))}).before_event() == (AFTERNOON, 7)
    assert signed_in("auditor.1").get("/ledger/", {"about": "T\x00", "after": "9" * 300}).status_code == 200


def test_the_ledgers_pages_ask_a_fixed_number_of_queries():
    def cost(address: str) -> int:
        found = visit(signed_in("auditor.1"), address)
        assert found.answer.status_code == 200
        return len(found.queries) + len([sql for sql in found.apart if "ledger." in sql])

    def refuse() -> None:
        with world.as_("sw.tamarshire.2") as me, pytest.raises(Refused):
            take_enquiry(me, uuid.uuid4())

    made = scene.enquiry()
    read_by("sw.tamarshire.1", made)
    refuse()
    pages = [f"/ledger/?about={made.reference}", "/ledger/?member=sw.tamarshire.1", "/ledger/refusals"]
    few = [cost(page) for page in pages]
    for number in range(30):
        other = scene.enquiry()
        for username in ("sw.tamarshire.1", "pm.tamarshire.1", "health.1"):
            read_by(username, made, when=world.MONDAY_NINE + timedelta(minutes=number))
            read_by(username, other)
        refuse()
    assert [cost(page) for page in pages] == few
    assert max(few) <= 15
