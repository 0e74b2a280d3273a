"""Who is found to be whom while somebody else merges or learns of the same record: nothing is lost, nobody is gone."""

from __future__ import annotations

from typing import Any

import pytest

from mash.foundation.access.verbs import Invalid
from mash.pathway.enquiries.actions import identify_subject
from mash.pathway.people.merging.actions import confirm_merge, propose_merge
from mash.pathway.people.models import Person
from tests import world
from tests.pathway.enquiries.conftest import ROWAN, described, told
from tests.pathway.meanwhile import LATER, Doing, by, meanwhile
from tests.pathway.people.merging.conftest import RO, WHY, named, twofold
from tests.pathway.people.merging.conftest import registered as made

CALLS, THERE = "calls.tamarshire.1", "port-ellery"
BOY: dict[str, Any] = {**ROWAN, "address": "", "postcode": "", "nhs_number": "", "phone": ""}


def identifying(received: Any, person: Any) -> Doing:
    return by(CALLS, lambda me: identify_subject(me, received.id, subject="rowan", person=person, why=""))


def registered(received: Any) -> Any:
    with world.as_(CALLS) as me:
        return identify_subject(me, received.id, subject="rowan", person="new", why="Nobody like him.").person


@pytest.mark.rule(16)
@pytest.mark.usefixtures("committed")
def test_what_others_tell_of_somebody_while_a_mistake_is_corrected_stays_with_them() -> None:
    mistaken = told(people=[BOY])
    one, other = registered(mistaken), registered(told(people=[{**BOY, "given": "Cazimir"}]))
    more = told(people=[{**BOY, "nhs_number": "999 000 0018", "also_known_as": ["Robin"]}])
    meanwhile(identifying(more, str(one)), identifying(mistaken, str(other)))
    with world.backstage():
        person = Person.objects.get(pk=one)
        assert (person.nhs_number, "Robin" in person.also_known_as) == ("9990000018", True)
        assert "nhs:9990000018" in person.keys
    assert described(mistaken, "rowan").person_id == other


@pytest.mark.rule(16)
@pytest.mark.usefixtures("committed")
def test_a_record_of_another_area_that_is_merged_at_that_moment_is_not_chosen_and_it_is_said_so() -> None:
    folded, kept = (made(told(people=[one], area=THERE), area=THERE) for one in (RO, ROWAN))
    worker, manager = f"sw.{THERE}.1", f"pm.{THERE}.1"
    doubt = named(worker, kept, folded)
    with world.as_(worker, when=LATER) as me:
        proposal = propose_merge(me, doubt, keep=kept, why=WHY).pk
    here = told(people=[{**ROWAN, "given": "Ro", "nhs_number": "999 000 0018"}])
    _, said = meanwhile(by(manager, lambda me: confirm_merge(me, proposal)), identifying(here, str(folded)))
    assert isinstance(said, Invalid)
    assert "merged into another one" in said.errors["person"]
    assert described(here, "rowan").person_id is None
    with world.as_(CALLS, when=LATER) as me:
        assert identify_subject(me, here.id, subject="rowan", person=str(kept), why="").person == kept


@pytest.mark.rule(16)
@pytest.mark.usefixtures("committed")
def test_whose_own_record_is_merged_while_a_mistake_is_corrected_is_looked_at_again() -> None:
    two = twofold()
    other = registered(told(people=[{**BOY, "given": "Cazimir"}]))
    with world.as_("sw.tamarshire.1", when=LATER) as me:
        proposal = propose_merge(me, two.doubt, keep=two.kept, why=WHY).pk
    _, said = meanwhile(
        by("pm.tamarshire.1", lambda me: confirm_merge(me, proposal)), identifying(two.of_folded, str(other))
    )
    assert isinstance(said, Invalid)
    assert described(two.of_folded, "rowan").person_id == two.kept
