"""Two records of one person, by two enquiries; and how two people merge them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from mash.pathway.enquiries.actions import identify_subject
from mash.pathway.people.merging.actions import confirm_merge, confirm_unmerge, propose_merge, propose_unmerge
from mash.pathway.people.merging.doubting import name_double
from mash.pathway.people.models import Merging, Person
from tests import world
from tests.pathway.enquiries.conftest import ROWAN, told

DAY = timedelta(days=1)
START = world.MONDAY_NINE
LATER = START + DAY
PM, SECOND, SW, OTHER = "pm.tamarshire.1", "pm.tamarshire.2", "sw.tamarshire.1", "sw.tamarshire.2"
WHY = "The school says that he is the same boy."


@pytest.fixture(autouse=True)
def _database(request: pytest.FixtureRequest) -> None:
    """Every test here needs the hub's database; most undo what they wrote."""
    if "committed" not in request.fixturenames:
        request.getfixturevalue("db")


@dataclass(frozen=True, slots=True)
class Twofold:
    """Two records of one boy: `kept` by an enquiry of today, `folded` by one that came before it."""

    kept: uuid.UUID
    folded: uuid.UUID
    doubt: uuid.UUID
    of_kept: Any
    of_folded: Any


def registered(received: Any, *, when: datetime = START, area: str = "tamarshire", subject: str = "rowan") -> uuid.UUID:
    """Somebody described becomes a new record of the register."""
    with world.as_(f"calls.{area}.1", when=when) as me:
        return identify_subject(me, received.id, subject=subject, person="new", why="Nobody like him.").person


def boy(**others: Any) -> dict[str, Any]:
    """The boy as somebody describes him."""
    return {**ROWAN, **others}


RO = boy(given="Ro", nhs_number="999 000 0018", postcode="ZZ99 3WZ", address="9 Kittiwake Row")


def twofold(*, first: Any = RO, second: Any = ROWAN, area: str = "tamarshire") -> Twofold:
    """Two enquiries, two records, and somebody who doubts it."""
    earlier = told(people=[first], area=area)
    folded = registered(earlier, area=area)
    later = told(people=[second], when=LATER)
    kept = registered(later, when=LATER)
    doubt = named(SW, kept, folded) if area == "tamarshire" else uuid.UUID(int=0)
    return Twofold(kept, folded, doubt, later, earlier)


def named(who: str, one: uuid.UUID, other: uuid.UUID) -> uuid.UUID:
    """Somebody says that two records may be one person."""
    with world.as_(who, when=LATER) as me:
        return name_double(me, one, other=other).pk


def proposed(two: Twofold, who: str = SW, *, when: datetime = LATER) -> Merging:
    """Somebody proposes to merge them."""
    with world.as_(who, when=when) as me:
        return propose_merge(me, two.doubt, keep=two.kept, why=WHY)


def merged(two: Twofold, *, by: str = SW, second: str = PM, when: datetime = LATER) -> Merging:
    """Two people merge them."""
    proposal = proposed(two, by, when=when)
    with world.as_(second, when=when) as me:
        return confirm_merge(me, proposal.pk)


def unmerged(two: Twofold, *, by: str = SW, second: str = PM, when: datetime = LATER + DAY) -> Merging:
    """Two people take it back."""
    with world.as_(by, when=when) as me:
        proposal = propose_unmerge(me, two.doubt, why="They are cousins.")
    with world.as_(second, when=when) as me:
        return confirm_unmerge(me, proposal.pk)


def person(key: uuid.UUID) -> Person:
    """A record as it stands."""
    with world.backstage():
        return Person.objects.get(pk=key)
