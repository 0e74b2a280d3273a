"""Which rows of an agency's list are about somebody whom the register has already, beyond doubt."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mash.pathway.people.lists.rows import Told
from mash.pathway.people.matching import Description
from mash.pathway.people.models import Person, Reference
from mash.pathway.people.sharing import sharing


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that may be taken in."""

    line: int
    number: str
    told: Told
    digest: str


@dataclass(frozen=True, slots=True)
class Whose:
    """Whom some rows are about.

    Attributes:
        again: those whose number this source told before, with what it was told of.
        new: the others.
        same: of the new ones those who are somebody of the register, by their number in the list. The rest is made.
    """

    again: Sequence[tuple[Entry, Reference]]
    new: Sequence[Entry]
    same: Mapping[str, uuid.UUID]


def recognise(entries: Sequence[Entry], area: uuid.UUID, source: str, called: Collection[uuid.UUID] = ()) -> Whose:
    """Look some hundred rows up. Four queries at most.

    Args:
        called: whom this list calls by another number, besides those of whom the register knows it.
    """
    numbers = [entry.number for entry in entries]
    known = {one.number: one for one in Reference.objects.filter(area=area, source=source, number__in=numbers)}
    new = [entry for entry in entries if entry.number not in known]
    again = [(entry, known[entry.number]) for entry in entries if entry.number in known]
    return Whose(again, new, _same_people(new, area, source, called))


def _same_people(
    entries: Sequence[Entry], area: uuid.UUID, source: str, called: Collection[uuid.UUID]
) -> dict[str, uuid.UUID]:
    """Who of the register each is beyond doubt: a valid number and the date of birth are theirs, and nobody else's.

    Not somebody whom this list calls by another number: that two of its entries are one is for people to say.
    """
    asked = {key for entry in entries for key in _numbers(entry.told.described)}
    if not asked:
        return {}
    (found,) = sharing([asked], 10 * len(asked))
    theirs = Reference.objects.filter(area=area, source=source, person__in=found).values("person")
    bearing: dict[tuple[str, date | None], set[uuid.UUID]] = {}
    for person in Person.objects.filter(pk__in=found, born__isnull=False).exclude(pk__in=theirs):
        for key in asked.intersection(person.keys) if person.pk not in called else ():
            bearing.setdefault((key, person.born), set()).add(person.pk)
    same: dict[str, uuid.UUID] = {}
    for entry in entries:
        one = entry.told.described
        people = {person for key in _numbers(one) if one.born for person in bearing.get((key, one.born), ())}
        if len(people) == 1:
            same[entry.number] = people.pop()
    return same


def _numbers(described: Description) -> list[str]:
    numbers = (("nhs", described.valid_nhs_number), ("upn", described.valid_upn))
    return [f"{kind}:{number}" for kind, number in numbers if number]
