"""E-mail, school, GP practice and the property's number: what the register learns, and what a protected home hides."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from mash.foundation.access.models import Standing
from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import Identified, add_person, identify_subject
from mash.pathway.enquiries.forms.people import person_fields
from mash.pathway.enquiries.household import where_they_live
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Identification
from mash.pathway.enquiries.professional.forms.people import HouseholdForm, WhoForm
from mash.pathway.people import finding
from mash.pathway.people.matching import Description
from mash.pathway.people.models import Person, PersonAddress
from tests import world
from tests.browsing import signed_in
from tests.pathway.enquiries.conftest import MUM, ROWAN, described, reading, told

TOLD = {
    "email": "Rowan.Mum@Example.org",
    "school": "Gannetmere Primary",
    "gp": "Quay Surgery",
    "uprn": "000100040415231",
}
HOME = "100040415231"


def identify(received: Any, subject: str = "rowan", person: Any = "new", *, why: str = "") -> Identified:
    with world.as_("calls.tamarshire.1") as me:
        return identify_subject(me, received.id, subject=subject, person=person, why=why)


def known(person: uuid.UUID) -> Person:
    with world.backstage():
        return Person.objects.get(pk=person)


def homes(person: uuid.UUID) -> list[tuple[str, str, bool]]:
    with world.backstage():
        rows = PersonAddress.objects.filter(person=person)
        return sorted(rows.values_list("address", "uprn", "protected"))


@pytest.mark.rule(16)
def test_what_is_described_goes_to_the_register_when_somebody_confirms_who_it_is() -> None:
    person = known(identify(told(people=[{**ROWAN, **TOLD}])).person)
    assert (person.email, person.school, person.practice) == (
        "rowan.mum@example.org",
        "Gannetmere Primary",
        "Quay Surgery",
    )
    assert homes(person.pk) == [("4 Gannetmere Rise", HOME, False)]
    assert {"email:rowan.mum@example.org", f"uprn:{HOME}"} <= set(person.keys)


@pytest.mark.rule(16)
def test_what_the_register_has_stays_and_only_what_it_lacks_is_learned() -> None:
    first = identify(told(people=[{**ROWAN, "school": "Gannetmere Primary"}]))
    identify(told(people=[{**ROWAN, **TOLD, "school": "Tern Quay Academy"}]), person=first.person)
    person = known(first.person)
    assert (person.email, person.school, person.practice) == (
        "rowan.mum@example.org",
        "Gannetmere Primary",
        "Quay Surgery",
    )
    assert homes(first.person) == [("4 Gannetmere Rise", "", False), ("4 Gannetmere Rise", HOME, False)]


@pytest.mark.rule(16)
def test_who_turns_out_to_be_somebody_else_takes_their_e_mail_school_and_property_along() -> None:
    first = identify(told(people=[{**ROWAN, "address": "", "postcode": ""}]))
    before, lived = known(first.person), homes(first.person)
    wrong = told(people=[{**ROWAN, **TOLD, "address": "", "postcode": ""}])
    identify(wrong, person=first.person)
    assert homes(first.person) == [("", HOME, False)]
    identify(wrong, why="Another child")
    after = known(first.person)
    assert (after.email, after.school, after.practice, after.keys) == ("", "", "", before.keys)
    assert homes(first.person) == lived == []


@pytest.mark.rule(16)
def test_an_address_that_another_description_tells_stays_without_the_number_that_it_does_not_tell() -> None:
    first = identify(told(people=[{**ROWAN, "address": "", "postcode": ""}]))
    wrong, right = told(people=[{**ROWAN, **TOLD}]), told(people=[ROWAN])
    identify(wrong, person=first.person)
    identify(right, person=first.person)
    identify(wrong, why="Another child")
    assert homes(first.person) == [("4 Gannetmere Rise", "", False)]
    assert f"uprn:{HOME}" not in known(first.person).keys


@pytest.mark.rule(14)
@pytest.mark.parametrize("uprn", ["12 High Street", "1000404152310", "0"])
def test_what_is_no_number_of_a_property_is_kept_as_told_and_goes_no_further(uprn: str) -> None:
    received = told(people=[{**ROWAN, "uprn": uprn, "email": "not known"}])
    child = described(received, "rowan")
    assert (child.uprn, child.email) == (uprn, "not known")
    person = identify(received).person
    assert homes(person) == [("4 Gannetmere Rise", "", False)]
    assert known(person).email == ""


@pytest.mark.rule(21)
def test_a_uprn_of_a_protected_address_stands_where_the_address_stands() -> None:
    received = told(people=[{**ROWAN, **TOLD, "address_protected": True}])
    child = described(received, "rowan")
    assert (child.address, child.uprn, child.address_protected) == ("", "", True)
    with world.backstage():
        assert child.protected_address.uprn == HOME
    alone = described(told(people=[{"as": "rowan", "given": "Ro", "uprn": HOME, "address_protected": True}]), "rowan")
    assert (alone.uprn, alone.address_protected) == ("", True)


@pytest.mark.rule(21)
def test_a_uprn_of_a_protected_address_finds_nobody_for_whom_the_address_is_hidden() -> None:
    person = identify(told(people=[{**ROWAN, **TOLD, "address_protected": True}])).person
    there = Description(uprn=HOME)
    by_name = Description(given="Rowan", family="Testerby-Loom", uprn=HOME, school="Gannetmere Primary")
    with world.as_("sw.port-ellery.1"):
        assert finding.find(there) == []
        (found,) = finding.find(by_name)
        assert found.known.description.uprn == ""
        assert not any("address" in why or "school" in why for why in found.candidate.why)
        assert not PersonAddress.objects.exists()
    with world.as_("sw.tamarshire.1"):
        (own,) = finding.find(by_name)
        assert own.known.description.uprn == HOME
    assert not any(key.startswith("uprn:") for key in known(person).keys)


@pytest.mark.rule(21)
def test_of_somebody_whose_home_is_protected_the_register_learns_no_school_and_no_practice() -> None:
    person = known(identify(told(people=[{**ROWAN, **TOLD, "address_protected": True}])).person)
    assert (person.school, person.practice) == ("", "")
    assert person.email == "rowan.mum@example.org"


@pytest.mark.rule(21)
def test_the_same_property_of_another_person_is_protected_with_it_whatever_the_spelling() -> None:
    received = told(
        people=[
            {**ROWAN, "uprn": HOME, "address_protected": True},
            {**MUM, "address": "The Old Sail Loft", "postcode": "ZZ99 1AA", "uprn": HOME},
        ]
    )
    mother = described(received, "mum")
    assert (mother.address, mother.uprn, mother.address_protected) == ("", "", True)
    with world.backstage():
        assert (mother.protected_address.address, mother.protected_address.uprn) == ("The Old Sail Loft", HOME)


@pytest.mark.rule(21)
def test_a_property_that_turns_out_to_be_a_protected_one_is_hidden_with_its_number() -> None:
    received = told(people=[{**ROWAN, "uprn": HOME}])
    with world.as_("sw.tamarshire.1") as me:
        nan = {"given": "Bridie", "address": "The Old Sail Loft", "uprn": HOME, "address_protected": True}
        add_person(me, received.id, person=nan)
    child = described(received, "rowan")
    assert (child.address, child.uprn, child.address_protected) == ("", "", True)
    with world.backstage():
        assert child.protected_address.uprn == HOME


@pytest.mark.rule(21)
def test_the_number_of_a_protected_property_is_masked_in_the_story_in_whatever_spelling() -> None:
    story = f"They fled to the property {HOME[:4]} {HOME[4:8]} {HOME[8:]} at night, number 3."
    received = told(narrative=story, people=[{**ROWAN, "uprn": HOME, "address_protected": True}])
    with world.backstage():
        assert (
            Enquiry.objects.get(pk=received.id).narrative == "They fled to the property [withheld] at night, number 3."
        )


@pytest.mark.rule(19)
def test_two_properties_without_an_address_are_two_homes_and_one_property_is_one() -> None:
    apart = {"as": "dad", "given": "Bran", "role": "father"}
    child = {"as": "rowan", "given": "Rowan", "subject": True, "uprn": HOME}
    for uprn, where in ((HOME, "here"), ("100040415299", "elsewhere")):
        received = told(people=[child, {**apart, "uprn": uprn}])
        with world.backstage():
            people = list(DescribedPerson.objects.filter(enquiry=received.id))
        lives = where_they_live(people, {})
        assert lives[described(received, "dad").pk].where == where


@pytest.mark.rule(10)
def test_those_who_live_together_have_one_property_typed_once() -> None:
    received = told(
        people=[{**ROWAN, "subject": True, "uprn": HOME}, {"as": "nan", "given": "Bridie", "lives": "here"}]
    )
    assert described(received, "nan").uprn == HOME


@pytest.mark.rule(17)
def test_somebody_is_found_by_the_property_whatever_the_spelling_of_its_address() -> None:
    person = identify(told(people=[{**ROWAN, **TOLD}])).person
    with world.as_("sw.tamarshire.1"):
        (found,) = finding.find(Description(given="Ro", address="The Old Sail Loft", uprn=HOME), least=0)
    assert found.known.pk == person
    assert "same address, by the number of the property" in found.candidate.why


@pytest.mark.rule(16)
def test_what_stood_on_the_screen_says_the_same_school_and_e_mail_address() -> None:
    first = identify(told(people=[{**ROWAN, **TOLD}]))
    again = told(people=[{**ROWAN, **TOLD, "uprn": "", "school": "Gannetmere School", "gp": "the Quay Surgery"}])
    identify(again, person=first.person)
    with world.backstage():
        kept = Identification.objects.get(described=described(again, "rowan"))
    assert {"same e-mail address", "same school", "same GP practice"} <= set(kept.candidates[0]["why"])


def test_rows_of_an_older_release_that_say_nothing_of_it_are_taken() -> None:
    received = told()
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute(
            "insert into people_person (id, given, middle, family, also_known_as, sex, nhs_number, upn, phone, areas,"
            " keys, made_at) values (gen_random_uuid(), 'Ro', '', '', '{}', '', '', '', '', '{}', '{}', now())"
            " returning email"
        )
        assert cursor.fetchone() == ("",)
        assert set(DescribedPerson.objects.filter(enquiry=received.id).values_list("email", "uprn")) == {("", "")}


def page(received: Any, by: str, more: str = "") -> Any:
    with at(world.MONDAY_NINE + timedelta(hours=1)):
        return signed_in(by).get(f"/enquiries/{received.reference}/{more}")


@pytest.mark.rule(10)
def test_what_was_told_stands_on_the_enquiry_and_where_somebody_is_identified() -> None:
    received = told(people=[{**ROWAN, **TOLD}])
    identifying = f"people/{described(received, 'rowan').pk}/identify"
    for where in ("", identifying):
        said = reading(page(received, "sw.tamarshire.1", where))
        for text in ("Rowan.Mum@Example.org", "Gannetmere Primary", "Quay Surgery", f"UPRN {HOME}"):
            assert text in said, (where, text)


@pytest.mark.rule(21)
def test_the_number_of_a_protected_property_is_read_by_nobody_from_whom_the_address_is_hidden() -> None:
    received = told(people=[{**ROWAN, **TOLD, "address_protected": True}])
    with world.backstage():
        agency = world.member("police.1").agency_id
        Standing.add(enquiry=received.id, kind="asked", holder=agency, since=world.MONDAY_NINE)
    said = reading(page(received, "police.1"))
    assert "Rowan" in said
    assert HOME not in said


def test_a_protected_home_known_by_its_number_alone_is_said_once() -> None:
    told_by_number = {**ROWAN, **TOLD, "address": "", "postcode": "", "address_protected": True}
    received = told(people=[told_by_number])
    said = reading(page(received, "sw.tamarshire.1", f"people/{described(received, 'rowan').pk}/identify"))
    assert said.count(f"UPRN {HOME}") == 1


@pytest.mark.rule(10)
def test_the_hub_is_asked_for_the_number_of_a_property_and_no_professional_is() -> None:
    boxes = person_fields()
    assert {"email", "gp", "school", "uprn"} <= set(boxes)
    assert not any(box.required for box in boxes.values())
    for asked in (WhoForm.__new__(WhoForm).boxes(), HouseholdForm.__new__(HouseholdForm).boxes()):
        assert {"email", "gp", "school"} <= set(asked)
        assert "uprn" not in asked
    received = told()
    form = page(received, "sw.tamarshire.1", "people/add")
    for name in ("email", "gp", "school", "uprn"):
        assert f'name="{name}"' in form.content.decode()
