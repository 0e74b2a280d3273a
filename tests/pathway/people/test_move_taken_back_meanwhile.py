"""A move that was told by mistake is taken back though something has been told, corrected or merged meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mash.foundation.access.verbs import Invalid
from mash.pathway.enquiries.actions import identify_subject
from mash.pathway.people.living import residents_on
from mash.pathway.people.models import Caution, Person, PersonAddress, Resident
from tests import world
from tests.pathway.people.merging.conftest import merged, twofold, unmerged
from tests.pathway.people.test_move_taken_back import SOON, status, take_back
from tests.pathway.people.test_moving import DAY, LATER, NEW_HOME, SW, THERE, family, tell
from tests.pathway.people.test_person_page import MUM, ROWAN, known

pytestmark = pytest.mark.django_db

OLD, NEW = "4 Gannetmere Rise", "9 Quay Street"
THERE_DESK = "calls.port-ellery.1"


def areas_of(person: Any) -> set[str]:
    with world.backstage():
        known_in = set(Person.objects.get(pk=person).areas)
        return {slug for slug in ("tamarshire", "port-ellery") if world.area(slug).pk in known_in}


def corrected(received: Any, by: str, *, when: Any) -> None:
    """Whoever identified the boy was mistaken: it is somebody whom the register did not know."""
    with world.as_(by, when=when) as me:
        identify_subject(me, received.id, subject="rowan", person="new", why="It is his cousin.")


def lives_at(person: Any, when: Any) -> set[str]:
    with world.as_(SW, when=when):
        return {row.household.address for row in residents_on([person], when.date())}


@pytest.mark.rule(9, 16)
def test_who_told_it_of_somebody_mistaken_for_another_takes_it_back_after_the_correction_too() -> None:
    _, people = known({**ROWAN, "lives": "here"}, area="port-ellery")
    rowan = people["rowan"]
    mistaken, _ = known({**ROWAN, "lives": "here"}, rowan=rowan)
    move = tell(rowan, **NEW_HOME)
    corrected(mistaken, "calls.tamarshire.1", when=LATER)
    assert areas_of(rowan) == {"tamarshire", "port-ellery"}
    take_back(move)
    assert areas_of(rowan) == {"port-ellery"}
    with world.backstage():
        assert not PersonAddress.objects.filter(address=NEW).exists()


@pytest.mark.rule(9, 16)
@pytest.mark.parametrize("first_taken_back", [True, False])
def test_the_hub_there_reads_nobody_whom_it_had_mistaken_for_another_once_the_move_is_taken_back(
    first_taken_back: bool,
) -> None:
    _, people = family()
    move = tell(people["rowan"], *people.values(), protected=True, **NEW_HOME)
    mistaken, _ = known(
        {**ROWAN, **NEW_HOME, "address_protected": True}, area="port-ellery", when=LATER, rowan=people["rowan"]
    )
    if first_taken_back:
        take_back(move)
        assert areas_of(people["rowan"]) == {"tamarshire", "port-ellery"}
        corrected(mistaken, THERE_DESK, when=SOON)
    else:
        corrected(mistaken, THERE_DESK, when=LATER)
        assert areas_of(people["rowan"]) == {"tamarshire", "port-ellery"}  # the move stands
        take_back(move)
    assert areas_of(people["rowan"]) == {"tamarshire"}
    assert status(THERE, f"/people/{people['rowan']}") == 404
    with world.backstage():
        assert not PersonAddress.objects.filter(address=NEW, person=people["rowan"]).exists()


@pytest.mark.rule(9, 16)
def test_a_hub_that_had_identified_somebody_first_reads_them_while_the_move_stands() -> None:
    _, people = family()
    mistaken, _ = known(ROWAN, area="port-ellery", when=LATER - DAY, rowan=people["rowan"])
    tell(people["rowan"])
    corrected(mistaken, THERE_DESK, when=LATER)
    assert status(THERE, f"/people/{people['rowan']}") == 200


@pytest.mark.rule(9, 16)
def test_a_move_taken_back_while_two_records_were_one_is_taken_back_when_they_are_two_again() -> None:
    two = twofold()
    move = tell(two.folded, **NEW_HOME)
    merged(two, when=LATER + DAY)
    take_back(move, when=LATER + 2 * DAY)
    assert areas_of(two.kept) == {"tamarshire"}
    unmerged(two, when=LATER + 3 * DAY)
    assert areas_of(two.folded) == areas_of(two.kept) == {"tamarshire"}
    with world.backstage():
        assert not [key for one in Person.objects.all() for key in one.keys if "ZZ995AB" in key]


@pytest.mark.rule(9)
def test_a_hub_that_loads_a_caution_of_its_own_meanwhile_reads_them_after_it_too() -> None:
    _, people = family()
    move = tell(people["rowan"], *people.values())
    with world.backstage():
        there = world.area("port-ellery").pk
        told = {"kind": "weapons", "text": "", "since": None, "until": None, "source": "police", "source_ref": "P-2"}
        Caution.add(person_id=people["mum"], area=there, loaded_at=LATER, **told)
    take_back(move)
    assert areas_of(people["mum"]) == {"tamarshire", "port-ellery"}
    assert areas_of(people["rowan"]) == {"tamarshire"}


@pytest.mark.rule(19)
def test_who_was_told_to_be_back_meanwhile_has_lived_there_all_the_time() -> None:
    _, people = family()
    move = tell(people["rowan"], *people.values(), **NEW_HOME)
    october = LATER + timedelta(days=180)
    known({**ROWAN, "lives": "here"}, {**MUM, "lives": "here"}, when=october, **people)
    take_back(move, when=october + DAY)
    for day in (LATER + 60 * DAY, october + 2 * DAY):
        assert lives_at(people["rowan"], day) == {OLD}


@pytest.mark.rule(19)
def test_a_role_that_was_told_meanwhile_keeps_nobody_away_from_the_home_they_never_left() -> None:
    received, people = family()
    move = tell(people["rowan"], *people.values(), **NEW_HOME)
    with world.backstage():
        for row in Resident.objects.filter(household__address=OLD, person=people["mum"]):
            row.change(role="grandmother")
    take_back(move)
    assert lives_at(people["mum"], SOON) == {OLD}
    with world.backstage():
        assert Resident.objects.get(household__address=OLD, person=people["mum"]).role == "grandmother"
    assert received.reference


@pytest.mark.rule(19)
def test_a_stay_that_an_enquiry_has_told_meanwhile_is_more_than_the_moves() -> None:
    _, people = family()
    move = tell(people["rowan"], *people.values(), **NEW_HOME)
    known({**ROWAN, **NEW_HOME, "lives": "here"}, when=SOON, rowan=people["rowan"])
    take_back(move, when=SOON + DAY)
    assert NEW in lives_at(people["rowan"], SOON + DAY)
    assert NEW not in lives_at(people["mum"], SOON + DAY)


@pytest.mark.rule(16, 19)
def test_a_stay_that_a_move_began_stands_though_an_enquiry_told_it_of_somebody_else() -> None:
    _, people = family()
    tell(people["rowan"], *people.values(), **NEW_HOME)
    mistaken, _ = known({**ROWAN, **NEW_HOME, "lives": "here"}, when=SOON, rowan=people["rowan"])
    corrected(mistaken, "calls.tamarshire.1", when=SOON + DAY)
    assert lives_at(people["rowan"], SOON + DAY) == {NEW}


@pytest.mark.rule(19)
def test_of_two_moves_the_later_one_is_taken_back_first() -> None:
    _, people = family()
    first = tell(people["rowan"], *people.values(), **NEW_HOME)
    second = tell(people["rowan"], when=LATER + 40 * DAY, address="1 Far Lane", postcode="ZZ99 6AA")
    with pytest.raises(Invalid, match="later move"):
        take_back(first, when=LATER + 41 * DAY)
    take_back(second, when=LATER + 41 * DAY)
    assert lives_at(people["rowan"], LATER + 41 * DAY) == {NEW}
    take_back(first, when=LATER + 42 * DAY)
    assert lives_at(people["rowan"], LATER + 42 * DAY) == {OLD}
