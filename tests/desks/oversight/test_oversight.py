"""What auditors see: who did what about whom and why, and never what an enquiry says."""

from __future__ import annotations

import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.html import strip_tags

from mash.desks.oversight import asking
from mash.desks.oversight.asked import Asked
from mash.desks.oversight.sealing import seal
from mash.desks.oversight.telling import told as told_of
from mash.desks.oversight.words import DID, WHY, did, why
from mash.foundation.access.models import Glass, Tie
from mash.foundation.access.policy import RULES, Reason
from mash.foundation.access.table import DONE
from mash.foundation.access.verbs import Refused, record
from mash.foundation.ledger.keeping import seal_waiting
from mash.foundation.ledger.models import Event
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import break_glass, declare_tie
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Words
from mash.pathway.people.models import Person
from tests import world
from tests.browsing import signed_in
from tests.pathway import scene, steps

pytestmark = pytest.mark.django_db

NARRATIVE = "A bruise shaped like a belt end."
PAGES = (
    "/ledger/",
    "/ledger/refusals",
    "/ledger/glass",
    "/ledger/releases",
    "/ledger/ties",
    "/ledger/seal",
)
WHY_BROKEN = "The school rings about the sister, and nobody else is here."


def read_by(username: str, enquiry: Enquiry, people: list[uuid.UUID], **when) -> None:
    with world.as_(username, **when) as me:
        record(me, "enquiry", enquiry=enquiry.pk, people=people, outcome="read")


def ask(**question: str) -> str:
    answer = signed_in("auditor.1").get("/ledger/", question)
    assert answer.status_code == 200
    return unescape(strip_tags(answer.content.decode()))


def events(**facts) -> list[Event]:
    with world.backstage():
        return list(Event.objects.filter(**facts).order_by("seq"))


@pytest.mark.rule(86)
def test_who_looked_at_this_person_and_what_did_this_member_look_at():
    enquiry = scene.enquiry()
    rowan = scene.people(enquiry)["rowan"]
    read_by("sw.tamarshire.1", enquiry, [rowan.pk])
    about_person = ask(about=str(rowan.pk))
    assert world.member("sw.tamarshire.1").name in about_person
    assert "read the enquiry" in about_person
    assert enquiry.reference in about_person
    assert "read the enquiry" in ask(member="sw.tamarshire.1")
    assert "read the enquiry" not in ask(member="sw.tamarshire.2")
    asked = events(verb="ledger", outcome="read")
    assert asked[0].people == [rowan.pk]


@pytest.mark.rule(86)
def test_who_looked_at_this_person_finds_those_who_saw_the_description_alone():
    enquiry = scene.enquiry()
    rowan = scene.people(enquiry)["rowan"]
    read_by("probation.1", enquiry, [rowan.pk])
    with world.backstage():
        person = Person.add(given="Rowan", family="Testerby", areas=[enquiry.area_id], made_at=world.MONDAY_NINE)
        rowan.change(person=person)
    read_by("sw.tamarshire.1", enquiry, [rowan.pk, person.pk])
    told = ask(about=str(person.pk))
    assert world.member("probation.1").name in told
    assert world.member("sw.tamarshire.1").name in told


@pytest.mark.rule(86)
def test_a_reference_finds_every_look_at_the_enquiry_or_anyone_on_it():
    enquiry = scene.enquiry()
    rowan = scene.people(enquiry)["rowan"]
    read_by("sw.tamarshire.1", enquiry, [])
    with world.as_("pm.tamarshire.1") as me:
        record(me, "board", people=[rowan.pk], outcome="read")
    told = ask(about=enquiry.reference.lower())
    assert world.member("sw.tamarshire.1").name in told
    assert world.member("pm.tamarshire.1").name in told
    assert "saw it on the board" in told
    assert "person 1 (the enquiry is about them)" in told


