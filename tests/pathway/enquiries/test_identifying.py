"""Who somebody described is: proposed by the machine, decided by a person, with what stood on the screen."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from mash.foundation.access.verbs import Invalid, Refused
from mash.pathway.enquiries.actions import Identified, identify_subject
from mash.pathway.enquiries.models import Enquiry, Identification, Rationale
from mash.pathway.people import finding
from mash.pathway.people.matching import Description
from mash.pathway.people.models import Person, PersonAddress
from tests import world
from tests.pathway import scene
from tests.pathway.enquiries.conftest import MUM, ROWAN, described, told

CALLS = "calls.tamarshire.1"


def identify(
    received: Any, subject: str = "rowan", person: Any = "new", *, by: str = CALLS, why: str = ""
) -> Identified:
    with world.as_(by) as me:
        return identify_subject(me, received.id, subject=subject, person=person, why=why)


@pytest.mark.rule(16)
def test_a_named_member_confirms_who_somebody_is_and_what_stood_on_the_screen_is_kept() -> None:
    first = identify(told())
    again = told(people=[{**ROWAN, "given": "Rowann", "dob": "2018-05-14"}])
    found = identify(again, person=first.person)
    assert found.person == first.person
    assert [c.known.pk for c in found.candidates] == [first.person]
    child = described(again, "rowan")
    assert (child.person_id, child.identified_by) == (first.person, world.member(CALLS).pk)
    with world.backstage():
        kept = Identification.objects.get(described=child)
    assert kept.likelihood
    assert kept.likelihood > 0.85
    assert kept.candidates[0]["id"] == str(first.person)
    assert any("spelt nearly the same" in why or "sounds the same" in why for why in kept.candidates[0]["why"])


@pytest.mark.rule(16)
def test_receipt_links_nobody_by_itself() -> None:
    identify(told())
    assert described(told(), "rowan").person is None


@pytest.mark.rule(18)
def test_a_new_person_beside_a_likely_candidate_needs_a_reason() -> None:
    identify(told())
    again = told()
    with pytest.raises(Invalid, match="Somebody alike is known"):
        identify(again)
    other = identify(again, why="A cousin of the same name")
    with world.backstage():
        reason = Rationale.objects.get(kind="not_the_same")
    assert (reason.text, reason.about) == ("A cousin of the same name", other.id)


@pytest.mark.rule(18)
def test_a_new_person_beside_two_records_that_fit_alike_needs_a_reason_too() -> None:
    identify(told(people=[ROWAN]))
    identify(told(people=[ROWAN]), why="A cousin of the same name and day")
    third = told(people=[ROWAN])
    with pytest.raises(Invalid, match="Somebody alike is known"):
        identify(third)


def test_a_new_person_nobody_is_like_needs_no_reason() -> None:
    identify(told())
    assert identify(told(people=[MUM]), "mum").candidates == []


@pytest.mark.rule(16)
def test_the_best_is_taken_only_when_there_is_just_one() -> None:
    first = identify(told())
    assert identify(told(), person="best").person == first.person
    identify(told(), why="A cousin of the same name and day")
    with pytest.raises(Invalid, match="not just one"):
        identify(told(), person="best")
    with pytest.raises(Invalid, match="not just one"):
        identify(told(people=[MUM]), "mum", "best")


@pytest.mark.parametrize("person", [None, "", "nobody", "0b7e6d0a-0000-4000-8000-000000000000", 7])
def test_somebody_whom_the_register_does_not_show_is_not_found(person: Any) -> None:
    with pytest.raises(Refused, match="not_found"):
        identify(told(), person=person)


def test_somebody_not_described_is_not_found() -> None:
    for subject in ("nobody", "", None, "0b7e6d0a-0000-4000-8000-000000000000"):
        with pytest.raises(Refused, match="not_found"):
            identify(told(), subject)  # type: ignore[arg-type]  # as JSON may have it


@pytest.mark.parametrize("by", ["police.1", "sw.port-ellery.1", "team.tamar-north.1", "school.1", "auditor.1"])
def test_others_than_the_areas_own_people_cannot_identify(by: str) -> None:
    with pytest.raises(Refused, match="not_found"):
        identify(told(), by=by)


def test_a_closed_enquiry_is_identified_no_more() -> None:
    received = told()
    with world.backstage():
        scene.close(received.id)
    with pytest.raises(Invalid, match="closed"):
        identify(received)


def test_who_was_found_can_be_found_again_to_be_somebody_else_and_both_stand_in_the_history() -> None:
    received = told()
    first = identify(received)
    second = identify(received, why="Two children were confused")
    assert first.person != second.person
    with world.backstage():
        assert Identification.objects.filter(described__alias="rowan").count() == 2


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    "other",
    [
        {"dob": "2018-05-14", "given": "Rowen", "family": "Testerby"},
        {"dob": "2018-05-14", "given": "Testerby-Loom", "family": "Rowan"},
        {"dob": "2018-05-14", "given": "Rowan", "family": "Testerby Loom", "sex": "female"},
        {"dob": "2018-05-15", "given": "Rowan", "family": "Testerby-Loom"},
        {"age": 7, "given": "Rowan", "family": "Testerby-Loom", "address": "4 Gannetmere Rise"},
        {"nhs_number": "999 000 0018", "given": "Someone"},
    ],
)
def test_a_child_told_of_differently_is_found_again(other: dict[str, Any]) -> None:
    first = identify(told(people=[{**ROWAN, "nhs_number": "9990000018", "sex": "male"}]))
    found = identify(told(people=[{"as": "rowan", **other}]), person=first.person)
    assert found.candidates[0].known.pk == first.person


@pytest.mark.rule(14)
def test_a_number_whose_check_digit_is_wrong_never_matches() -> None:
    identify(told(people=[{"as": "kid", "given": "Ash", "nhs_number": "999 000 0019"}]), "kid")
    with world.backstage():
        assert Person.objects.get().nhs_number == ""
    assert identify(told(people=[{"as": "kid", "given": "Bo", "nhs_number": "999 000 0019"}]), "kid").candidates == []


def test_the_register_learns_other_names_and_numbers_of_somebody_confirmed() -> None:
    first = identify(told(people=[{**ROWAN, "dob": None, "age": 7}]))
    identify(
        told(people=[{**ROWAN, "given": "Ro", "nhs_number": "9990000018", "postcode": "ZZ99 4AA"}]), person=first.person
    )
    with world.backstage():
        person = Person.objects.get(pk=first.person)
        homes = PersonAddress.objects.filter(person=person)
        assert (str(person), str(person.born), person.nhs_number) == ("Rowan Testerby-Loom", "2018-05-14", "9990000018")
        assert person.also_known_as == ["Ro Testerby-Loom"]
        assert {home.postcode for home in homes} == {"ZZ993VZ", "ZZ994AA"}


@pytest.mark.rule(21)
def test_a_protected_address_finds_nobody_for_the_hub_of_another_area() -> None:
    identify(told(people=[{**ROWAN, "given": "Ro", "dob": None, "address_protected": True}]))
    described_elsewhere = Description(given="Ro", address="4 Gannetmere Rise", postcode="ZZ99 3VZ")
    by_name = Description(given="Ro", family="Testerby-Loom", address="4 Gannetmere Rise", postcode="ZZ99 3VZ")
    with world.as_("sw.port-ellery.1"):
        assert finding.find(described_elsewhere) == []
        (found,) = finding.find(by_name)
        assert found.known.addresses == ()
        assert not any("address" in why or "postcode" in why for why in found.candidate.why)
        assert not PersonAddress.objects.exists()
    with world.as_("sw.tamarshire.1"):
        (own,) = finding.find(by_name)
        assert own.known.addresses == (("4 Gannetmere Rise", "ZZ99 3VZ"),)
        assert PersonAddress.objects.filter(postcode="ZZ993VZ").exists()


def test_the_register_answers_nobody_but_those_who_take_and_weigh_enquiries() -> None:
    identify(told())
    wanted = Description(given="Rowan", family="Testerby-Loom")
    with world.as_("police.1"):
        assert finding.find(wanted) == []
        assert not Person.objects.exists()
    for by in ("probation.1", "team.tamar-north.1", None):
        with world.as_(by), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            finding.find(wanted)


def test_somebody_known_in_another_area_becomes_known_here_when_they_are_confirmed_here() -> None:
    first = identify(told())
    ellery = told(area="port-ellery")
    with world.as_("sw.port-ellery.1") as me:
        assert not Person.objects.filter(pk=first.person).exists()
        identify_subject(me, ellery.id, subject="rowan", person=str(first.person))
        assert Person.objects.filter(pk=first.person).exists()


def test_how_somebody_was_identified_is_read_by_the_areas_own_people_alone() -> None:
    received = told()
    identify(received)
    with world.backstage():
        from mash.foundation.access.models import Standing

        police = world.member("police.1").agency_id
        Standing.add(enquiry=received.id, kind="asked", holder=police, since=world.MONDAY_NINE - timedelta(hours=1))
    with world.as_("police.1"):
        assert Enquiry.objects.filter(pk=received.id).exists()
        assert not Identification.objects.exists()
        assert not Rationale.objects.exists()
    with world.as_("sw.tamarshire.1"):
        assert Identification.objects.exists()


def register_of(person: uuid.UUID) -> dict[str, Any]:
    """What the register holds of somebody, whoever may read it."""
    with world.backstage():
        known = Person.objects.get(pk=person)
        return {
            "names": [str(known), *known.also_known_as],
            "numbers": (known.nhs_number, known.phone, known.born),
            "areas": known.areas,
            "keys": known.keys,
            "homes": sorted(map(str, known.addresses.all())),
        }


@pytest.mark.rule(16)
def test_who_turns_out_to_be_somebody_else_leaves_nothing_behind_with_the_first() -> None:
    first = identify(told(people=[{**ROWAN, "nhs_number": ""}]))
    before = register_of(first.person)
    wrong = told(
        people=[
            {
                **ROWAN,
                "given": "Rowena",
                "nhs_number": "9990000018",
                "phone": "01632960222",
                "address": "2 Sandpiper Close",
                "postcode": "ZZ99 5AB",
                "also_known_as": ["Winnie"],
            }
        ]
    )
    identify(wrong, person=first.person)
    assert register_of(first.person) != before
    second = identify(wrong, why="Another child")
    assert register_of(first.person) == before
    assert register_of(second.person)["numbers"][0] == "9990000018"


@pytest.mark.rule(16)
def test_what_another_description_tells_too_stays() -> None:
    first = identify(told(people=[{**ROWAN, "nhs_number": ""}]))
    wrong, right = (told(people=[{**ROWAN, "nhs_number": "9990000018"}]) for _ in range(2))
    identify(wrong, person=first.person)
    identify(right, person=first.person)
    identify(wrong, why="Another child")
    assert register_of(first.person)["numbers"][0] == "9990000018"


@pytest.mark.rule(16)
def test_the_hub_of_another_area_knows_nobody_whom_it_took_for_somebody_else() -> None:
    first = identify(told())
    before = register_of(first.person)
    ellery = told(area="port-ellery", people=[{**ROWAN, "address": "1 Quay Steps", "address_protected": True}])
    with world.as_("sw.port-ellery.1") as me:
        identify_subject(me, ellery.id, subject="rowan", person=str(first.person))
        assert len(register_of(first.person)["areas"]) == 2
        identify_subject(me, ellery.id, subject="rowan", person="new", why="A cousin")
    assert register_of(first.person) == before


@pytest.mark.rule(16)
def test_a_person_made_of_a_mistake_is_found_no_more() -> None:
    right = identify(told())
    wrong = told()
    mistaken = identify(wrong, why="A cousin of the same name and day")
    assert mistaken.person in {found.known.pk for found in identify(told(), person=right.person).candidates}
    identify(wrong, person=right.person)
    assert mistaken.person not in {found.known.pk for found in identify(told(), person=right.person).candidates}
    left = register_of(mistaken.person)
    assert (left["areas"], left["keys"], left["homes"]) == ([], [], [])
