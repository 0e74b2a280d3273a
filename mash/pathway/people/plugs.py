"""Where later parts of the pathway plug into the register: parts of a person's page, and what a search may mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mash.foundation.access.acting import Acting
from mash.pathway.people.by_place import Place
from mash.pathway.people.models import Person


@dataclass(frozen=True, slots=True)
class PersonPart:
    """A part of a person's page, drawn by its own template with its own facts."""

    title: str
    template: str
    context: Mapping[str, Any]


PersonPartMaker = Callable[[Acting, Person], PersonPart | None]
PARTS: list[PersonPartMaker] = []


def person_part(make: PersonPartMaker) -> PersonPartMaker:
    """Add a part to a person's page: at most one query, and nothing that this reader may not see."""
    PARTS.append(make)
    return make


PlacePartMaker = Callable[[Acting, Place], PersonPart | None]
PLACE_PARTS: list[PlacePartMaker] = []


def place_part(make: PlacePartMaker) -> PlacePartMaker:
    """Add a part to what a search for an address finds: at most two queries, and nothing that may not find."""
    PLACE_PARTS.append(make)
    return make


Finder = Callable[[Acting, str], str]
FINDERS: list[Finder] = []


def finder(find: Finder) -> Finder:
    """Let a search mean something else than a person: gives the address where it leads, or nothing."""
    FINDERS.append(find)
    return find
