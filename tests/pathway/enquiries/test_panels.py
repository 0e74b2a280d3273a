"""What each reader of the enquiry page finds of the worry, the people and the enquirer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mash.foundation.access.models import Standing
from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import add_to_enquiry, ask_enquirer, identify_subject
from tests import world
from tests.browsing import signed_in
from tests.pathway.enquiries.conftest import MUM, ROWAN, reading, told

NARRATIVE = "Mrs Quaverley of Tamar Bridge Primary saw the bruise. They fled to Gannetmere Rise."
REFERRER = {
    "name": "Ottoline Quaverley",
    "agency": "Tamar Bridge Primary",
    "phone": "01632960111",
    "withhold_identity": True,
}
MARKS = ("Quaverley", "Tamar Bridge", "01632960111", "Gannetmere", "ZZ99")
NOON = world.MONDAY_NINE + timedelta(hours=3)


def protected_story(**story: Any) -> Any:
    people = [{**ROWAN, "address_protected": True}, {**MUM, "nhs_number": "999 000 0019"}]
    consent = {"state": "not_sought", "why": "He must not learn of Gannetmere Rise"}
    return told(channel="professional", narrative=NARRATIVE, people=people, referrer=REFERRER, consent=consent, **story)


def page(received: Any, by: str) -> str:
    with at(NOON):
        answer = signed_in(by).get(f"/enquiries/{received.reference}/")
    return reading(answer) if answer.status_code == 200 else ""


def ask(received: Any, slug: str) -> None:
    with world.backstage():
        agency = world.member(f"{slug}.1").agency_id
        Standing.add(enquiry=received.id, kind="asked", holder=agency, since=world.MONDAY_NINE)


@pytest.mark.rule(21)
@pytest.mark.parametrize("by", ["pm.tamarshire.1", "sw.tamarshire.1", "calls.tamarshire.1"])
def test_the_areas_own_people_find_address_and_referrer(by: str) -> None:
    said = page(protected_story(), by)
    for mark in MARKS:
        assert mark in said
    assert "check digit wrong: not used" in said


@pytest.mark.rule(10)
def test_what_was_keyed_of_somebody_stands_on_the_page() -> None:
    keyed = {"middle": "Wilding", "sex": "female", "also_known_as": ["Ro"], "gp": "Dr Amis", "phone": "01632 960444"}
    said = page(told(people=[{**ROWAN, **keyed}]), "sw.tamarshire.1")
    for expected in ("Rowan Wilding Testerby-Loom", "female", "Ro", "Dr Amis", "01632 960444"):
        assert expected in said


@pytest.mark.rule(21)
def test_an_asked_researcher_reads_the_story_without_them() -> None:
    received = protected_story()
    ask(received, "police")
    said = page(received, "police.1")
    assert "saw the bruise" in said
    assert "Who told it is withheld" in said
    for mark in MARKS:
        assert mark not in said


@pytest.mark.rule(54)
@pytest.mark.parametrize("by", ["police.1", "sw.port-ellery.1", "school.1", "team.tamar-north.1", "auditor.1"])
def test_others_find_no_such_page(by: str) -> None:
    assert page(protected_story(), by) == ""


def test_a_referrer_who_may_be_named_is_part_of_the_enquiry() -> None:
    received = told(referrer={"name": "Ottoline Quaverley"})
    ask(received, "police")
    assert "Ottoline Quaverley" in page(received, "police.1")


@pytest.mark.rule(24)
def test_earlier_enquiries_are_counted_and_a_third_one_in_three_months_escalates() -> None:
    days = [world.MONDAY_NINE - timedelta(days=n) for n in (400, 60, 30)]
    earlier = [told(when=day) for day in days]
    latest = told()
    person: Any = "new"
    for received in (*earlier, latest):
        with world.as_("calls.tamarshire.1") as me:
            person = identify_subject(me, received.id, subject="rowan", person=person).person
    said = page(latest, "sw.tamarshire.1")
    assert "2 earlier enquiries in 12 months" in said
    assert "Escalating concern" in said
    assert "Escalating concern" not in page(earlier[1], "sw.tamarshire.1")


def test_what_passed_with_the_enquirer_is_read_by_the_areas_own_people_alone() -> None:
    received = told()
    ask(received, "police")
    with world.as_("sw.tamarshire.1") as me:
        ask_enquirer(me, received.id, text="Where is he now?")
    with world.as_(None) as me:
        add_to_enquiry(me, reference=received.reference, code=received.code, text="He is on the step.")
    for by in ("pm.tamarshire.1", "calls.tamarshire.1"):
        said = page(received, by)
        assert "Where is he now?" in said
        assert "He is on the step." in said
    said = page(received, "police.1")
    assert "Where is he now?" not in said
    assert "The enquirer" not in said
