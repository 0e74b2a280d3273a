"""An address is protected and nobody says where it is: a school and a GP practice told before would lead there."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import identify_subject
from mash.pathway.enquiries.models import Identification
from mash.pathway.people.models import Person
from tests import world
from tests.browsing import signed_in
from tests.pathway.enquiries.conftest import ROWAN, described, reading, told
from tests.pathway.enquiries.test_protected_school import CALLS, OPEN, PRACTICE, SCHOOL, TEN, identify

UNTOLD = {**OPEN, "address": "", "postcode": "", "address_protected": True}
pytestmark = pytest.mark.rule(21)


def places(person: Any) -> tuple[str, str]:
    """School and practice as the register has them."""
    with world.backstage():
        known = Person.objects.get(pk=person)
        return known.school, known.practice


def hides(person: Any) -> bool:
    with world.as_(CALLS), connection.cursor() as cursor:
        cursor.execute("select people.hides(%s)", [person])
        return bool(cursor.fetchone()[0])


def known_and_hidden() -> Any:
    """A boy whose school an enquiry told openly, and whose address another one protects without telling it."""
    person = identify(told(people=[OPEN])).person
    assert places(person) == (SCHOOL, PRACTICE)
    identify(told(people=[UNTOLD]), person)
    return person


def test_school_and_practice_that_were_told_openly_go_from_the_register() -> None:
    person = known_and_hidden()
    assert places(person) == ("", "")
    with at(TEN):
        said = reading(signed_in("sw.tamarshire.2").get(f"/people/{person}"))
    assert SCHOOL not in said
    assert PRACTICE not in said
    assert "4 Gannetmere Rise" in said  # what was told openly of another home is not what is protected now


def test_the_next_enquiry_finds_nobody_by_them_and_does_not_teach_them_again() -> None:
    person = known_and_hidden()
    for area in ("tamarshire", "port-ellery"):
        again = told(people=[OPEN], area=area)
        with world.as_(f"calls.{area}.1", when=TEN) as me:
            identify_subject(me, again.id, subject="rowan", person=person)
        with world.backstage():
            shown = Identification.objects.get(described=described(again, "rowan")).candidates[0]["why"]
        assert not any("school" in why or "practice" in why for why in shown)
        assert places(person) == ("", "")


def test_whoever_is_new_is_hidden_as_well_from_what_is_told_of_them_later() -> None:
    person = identify(told(people=[UNTOLD])).person
    assert hides(person)
    identify(told(people=[OPEN]), person)
    assert places(person) == ("", "")


@pytest.mark.rule(16)
def test_when_somebody_else_was_meant_they_stand_again_as_the_others_tell_them() -> None:
    person = identify(told(people=[OPEN])).person
    received = told(people=[UNTOLD])
    identify(received, person)
    with world.as_(CALLS, when=TEN) as me:
        other = identify_subject(me, received.id, subject="rowan", person="new", why="His cousin.").person
    assert places(person) == (SCHOOL, PRACTICE)
    assert (hides(person), hides(other)) == (False, True)


def test_whose_address_is_hidden_later_though_none_was_told_is_taught_neither_again() -> None:
    open_again = {**ROWAN, "school": SCHOOL}
    received = told(people=[{**open_again, "address": "", "postcode": ""}])
    person = identify(received).person
    there = described(received, "rowan").pk
    with world.as_(CALLS, when=TEN), connection.cursor() as cursor:
        cursor.execute("select pathway.hide_address(%s)", [there])
    identify(told(people=[open_again]), person)
    assert places(person) == ("", "")
