"""A home that one of two records protects is protected once they are one; two again, each is what it was."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from mash.pathway.enquiries.actions import identify_subject
from mash.pathway.people.finding import find
from mash.pathway.people.matching import Description
from mash.pathway.people.models import PersonAddress
from tests import world
from tests.pathway.enquiries.conftest import ROWAN, told
from tests.pathway.people.merging.conftest import (
    LATER,
    SW,
    Twofold,
    boy,
    merged,
    named,
    person,
    registered,
    twofold,
    unmerged,
)
from tests.pathway.people.merging.test_moving import everything

ELSEWHERE = "sw.port-ellery.1"
UPRN = "100040415231"
PLACES = {"school": "Tamar Bridge Primary", "gp": "Quay Surgery"}
OPEN = boy(**PLACES, uprn=UPRN)
HIDDEN = boy(given="Ro", address="4, Gannetmere rise", address_protected=True)
MILL_LANE = {"address": "12 Mill Lane", "postcode": "ZZ99 4AA"}


def found_by_home() -> list[uuid.UUID]:
    """Whom the hub of another area finds behind the door, by the address and by the property's number."""
    by_address = Description(given="Rowan", address="4 Gannetmere Rise", postcode="ZZ99 3VZ")
    with world.as_(ELSEWHERE, when=LATER):
        return [one.known.pk for asked in (by_address, Description(given="Rowan", uprn=UPRN)) for one in find(asked)]


def homes_of(whose: uuid.UUID) -> list[tuple[str, bool]]:
    """Which homes somebody has, and which of them are protected."""
    with world.backstage():
        homes = PersonAddress.objects.filter(person=whose).order_by("address")
        return [(home.address, home.protected) for home in homes]


def identified(whose: uuid.UUID, **told_of: Any) -> None:
    """A later enquiry is found to be about somebody of the register."""
    received = told(people=[{**ROWAN, **told_of}], when=LATER)
    with world.as_("sw.tamarshire.1", when=LATER) as me:
        identify_subject(me, received.id, subject="rowan", person=str(whose))


@pytest.mark.rule(16, 21)
@pytest.mark.parametrize(("first", "second"), [(HIDDEN, OPEN), (OPEN, HIDDEN)])
def test_a_home_that_one_of_two_records_protects_finds_nobody_once_they_are_one(first: Any, second: Any) -> None:
    two = twofold(first=first, second=second)
    before, found = everything(), found_by_home()
    assert len(found) == 2
    merged(two)
    stays = person(two.kept)
    assert {hidden for _, hidden in homes_of(two.kept)} == {True}
    assert (stays.school, stays.practice) == ("", "")
    assert not [key for key in stays.keys if key.startswith(("pc:", "ad:", "at:", "ln:", "uprn:"))]
    assert found_by_home() == []
    with world.as_(ELSEWHERE, when=LATER):
        (by_name,) = find(Description(given="Rowan", family="Testerby-Loom"))
        assert (by_name.known.pk, by_name.known.addresses) == (two.kept, ())
    unmerged(two)
    assert everything() == before
    assert found_by_home() == found


@pytest.mark.rule(16, 21)
def test_other_homes_of_theirs_find_them_still() -> None:
    two = twofold(first=HIDDEN, second=OPEN)
    identified(two.kept, **MILL_LANE)
    before = everything()
    merged(two)
    keys = person(two.kept).keys
    assert "at:ZZ994AA 12" in keys
    assert not [key for key in keys if "ZZ993VZ" in key or key == f"uprn:{UPRN}"]
    unmerged(two)
    assert everything() == before


@pytest.mark.rule(16, 21)
def test_what_another_area_was_told_openly_is_its_own_when_records_are_merged() -> None:
    two = twofold(first=HIDDEN, second={**OPEN, **MILL_LANE})
    elsewhere = told(people=[OPEN], area="port-ellery", when=LATER)
    with world.as_(ELSEWHERE, when=LATER) as me:
        identify_subject(me, elsewhere.id, subject="rowan", person=str(two.kept))
    merged(two)
    assert ("4 Gannetmere Rise", False) in homes_of(two.kept)
    assert two.kept in found_by_home()


@pytest.mark.rule(16, 21)
def test_a_home_that_somebody_tells_as_protected_while_they_are_one_stays_so_when_they_are_two_again() -> None:
    two = twofold(first=HIDDEN, second=OPEN)
    merged(two)
    identified(two.kept, address_protected=True, address="4 gannetmere rise")
    unmerged(two)
    assert {hidden for _, hidden in homes_of(two.kept)} == {True}
    assert (person(two.kept).school, person(two.kept).practice) == ("", "")
    assert found_by_home() == []


@pytest.mark.rule(16, 21)
def test_what_is_learned_of_another_home_while_they_are_one_stays_learned() -> None:
    two = twofold(first=HIDDEN, second=OPEN)
    was = person(two.kept).keys
    merged(two)
    identified(two.kept, **MILL_LANE)
    unmerged(two)
    assert ("4 Gannetmere Rise", False) in homes_of(two.kept)
    assert set(was) <= set(person(two.kept).keys)
    assert "at:ZZ994AA 12" in person(two.kept).keys


@pytest.mark.rule(16, 21)
def test_a_home_that_is_told_as_protected_while_they_are_one_finds_neither_when_they_are_two_again() -> None:
    two = twofold(first=OPEN, second={**ROWAN, **MILL_LANE})
    merged(two)
    identified(two.kept, address_protected=True, address="4 gannetmere rise")
    unmerged(two)
    goes = person(two.folded)
    assert homes_of(two.folded) == [("4 Gannetmere Rise", True)]
    assert (goes.school, goes.practice) == ("", "")
    assert not [key for key in goes.keys if key.startswith(("pc:", "ad:", "at:", "ln:", "uprn:"))]
    assert found_by_home() == []


@pytest.mark.rule(16, 21)
def test_of_a_home_that_is_told_as_protected_while_they_are_one_no_school_comes_back_either() -> None:
    two = twofold(first={**HIDDEN, **MILL_LANE}, second=OPEN)
    merged(two)
    identified(two.kept, address_protected=True, address="4 gannetmere rise")
    unmerged(two)
    stays = person(two.kept)
    assert ("4 Gannetmere Rise", True) in homes_of(two.kept)
    assert (stays.school, stays.practice) == ("", "")
    assert found_by_home() == []


@pytest.mark.rule(16, 21)
def test_of_a_record_that_was_merged_twice_no_school_comes_back_either() -> None:
    two = twofold(first={**HIDDEN, **MILL_LANE}, second=OPEN)
    third = registered(told(people=[boy(given="Robin", postcode="", address="")], when=LATER), when=LATER)
    merged(two)
    again = Twofold(third, two.kept, named(SW, third, two.kept), None, None)
    merged(again, when=LATER + timedelta(hours=1))
    identified(third, address_protected=True, address="4 gannetmere rise")
    unmerged(again)
    unmerged(two)
    stays = person(two.kept)
    assert ("4 Gannetmere Rise", True) in homes_of(two.kept)
    assert (stays.school, stays.practice) == ("", "")
    assert found_by_home() == []


@pytest.mark.rule(16, 21)
def test_school_and_practice_told_with_a_protected_home_reach_neither_record_by_a_merging() -> None:
    two = twofold(first={**HIDDEN, **PLACES}, second={**HIDDEN, **PLACES, "given": "Rowan"})
    before = everything()
    merged(two)
    assert (person(two.kept).school, person(two.kept).practice) == ("", "")
    unmerged(two)
    assert everything() == before
    for record in (two.kept, two.folded):
        assert (person(record).school, person(record).practice) == ("", "")
