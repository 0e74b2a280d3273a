"""The household as evidence on the pages: those named together are looked up together, and live together or do not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.pathway.enquiries.actions import declare_tie, identify_subject
from mash.pathway.enquiries.companions import Companion
from mash.pathway.enquiries.known import known_already
from mash.pathway.people.matching import Description
from mash.pathway.people.models import Person, PersonAddress
from tests import world
from tests.browsing import NO_QUESTION, signed_in, text_of
from tests.pathway.enquiries.conftest import told

NOW = world.MONDAY_NINE
TODAY = NOW.date()
CALLS = "calls.tamarshire.1"
HERE: dict[str, Any] = {"address": "14 Harbour Street", "postcode": "ZZ99 5DW"}
THERE: dict[str, Any] = {"address": "3 Quay Road", "postcode": "ZZ98 1BB"}
ALFIE: dict[str, Any] = {"given": "Alfie", "family": "Smith", "dob": "2017-05-01", "role": "child", "subject": True}
TYLER: dict[str, Any] = {
    "given": "Tyler",
    "family": "Dunne",
    "dob": "2019-08-21",
    "role": "child",
    "subject": True,
    **HERE,
}
BROTHER = Companion(Description(given="Tyler", family="Dunne", age=6, on=TODAY), "brother")
WANTED = Description(given="Alfie", family="Smith", age=8, on=TODAY)


def registered(**described: Any) -> Any:
    """Somebody whom the hub knows by an enquiry of their own."""
    received = told(people=[{**described, "as": "one"}])
    with world.as_(CALLS) as me:
        return identify_subject(me, received.id, subject="one", person="new", why="Other parents").person


def tyler_of() -> Any:
    with world.backstage():
        return Person.objects.get(given="Tyler").pk


def look_up(described: Description = WANTED, *named_too: Companion) -> dict[Any, Any]:
    with world.as_(CALLS) as me:
        return {one.pk: one.candidate for one in known_already(me, described, named_too=named_too).people}


@pytest.fixture
def two_of_a_name() -> tuple[Any, Any]:
    """Two boys of one name and age, the first of whom lives with Tyler."""
    here, there = registered(**ALFIE, **HERE), registered(**ALFIE, **THERE)
    registered(**TYLER)
    return here, there


@pytest.mark.rule(16)
def test_of_two_of_a_name_the_one_who_lives_with_a_named_brother_comes_first_and_it_says_so(two_of_a_name):
    here, there = two_of_a_name
    alone = look_up()
    assert alone[here].p == pytest.approx(alone[there].p)
    found = look_up(WANTED, BROTHER)
    assert found[here].p > 5 * found[there].p
    assert "Tyler Dunne lives there, and is named too" in found[here].why
    assert not any("named too" in why for why in found[there].why)


@pytest.mark.rule(16, 18)
def test_nobody_is_two_of_those_named_together():
    kaci = registered(given="Kaci-Leigh", family="Dunne", dob="2019-12-03", role="child", subject=True, **HERE)
    sister = Companion(Description(given="Kaci-Leigh", family="Dunne", age=6, on=TODAY, **HERE), "sister")
    brother = Description(given="K", family="Dunne", age=6, on=TODAY, **HERE)
    assert look_up(brother)[kaci].p > 0.8
    assert look_up(brother, sister)[kaci].p < 0.4


def test_that_somebody_lives_there_is_said_only_where_both_do_now(two_of_a_name):
    here, _ = two_of_a_name
    with world.backstage():
        PersonAddress.objects.filter(person=here).update(told_at=NOW - timedelta(days=400))
        PersonAddress.add(person_id=here, area=world.area().pk, address="2 New Road", postcode="ZZ971AA", told_at=NOW)
    reasons = look_up(WANTED, BROTHER)[here].why
    assert "Tyler Dunne is known at the same address, of now or before, and is named too" in reasons
    assert not any("lives there" in why for why in reasons)


def test_a_brother_behind_a_wall_neither_speaks_nor_is_named(two_of_a_name):
    here, there = two_of_a_name
    with world.as_("pm.tamarshire.1") as me:
        declare_tie(me, member=CALLS, person=tyler_of(), kind="relative")
    found = look_up(WANTED, BROTHER)
    assert found[here].p == pytest.approx(found[there].p)
    assert not any("Tyler" in why for why in found[here].why)


def test_a_brother_who_is_named_as_a_reason_is_in_the_ledger(two_of_a_name):
    typed = {"given": "Alfie", "family": "Smith", "age": "8"}, {"given": "Tyler", "family": "Dunne", "age": "6"}
    sent = {f"people_{number}_{name}": text for number, one in enumerate(typed) for name, text in one.items()}
    with at(NOW):
        answer = signed_in(CALLS).post("/people/known", {"prefix": "people_0_", **sent})
    assert "Tyler Dunne lives there, and is named too" in text_of(answer)
    with world.backstage():
        assert tyler_of() in Event.objects.get(verb="known", outcome="read").people


def test_whoever_is_named_too_costs_no_query(two_of_a_name):
    many = [BROTHER, *(Companion(Description(given=name, family="Pell", **HERE)) for name in "ABCDEFG")]
    counted = []
    for named_too in ([], many):
        with world.as_(CALLS) as me, CaptureQueriesContext(connection) as captured:
            known_already(me, WANTED, named_too=named_too)
        counted.append(sum(not NO_QUESTION.search(query["sql"]) for query in captured.captured_queries))
    assert counted[0] == counted[1] > 0
