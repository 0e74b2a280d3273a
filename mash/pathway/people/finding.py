"""Who of the register somebody described may be, looked up with those who were described beside them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from mash.foundation.clock.london import london_date
from mash.foundation.clock.now import now
from mash.pathway.people.matching import Candidate, Description, rank, search_keys
from mash.pathway.people.matching.best import possible_for
from mash.pathway.people.matching.dates import birth_in_words
from mash.pathway.people.matching.places import write_postcode
from mash.pathway.people.matching.weighing import Mate
from mash.pathway.people.matching.weights import Weights
from mash.pathway.people.naming import died_in_words, heading_of
from mash.pathway.people.sharing import as_asked
from mash.pathway.people.tallies import weights_for

MOST_LOOKED_AT = 40
MOST_BESIDE = 6
MEANT = 0.5  # from when somebody of the register is said to be one of those who were described too
LEAST_SHOWN = 0.05
SECOND_READING = 0.3  # what the reading of both words as given names is worth beside the plain one
NOT_TOLD = "unknown"  # a family name that matching leaves out
CANDIDATES = """
select asked.place, c.id, c.given, c.middle, c.family, c.also_known_as, c.born, c.born_from, c.born_to, c.due_date,
    c.died, c.sex, c.nhs_number, c.upn, c.phone, c.email, c.school, c.practice, c.areas, c.addresses
from jsonb_to_recordset(%s::jsonb)
        asked(place integer, numbers text[], narrow text[], named text[], born text[], family text[], given text[]),
    people.candidates(asked.numbers, asked.narrow, asked.named, asked.born, asked.family, asked.given, %s, %s) c
