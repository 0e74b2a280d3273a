"""What a command writes of somebody while somebody else writes of the same person takes nothing back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mash.pathway.enquiries.actions import identify_subject
from mash.pathway.people.lists.importing import import_list
from mash.pathway.people.models import Person, PersonAddress
from mash.pathway.people.rekeying import write_keys
from tests import world
from tests.pathway.enquiries.conftest import ROWAN, told
from tests.pathway.meanwhile import LATER, Doing, by, meanwhile

pytestmark = pytest.mark.usefixtures("committed")

CALLS = "calls.tamarshire.1"
HEADING = "person_id,given,family,dob,aka,nhs_number"
PLACES = ("pc:", "ad:", "at:", "ln:", "uprn:", "keys:")


def identifying(received: Any, person: Any = "new") -> Doing:
    return by(CALLS, lambda me: identify_subject(me, received.id, subject="rowan", person=str(person), why=""))


def registered(**more: Any) -> Any:
    with world.as_(CALLS) as me:
        received = told(people=[{**ROWAN, **more}])
        return identify_subject(me, received.id, subject="rowan", person="new", why="Nobody like him.").person


def stands(key: Any) -> Person:
    with world.backstage():
        return Person.objects.get(pk=key)


@pytest.mark.rule(21)
def test_a_home_that_is_hidden_while_keys_are_written_anew_finds_nobody() -> None:
    key = registered()
    with world.backstage():
        Person.objects.filter(pk=key).update(keys=["nhs:of-long-ago"])
    hidden = told(people=[{**ROWAN, "address_protected": True}])
    meanwhile(identifying(hidden, key), lambda stay: write_keys())
    with world.backstage():
        assert set(PersonAddress.objects.filter(person=key).values_list("protected", flat=True)) == {True}
    assert not [one for one in stands(key).keys if one.startswith(PLACES[:-1])]
    assert "nhs:of-long-ago" in stands(key).keys


@pytest.mark.rule(16)
def test_what_an_enquiry_tells_of_somebody_while_a_list_tells_of_them_too_stays(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"

    def taken(row: str) -> None:
        file.write_text(f"{HEADING}\n{row}\n")
        import_list(file, source="school", area="tamarshire", said={}, on=LATER.date(), dry_run=False)

    taken("P1,Rowan,Testerby-Loom,14/05/2018,,")
    with world.backstage():
        key = Person.objects.get(references__number="P1").pk
    more = told(people=[{**ROWAN, "also_known_as": ["Robin"], "nhs_number": "999 000 0018"}])
    meanwhile(identifying(more, key), lambda stay: taken("P1,Rowan,Testerby-Loom,14/05/2018,Rowie,"))
    person = stands(key)
    assert {"Robin", "Rowie"} <= set(person.also_known_as)
    assert {"nhs:9990000018", "word:robin", "word:rowie"} <= set(person.keys)
