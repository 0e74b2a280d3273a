"""Whoever was entered by older code is found by what today's code finds people by."""

from __future__ import annotations

from typing import Any

import pytest

from mash.foundation.ledger.models import Event
from mash.pathway.people import finding
from mash.pathway.people.matching import Description
from mash.pathway.people.models import Person, PersonAddress
from mash.pathway.people.rekeying import write_keys
from tests import world
from tests.pathway.people.test_search import ROWAN, registered

pytestmark = pytest.mark.django_db


def written_by_older_code(**more: Any) -> Person:
    """Somebody who is found by one key of long ago."""
    key = registered(**more)
    with world.backstage():
        Person.objects.filter(pk=key).update(keys=["nhs:of-long-ago"])
        return Person.objects.get(pk=key)


def found(**told: object) -> bool:
    with world.as_("sw.tamarshire.1"):
        return bool(finding.find(Description(**told)))  # type: ignore[arg-type]  # a description's own fields


def test_people_of_older_code_are_found_again_and_lose_no_key():
    person = written_by_older_code()
    told = {"given": "Rowan", "family": "Loom-Testerby", "address": ROWAN["address"], "postcode": ROWAN["postcode"]}
    assert not found(**told)
    assert write_keys() == 1
    assert found(**told)
    with world.backstage():
        assert "nhs:of-long-ago" in Person.objects.get(pk=person.pk).keys
        assert Event.objects.filter(verb="write_keys", people__contains=[person.pk]).count() == 1
    assert write_keys() == 0


@pytest.mark.rule(21)
def test_a_protected_address_finds_nobody_afterwards():
    person = written_by_older_code(address_protected=True)
    write_keys()
    with world.backstage():
        assert PersonAddress.objects.get(person=person).protected
        assert not [
            key for key in Person.objects.get(pk=person.pk).keys if key.startswith(("pc:", "ad:", "at:", "ln:"))
        ]


def test_so_many_at_a_time_as_are_asked_for():
    for number in range(3):
        written_by_older_code(nhs_number="", phone="", given=f"Rowan{number}", dob=f"201{number}-01-01")
    assert [write_keys(2), write_keys(2), write_keys(2)] == [2, 1, 0]