@pytest.mark.rule(57, 60)
def test_an_auditor_sees_no_content_on_any_page_and_reads_no_table_of_it():
    enquiry = scene.enquiry(narrative=NARRATIVE)
    people = scene.people(enquiry)
    read_by("sw.tamarshire.1", enquiry, [person.pk for person in people.values()])
    browser = signed_in("auditor.1")
    for path in (f"/ledger/?about={enquiry.reference}", *PAGES):
        shown = browser.get(path).content.decode()
        assert NARRATIVE not in shown
        assert "Testerby" not in shown
    for model in (Enquiry, Words, DescribedPerson, Event):
        with world.as_("auditor.1"), pytest.raises(DatabaseError), transaction.atomic():
            model.objects.count()


@pytest.mark.parametrize("username", ["sw.tamarshire.1", "pm.tamarshire.1", "admin.1", "analyst.1", "health.1"])
def test_nobody_but_an_auditor_asks_the_ledger(username):
    browser = signed_in(username)
    for path in PAGES:
        assert browser.get(path).status_code == 404
    with world.as_(username), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("select * from ledger.refusals(%s, %s, 1, 10)", [world.MONDAY_NINE, world.MONDAY_NINE])


def test_in_the_audit_seat_without_the_role_the_ledger_answers_nothing():
    enquiry = scene.enquiry()
    read_by("sw.tamarshire.1", enquiry, [])
    with world.as_("sw.tamarshire.1", seat=Seat.AUDIT):
        everything, now = Asked(), world.MONDAY_NINE
        assert asking.about_enquiry(enquiry.pk, everything, now) == []
        assert asking.by_member(world.member("sw.tamarshire.1").pk, everything, now) == []
        assert asking.references_of([enquiry.pk]) == {}
        assert asking.people_on(enquiry.pk) == []


@pytest.mark.rule(59)
def test_an_auditor_who_knows_somebody_is_told_nothing_of_them():
    enquiry = scene.enquiry()
    rowan = scene.people(enquiry)["rowan"]
    read_by("sw.tamarshire.1", enquiry, [rowan.pk])
    with world.as_("auditor.1") as me:
        declare_tie(me, kind="relative", enquiry=enquiry.reference, subject="rowan")
    browser = signed_in("auditor.1")
    assert browser.get("/ledger/", {"about": enquiry.reference}).status_code == 404
    assert browser.get("/ledger/", {"about": str(rowan.pk)}).status_code == 404
    assert enquiry.reference not in ask(member="sw.tamarshire.1")
    assert all("tied" in event.reasons for event in events(verb="ledger", outcome="refused"))


def test_what_is_asked_of_nothing_says_so():
    assert "Nothing is known of ‘T0000000000’" in ask(about="T0000000000")
    assert "Enter an enquiry's reference, or a person's id" in ask(about="")
    assert "Choose a member" in ask(member="nobody.1")


def test_the_unusual_comes_first_and_says_why():
    enquiry = scene.enquiry(received_at=world.MONDAY_NINE - timedelta(days=2))
    steps.rate(enquiry)
    read_by("sw.tamarshire.1", enquiry, [])
    read_by("sw.tamarshire.2", enquiry, [], when=world.MONDAY_NINE - timedelta(days=1))
    told = ask(about=enquiry.reference)
    assert told.index("Unusual") < told.index(world.member("sw.tamarshire.2").name, told.index("Unusual"))
    assert "The hub was closed" in told
    assert told.index("Unusual") < told.index("Everyday")


@pytest.mark.rule(59, 86)
def test_refusals_show_attempts_behind_a_wall_first():
    enquiry = scene.enquiry()
    scene.wall(enquiry, "sw.tamarshire.1")
    with world.as_("sw.tamarshire.1") as me, pytest.raises(Refused):
        from mash.pathway.enquiries.actions import take_enquiry

        take_enquiry(me, enquiry.pk)
    shown = unescape(strip_tags(signed_in("auditor.1").get("/ledger/refusals").content.decode()))
    assert "was refused: take an enquiry" in shown
    assert "Tied to somebody on it" in shown


