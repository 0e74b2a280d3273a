"""A home that turns out to be protected after the register has learned it openly: it finds nobody from then on."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from mash.foundation.access.models import Standing
from mash.pathway.enquiries.actions import add_person, identify_subject
from mash.pathway.people import finding
from mash.pathway.people.matching import Description
from mash.pathway.people.models import Person, PersonAddress
from mash.pathway.people.rekeying import write_keys
from tests import world
from tests.pathway.enquiries.conftest import ROWAN, described, told

UPRN = "100040415231"
PLACES = {"school": "Tamar Bridge Primary", "gp": "Quay Surgery"}
OPEN = {**ROWAN, **PLACES, "uprn": UPRN}
HIDDEN = {**OPEN, "address_protected": True}
ELSEWHERE = "sw.port-ellery.1"
OF_A_HOME = ("pc:", "ad:", "at:", "ln:", "uprn:")


def identify(received: Any, person: Any = "new", area: str = "tamarshire", subject: str = "rowan") -> uuid.UUID:
    with world.as_(f"sw.{area}.1") as me:
        return identify_subject(me, received.id, subject=subject, person=str(person), why="Nobody like him.").person


def add(received: Any, by: str = "sw.tamarshire.1", **person: Any) -> None:
    with world.as_(by) as me:
        add_person(me, received.id, person=person)


def found_by_home(by: str = ELSEWHERE) -> list[uuid.UUID]:
    """Whom a hub finds behind the door, by the address and by the property's number."""
    by_address = Description(given="Rowan", address="4 Gannetmere Rise", postcode="ZZ99 3VZ")
    with world.as_(by):
        return [
            one.known.pk for asked in (by_address, Description(given="Rowan", uprn=UPRN)) for one in finding.find(asked)
        ]


def of(person: uuid.UUID) -> tuple[list[str], tuple[str, str], dict[str, bool]]:
    """By which keys of a home somebody is found, their school and practice, and which homes are protected."""
    with world.backstage():
        known = Person.objects.get(pk=person)
        keys = [key for key in known.keys if key.startswith(OF_A_HOME)]
        homes = PersonAddress.objects.filter(person=person)
        return keys, (known.school, known.practice), {home.address: home.protected for home in homes}


@pytest.mark.rule(21)
def test_a_home_that_somebody_added_later_protects_finds_no_longer_whoever_lives_there() -> None:
    received = told(people=[OPEN])
    rowan = identify(received)
    assert found_by_home() == [rowan, rowan]
    add(received, given="Bridie", address="4, Gannetmere rise", postcode="ZZ99 3VZ", address_protected=True)
    assert found_by_home() == []
    assert of(rowan) == ([], ("", ""), {"4 Gannetmere Rise": True})
    with world.as_(ELSEWHERE):
        (by_name,) = finding.find(Description(given="Rowan", family="Testerby-Loom"))
        assert (by_name.known.pk, by_name.known.addresses) == (rowan, ())


@pytest.mark.rule(21)
def test_a_home_that_a_later_enquiry_protects_finds_no_longer_whoever_lives_there() -> None:
    rowan = identify(told(people=[OPEN]))
    moved = told(people=[{**ROWAN, "address": "12 Mill Lane", "postcode": "ZZ99 4AA"}])
    identify(moved, rowan)
    identify(told(people=[{**HIDDEN, "address": "4, Gannetmere rise"}]), rowan)
    assert found_by_home() == []
    keys, places, homes = of(rowan)
    assert {key for key in keys if key.startswith(("pc:ZZ993VZ", "uprn:"))} == set()
    assert "at:ZZ994AA 12" in keys  # what is not protected finds him still
    assert places == ("", "")
    assert homes.pop("12 Mill Lane") is False
    assert set(homes.values()) == {True}


@pytest.mark.rule(21)
def test_a_protected_home_stays_protected_when_somebody_who_does_not_know_tells_it_openly() -> None:
    rowan = identify(told(people=[HIDDEN]))
    identify(told(people=[{**OPEN, "address": "4, Gannetmere rise"}]), rowan)
    assert found_by_home() == []
    keys, places, homes = of(rowan)
    assert (keys, places, set(homes.values())) == ([], ("", ""), {True})


@pytest.mark.rule(21)
def test_a_home_hidden_by_an_asked_researchers_word_finds_nobody_at_once_and_open_homes_find_within_a_day() -> None:
    received = told(people=[OPEN])
    rowan = identify(received)
    identify(told(people=[{**ROWAN, "address": "12 Mill Lane", "postcode": "ZZ99 4AA"}]), rowan)
    with world.backstage():
        agency = world.member("health.1").agency_id
        Standing.add(enquiry=received.id, kind="asked", holder=agency, since=world.MONDAY_NINE - timedelta(hours=1))
    add(received, by="health.1", given="Bridie", address="4 Gannetmere Rise", address_protected=True)
    assert found_by_home() == []
    assert write_keys() == 1
    assert "at:ZZ994AA 12" in of(rowan)[0]
    assert found_by_home() == []


@pytest.mark.rule(21)
def test_what_another_area_was_told_openly_is_that_areas_own() -> None:
    rowan = identify(told(people=[OPEN]))
    identify(told(people=[OPEN], area="port-ellery"), rowan, "port-ellery")
    identify(told(people=[HIDDEN]), rowan)
    with world.backstage():
        open_in = PersonAddress.objects.filter(person=rowan, protected=False)
        assert [str(home.area) for home in open_in] == [str(world.area("port-ellery").pk)]
    assert rowan in found_by_home()


@pytest.mark.rule(21)
def test_of_somebody_at_a_protected_address_no_school_and_no_practice_is_learned() -> None:
    rowan = identify(told(people=[HIDDEN]))
    of_school = {**ROWAN, **PLACES, "address": "", "postcode": ""}
    for area in ("tamarshire", "port-ellery"):
        identify(told(people=[of_school], area=area), rowan, area)
        assert of(rowan)[1] == ("", "")


@pytest.mark.rule(16, 21)
def test_a_protected_address_told_of_somebody_else_leaves_school_and_practice_as_they_were() -> None:
    rowan = identify(told(people=[OPEN]))
    wrong = told(people=[{**ROWAN, "address": "1 Quay Steps", "address_protected": True}])
    identify(wrong, rowan)
    assert of(rowan)[1] == ("", "")
    identify(wrong)
    assert of(rowan)[1] == (PLACES["school"], PLACES["gp"])


@pytest.mark.rule(16, 21)
def test_school_and_practice_told_with_a_protected_home_stay_with_their_enquiry_when_it_was_the_wrong_person() -> None:
    rowan = identify(told(people=[ROWAN]))
    wrong = told(people=[{**HIDDEN, "address": "1 Quay Steps"}])
    identify(wrong, rowan)
    another = identify(wrong)
    assert of(rowan)[1] == of(another)[1] == ("", "")
    child = described(wrong, "rowan")
    assert (child.school, child.gp) == ("", "")
    with world.backstage():
        assert (child.protected_address.school, child.protected_address.gp) == (PLACES["school"], PLACES["gp"])
