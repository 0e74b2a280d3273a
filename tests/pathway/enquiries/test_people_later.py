"""People and relationships told after receipt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mash.foundation.access.models import Standing
from mash.foundation.access.verbs import Invalid, Refused
from mash.pathway.enquiries.actions import add_person, relate
from mash.pathway.enquiries.models import DescribedPerson, ProtectedAddress
from tests import world
from tests.pathway import scene
from tests.pathway.enquiries.conftest import MUM, ROWAN, described, enquiry, told

SW = "sw.tamarshire.1"


def asked(received: Any, username: str) -> None:
    with world.backstage():
        agency = world.member(username).agency_id
        Standing.add(enquiry=received.id, kind="asked", holder=agency, since=world.MONDAY_NINE - timedelta(hours=1))


def add(received: Any, *, by: str = SW, **person: Any) -> DescribedPerson:
    with world.as_(by) as me:
        return add_person(me, received.id, person=person)


@pytest.mark.rule(4)
def test_one_more_person_stands_after_the_others() -> None:
    received = told()
    add(received, **{"as": "nan"}, given="Bridie", role="grandmother")
    with world.as_(SW):
        assert [p.alias for p in DescribedPerson.objects.filter(enquiry=received.id)] == ["rowan", "mum", "nan"]


@pytest.mark.rule(21)
def test_a_protected_address_told_later_is_masked_from_then_on() -> None:
    received = told(
        narrative="They moved to Gannetmere Rise.",
        people=[{**MUM, "address": "4 Gannetmere Rise", "postcode": "ZZ99 3VZ"}],
        consent={"state": "not_sought", "why": "He may look for Gannetmere Rise"},
    )
    assert "Gannetmere" in enquiry(received).narrative
    add(received, given="Rowan", address="4 Gannetmere Rise", postcode="ZZ99 3VZ", address_protected=True)
    made = enquiry(received)
    assert "Gannetmere" not in made.narrative + made.consent_why
    assert made.words.narrative == "They moved to Gannetmere Rise."
    mother = described(received, "mum")
    assert (mother.address, mother.address_protected) == ("", True)
    assert str(mother.protected_address) == "4 Gannetmere Rise, ZZ99 3VZ"


@pytest.mark.rule(21)
def test_the_protected_address_told_again_is_protected_again() -> None:
    received = told(people=[{**ROWAN, "address_protected": True}])
    assert add(received, given="Isolde", address="4, Gannetmere rise").address_protected
    assert not add(received, given="Nan", address="12 Mill Lane").address_protected


@pytest.mark.rule(21)
def test_a_researcher_cannot_try_out_which_address_is_the_protected_one() -> None:
    received = told(people=[{**ROWAN, "address_protected": True}])
    asked(received, "health.1")
    for address in ("4 Gannetmere Rise", "12 Mill Lane"):
        added = add(received, by="health.1", given="Isolde", address=address)
        assert (added.address, added.address_protected) == ("", True)
    with world.as_("health.1"):
        assert not ProtectedAddress.objects.exists()
    with world.as_(SW):
        assert ProtectedAddress.objects.count() == 3


def test_a_researcher_of_an_asked_agency_may_add_whom_the_answer_names() -> None:
    received = told()
    with pytest.raises(Refused, match="not_found"):
        add(received, by="health.1", given="Sib")
    asked(received, "health.1")
    assert add(received, by="health.1", given="Sib", role="sibling").role == "sibling"
    with pytest.raises(Invalid, match="Only the hub"):
        add(received, by="health.1", given="Sub", subject=True)


@pytest.mark.parametrize(
    ("person", "field"),
    [({"dob": "2026-03-03"}, "dob"), ({"as": "mum"}, "as"), ({"age": 300}, "age"), ({"given": "x" * 200}, "given")],
)
def test_what_is_wrong_with_the_newcomer_is_said_beside_its_field(person: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        add(told(), **person)
    assert list(invalid.value.errors) == [field]


def test_a_birth_between_receipt_and_now_is_after_the_enquiry() -> None:
    received = told()
    with world.as_(SW, when=world.MONDAY_NINE + timedelta(days=3)) as me, pytest.raises(Invalid, match="after the day"):
        add_person(me, received.id, person={"given": "Baby", "dob": "2026-03-03"})


def test_a_closed_enquiry_takes_nobody_more() -> None:
    received = told()
    with world.backstage():
        scene.close(received.id)
    with pytest.raises(Invalid, match="closed"):
        add(received, given="Late")


def test_an_enquiry_describes_at_most_thirty_people() -> None:
    received = told(people=[{"given": f"Child {n}"} for n in range(30)])
    with pytest.raises(Invalid, match="at most 30"):
        add(received, given="One more")


@pytest.mark.rule(19)
def test_how_two_belong_together_and_who_is_responsible_is_kept() -> None:
    received = told()
    with world.as_(SW) as me:
        made = relate(me, received.id, one="mum", other="rowan", kind="mother", parental_responsibility=True)
    assert str(made) == "Isolde Testerby is mother of Rowan Testerby-Loom"
    assert made.parental_responsibility is True


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"one": "mum", "other": "mum", "kind": "mother"}, Invalid),
        ({"one": "mum", "other": "rowan", "kind": ""}, Invalid),
        ({"one": "mum", "other": "nobody", "kind": "mother"}, Refused),
    ],
)
def test_a_relationship_is_between_two_who_are_described(said: dict[str, Any], error: type[Exception]) -> None:
    received = told()
    with world.as_(SW) as me, pytest.raises(error):
        relate(me, received.id, **said)


@pytest.mark.parametrize("by", ["health.1", "school.1", "sw.port-ellery.1"])
def test_others_relate_nobody(by: str) -> None:
    received = told()
    with world.as_(by) as me, pytest.raises(Refused):
        relate(me, received.id, one="mum", other="rowan", kind="mother")
