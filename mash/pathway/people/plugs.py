"""Where later parts of the pathway plug into the register: parts of a person's page, and what a search may mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mash.foundation.access.acting import Acting
from mash.pathway.people.matching.dates import in_words
from mash.pathway.people.models import Person
from mash.pathway.people.places_told import Place


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened on a day, as it stands in a person's one timeline."""

    on: date
    text: str
    href: str = ""

    @property
    def day(self) -> str:
        """`3 May 2024`."""
        return in_words(self.on)


@dataclass(frozen=True, slots=True)
class PersonPart:
    """A part of a person's page, drawn by its own template with its own facts; a `warning` stands above all others.

    `moments` is what it adds to the timeline; `heading` a better heading than the register's own, as of the unborn.
    """

    title: str
    template: str
    context: Mapping[str, Any]
    warning: bool = False
    moments: Sequence[Moment] = ()
    heading: str = ""


PersonPartMaker = Callable[[Acting, Person], Sequence[PersonPart]]
PARTS: list[PersonPartMaker] = []


def person_part(make: PersonPartMaker) -> PersonPartMaker:
    """Add parts to a person's page: at most two queries, and nothing that this reader may not see."""
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