"""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the register as a search may show them: an address that is protected elsewhere is not there.

    `areas` are ids of the areas whose hubs know this person; `addresses` are (address, postcode), latest first.
    """

    pk: uuid.UUID
    description: Description
    areas: tuple[uuid.UUID, ...]
    addresses: tuple[tuple[str, str], ...]
    died: date | None = None

    @property
    def birth(self) -> str:
        """`14 May 2018`, `about 2018`, `due 1 June 2026`; empty when nothing is known."""
        told = self.description
        return birth_in_words(born=told.born, about=told.born_about[0] if told.born_about else None, due=told.due_date)

    @property
    def death(self) -> str:
        """`died 3 May 2024`; empty of the living."""
        return died_in_words(self.died)

    def __str__(self) -> str:
        told = self.description
        name = " ".join(part for part in (told.given, told.middle, told.family) if part)
        return heading_of(
            name,
            also_known_as=told.also_known_as,
            sex=told.sex,
            years=told.years_of_birth,
            due=None if told.born else told.due_date,
            on=london_date(now()),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody of the register who may be the one described, and why.

    `mates` are those who are probably others of those described, each with what they have in common.
    """

    known: Known
    candidate: Candidate[uuid.UUID]
    mates: tuple[tuple[Known, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody described together with the one who is looked for; `together` where they were told to live together."""

    described: Description
    together: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a description may mean, and how much that is worth beside what it says plainly."""

    described: Description
    worth: float = 1.0


def find(
    described: Description,
    *,
    limit: int = 10,
    least: float = LEAST_SHOWN,
    besides: uuid.UUID | None = None,
    beside: Sequence[Beside] = (),
) -> list[Found]:
    """Those of the register who may be the one described, likeliest first. Two queries.

    Args:
        besides: somebody who is not looked for: their own record, where its double is.
        beside: others who were described too, those told to live with them first. The first six are looked up as well:
            whoever lives with one of them in the register is likelier, and nobody is two of those described.
    """
    beside = beside[:MOST_BESIDE]
    readings = readings_of(described)
    keys = {key for reading in readings for key in search_keys(reading.described)}
    looked_at, *of_others = holding_each([keys, *(search_keys(other.described) for other in beside)])
    known = [person for person in looked_at if person.pk != besides]
    people = {person.pk: person for person in known}
    weights = weights_for([described, *(other.described for other in beside)])
    mates = [
        Mate.of(
            possible_for(other.described, [(one.pk, one.description) for one in others], weights),
            weights,
            elsewhere_counts=other.together,
        )
        for other, others in zip(beside, of_others, strict=True)
    ]
    meant = _meant(mates, {one.pk: one for others in of_others for one in others})
    return [
        Found(people[one.id], one, _in_common(people[one.id], meant))
        for one in ranked(readings, known, weights, least=least, mates=mates)[:limit]
    ]


def _meant(mates: Sequence[Mate[uuid.UUID]], people: dict[uuid.UUID, Known]) -> list[Known]:
    """Those of the register who are probably one of the others described."""
    return [people[one.id] for mate in mates for one, p in mate.may_be if p >= MEANT]


def _in_common(person: Known, others: Sequence[Known]) -> tuple[tuple[Known, str], ...]:
    """Those of the others who have a door or a telephone in common with somebody, and what it is, in words.

    That they live together is said only where both live there now: who has left somebody may be in danger from them.
    """
    here, found = person.description, []
    for one in others:
        there = one.description
        if one.pk == person.pk or here.doors.isdisjoint(there.doors):
            continue
        if not here.door_now.isdisjoint(there.door_now):
            found.append((one, "lives there"))
        elif all(door.startswith("phone ") for door in here.doors & there.doors):
            found.append((one, "has the same telephone number"))
        else:
            found.append((one, "is known at the same address, of now or before"))
    return tuple(found)


def readings_of(described: Description) -> list[Reading]:
    """What a description says plainly, and what else its name may be.

    Two words of a name may be a given and a family name, or two given names: Kacey Leigh may be Kaci-Leigh somebody.
    """
    given, family = described.given.split(), described.family.split()
    if (len(given) == len(family) == 1) or (len(given) > 1 and not family):
        both = replace(described, given=f"{described.given} {described.family}".strip(), family=NOT_TOLD)
        return [Reading(described), Reading(both, SECOND_READING)]
    return [Reading(described)]


def ranked(
    readings: Sequence[Reading],
    known: Sequence[Known],
    weights: Weights,
    *,
    least: float = 0.0,
    mates: Sequence[Mate[uuid.UUID]] = (),
) -> list[Candidate[uuid.UUID]]:
    """Each of these people as the reading has them that fits best, likeliest first."""
    register = [(person.pk, person.description) for person in known]
    best: dict[uuid.UUID, Candidate[uuid.UUID]] = {}
    for reading in readings:
        lowest = least / reading.worth
        for one in rank(reading.described, register, len(register), least=lowest, weights=weights, mates=mates):
            worth = replace(one, p=one.p * reading.worth, alone=one.alone * reading.worth)
            if one.id not in best or best[one.id].p < worth.p:
                best[one.id] = worth
    return sorted(best.values(), key=lambda candidate: -candidate.p)


def holding(keys: Collection[str], most: int = MOST_LOOKED_AT, words: Collection[str] = ()) -> list[Known]:
    """Those of the register who bear one of these keys, most of them first, as far as whoever acts may know of them.

    One query.

    Args:
        words: each is several words with spaces between: whose names hold them all is looked at as well, where keys are
            told and an area of whoever acts knows them.
    """
    return holding_each([keys], most, words)[0]


def holding_each(
    asked: Sequence[Collection[str]], most: int = MOST_LOOKED_AT, words: Collection[str] = ()
) -> list[list[Known]]:
    """The same for several sets of keys. One query."""
    found: list[list[Known]] = [[] for _ in asked]
    if any(asked):
        with connection.cursor() as cursor:
            cursor.execute(CANDIDATES, [as_asked(asked), list(words), most])
            for place, *row in cursor.fetchall():
                found[place].append(_known(*row))
    return found


def _known(
    key: uuid.UUID,
    given: str,
    middle: str,
    family: str,
    also_known_as: list[str],
    born: date | None,
    born_from: int | None,
    born_to: int | None,
    due_date: date | None,
    died: date | None,
    sex: str,
    nhs_number: str,
    upn: str,
    phone: str,
    email: str,
    school: str,
    practice: str,
    areas: list[uuid.UUID],
    addresses: str,
) -> Known:
    homes = tuple((address, write_postcode(postcode), uprn) for address, postcode, uprn in json.loads(addresses))
    description = Description(
        given=given,
        middle=middle,
        family=family,
        also_known_as=tuple(also_known_as),
        born=born,
        born_about=(born_from, born_to) if born_from and born_to else None,
        due_date=due_date,
        sex=sex,
        address=homes[0][0] if homes else "",
        postcode=homes[0][1] if homes else "",
        uprn=homes[0][2] if homes else "",
        earlier_homes=homes[1:],
        nhs_number=nhs_number,
        upn=upn,
        phone=phone,
        email=email,
        school=school,
        practice=practice,
    )
    return Known(key, description, tuple(areas), tuple((address, postcode) for address, postcode, _ in homes), died)