def test_broken_glass_waits_for_a_review_which_is_recorded():
    enquiry = scene.enquiry(area="port-ellery")
    with world.as_("pm.tamarshire.1") as me:
        glass = break_glass(me, enquiry.reference, why=WHY_BROKEN)
    browser = signed_in("auditor.1")
    listed = browser.get("/ledger/glass").content.decode()
    assert WHY_BROKEN in unescape(listed)
    assert "broke the glass" in browser.get(f"/ledger/glass/{glass.pk}").content.decode()
    assert "Say what you found" in browser.post(f"/ledger/glass/{glass.pk}", {"finding": " "}).content.decode()
    answer = browser.post(f"/ledger/glass/{glass.pk}", {"finding": "The reason holds."})
    assert answer.headers["Location"] == "/ledger/glass"
    with world.backstage():
        assert Glass.objects.get(pk=glass.pk).finding == "The reason holds."
    assert len(events(verb="review_break_glass", outcome="made")) == 1
    assert "reviewed already" in browser.post(f"/ledger/glass/{glass.pk}", {"finding": "Again."}).content.decode()


def test_what_was_read_through_broken_glass_says_so():
    enquiry = scene.enquiry(area="port-ellery")
    with world.as_("pm.tamarshire.1") as me:
        break_glass(me, enquiry.reference, why=WHY_BROKEN)
    read_by("pm.tamarshire.1", enquiry, [], when=world.MONDAY_NINE + timedelta(minutes=30))
    read_by("pm.port-ellery.1", enquiry, [], when=world.MONDAY_NINE + timedelta(minutes=30))
    with world.as_("auditor.1") as me:
        answer = told_of(me, asking.about_enquiry(enquiry.pk, Asked(), me.now), Asked(), enquiry.pk)
    lines = {(line.who, line.text): line for line in answer.lines}
    assert lines[world.member("pm.tamarshire.1").name, "read the enquiry"].unusual == ("Through broken glass",)
    assert lines[world.member("pm.port-ellery.1").name, "read the enquiry"].unusual == ()


def test_a_tie_is_lifted_with_a_reason_and_never_by_whose_it_is():
    enquiry = scene.enquiry()
    with world.as_("sw.tamarshire.1") as me:
        tie = declare_tie(me, kind="relative", enquiry=enquiry.reference, subject="rowan")
    with world.as_("auditor.1") as me:
        own = declare_tie(me, kind="other", enquiry=enquiry.reference, subject="mum")
    browser = signed_in("auditor.1")
    listed = browser.get("/ledger/ties").content.decode()
    assert world.member("sw.tamarshire.1").name in listed
    assert "Testerby" not in listed
    assert browser.get(f"/ledger/ties/{own.pk}").status_code == 404
    assert "Say why the tie is lifted" in browser.post(f"/ledger/ties/{tie.pk}", {"why": ""}).content.decode()
    assert browser.post(f"/ledger/ties/{tie.pk}", {"why": "Another Rowan."}).headers["Location"] == "/ledger/ties"
    with world.backstage():
        assert Tie.objects.get(pk=tie.pk).lifted_why == "Another Rowan."


def test_the_page_says_how_far_the_ledger_is_sealed():
    enquiry = scene.enquiry()
    read_by("sw.tamarshire.1", enquiry, [])
    with world.as_("auditor.1"):
        before = seal()
    assert before.waiting >= 1
    with world.as_(None, seat=Seat.SYSTEM) as me:
        sealed = seal_waiting(me.now)
    with world.as_("auditor.1"):
        after = seal()
    assert after.size == before.size + sealed
    assert "Is it sealed?" in ask()


def test_every_verb_and_every_reason_has_words():
    assert set(RULES) == (set(DID) & set(RULES)) | set(DONE)
    assert set(Reason) <= set(WHY)
    assert did("something_new", "read") == "read the page ‘something new’"
    assert why(["not_found", "tied"]) == "tied to somebody on it"
