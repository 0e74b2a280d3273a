"""The register of persons: who somebody described may be, and what it learns when the hub has confirmed that."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.clock.london import london_date
from mash.foundation.clock.now import now
from mash.pathway.people.learned import ALONE, Learned
from mash.pathway.people.matching import (
    Candidate,
    Description,
    check_uprn,
    rank,
    register_keys,
    search_keys,
    years_when_aged,
)
from mash.pathway.people.matching.best import possible_for
from mash.pathway.people.matching.dates import birth_in_words
from mash.pathway.people.matching.keys import WRITTEN_NOW, word_keys
from mash.pathway.people.matching.names import fold
from mash.pathway.people.matching.places import fold_postcode, write_postcode
from mash.pathway.people.matching.weighing import Mate
from mash.pathway.people.matching.weights import Weights
from mash.pathway.people.models import Person, PersonAddress
from mash.pathway.people.naming import heading_of
from mash.pathway.people.sharing import as_asked
from mash.pathway.people.tallies import weights_for

MOST_LOOKED_AT = 40
MOST_BESIDE = 6
MEANT = 0.5  # from when somebody of the register is said to be one of those who were described too
LEAST_SHOWN = 0.05
FILLED_IN = ("born", "due_date", "nhs_number", "upn", "phone", "email", "school", "practice")
SECOND_READING = 0.3  # what the reading of both words as given names is worth beside the plain one
NOT_TOLD = "unknown"  # a family name that matching leaves out
CANDIDATES = """
select asked.place, c.id, c.given, c.middle, c.family, c.also_known_as, c.born, c.born_from, c.born_to, c.due_date,
    c.sex, c.nhs_number, c.upn, c.phone, c.email, c.school, c.practice, c.areas,
    c.addresses
from jsonb_to_recordset(%s::jsonb) asked(place integer, numbers text[], narrow text[], family text[], given text[]),
    people.candidates(asked.numbers, asked.narrow, asked.family, asked.given, %s) c
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

    @property
    def birth(self) -> str:
        """`14 May 2018`, `about 2018`, `due 1 June 2026`; empty when nothing is known."""
        told = self.description
        return birth_in_words(born=told.born, about=told.born_about[0] if told.born_about else None, due=told.due_date)

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

    `lives_with` are those behind the same door who are probably others of those described.
    """

    known: Known
    candidate: Candidate[uuid.UUID]
    lives_with: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody described together with the one who is looked for; `together` where they were told to live together."""

    described: Description
    together: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody described lives, and whether few may know."""

    address: str
    postcode: str
    protected: bool
    uprn: str = ""

    @property
    def is_told(self) -> bool:
        """Whether anything is known of it."""
        return bool(self.address or self.postcode or check_uprn(self.uprn).valid)

    @property
    def columns(self) -> dict[str, Any]:
        """As an address of somebody is kept."""
        number, postcode = check_uprn(self.uprn), fold_postcode(self.postcode)
        uprn = number.value if number.valid else ""
        return {"address": self.address, "postcode": postcode, "uprn": uprn, "protected": self.protected}


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
        Found(people[one.id], one, _of_one_door(people[one.id], meant))
        for one in ranked(readings, known, weights, least=least, mates=mates)[:limit]
    ]


def _meant(mates: Sequence[Mate[uuid.UUID]], people: dict[uuid.UUID, Known]) -> list[Known]:
    """Those of the register who are probably one of the others described."""
    return [people[one.id] for mate in mates for one, p in mate.may_be if p >= MEANT]


def _of_one_door(person: Known, others: Sequence[Known]) -> tuple[Known, ...]:
    doors = person.description.doors
    return tuple(one for one in others if one.pk != person.pk and not doors.isdisjoint(one.description.doors))


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


def holding(keys: Collection[str], most: int = MOST_LOOKED_AT) -> list[Known]:
    """Those of the register who bear one of these keys, most of them first, as far as whoever acts may know of them.

    One query.
    """
    return holding_each([keys], most)[0]


def holding_each(asked: Sequence[Collection[str]], most: int = MOST_LOOKED_AT) -> list[list[Known]]:
    """The same for several sets of keys. One query."""
    found: list[list[Known]] = [[] for _ in asked]
    if any(asked):
        with connection.cursor() as cursor:
            cursor.execute(CANDIDATES, [as_asked(asked), most])
            for place, *row in cursor.fetchall():
                found[place].append(_known(*row))
    return found


def make(me: Acting, described: Description, home: Home, area: uuid.UUID) -> tuple[Person, Learned]:
    """Add somebody to the register as they were described; everything known of them is learned by that."""
    told = columns_of(described)
    person = Person.add(
        **told,
        also_known_as=list(described.also_known_as),
        areas=[area],
        keys=keys_of(described),
        made_at=me.now,
    )
    homes = _learn_home(me, person.pk, home, area)
    values = [column for column in ALONE if told[column]]
    return person, Learned(values, person.also_known_as, person.keys, homes, area=True)


def learn(me: Acting, person: uuid.UUID, described: Description, home: Home, area: uuid.UUID) -> Learned:
    """Let an area's hub know this person, by the names and numbers of a confirmed description too.

    What the register has stays; only what it lacks is filled in, and that is what it learned.
    """
    new_here = not Person.objects.filter(pk=person, areas__contains=[area]).exists()
    with connection.cursor() as cursor:
        cursor.execute("select people.known_in(%s, %s)", [person, area])
    known = Person.objects.get(pk=person)
    lacking = lacks(known, described)
    known.change(**lacking.columns_of(known))
    homes = _learn_home(me, person, home, area)
    return Learned([*lacking.values], lacking.names, lacking.keys, homes, area=new_here)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a description tells of somebody that the register lacks: single columns, other names and keys."""

    values: dict[str, Any]
    names: list[str]
    keys: list[str]

    def columns_of(self, known: Person) -> dict[str, Any]:
        """The columns of the person with it."""
        names, keys = [*known.also_known_as, *self.names], sorted({*known.keys, *self.keys})
        return {**self.values, "also_known_as": names, "keys": keys}


def lacks(known: Person, described: Description) -> Lacking:
    """What the register lacks of a person; what it has stays. No query."""
    name = " ".join(part for part in (described.given, described.family) if part)
    names = {fold(text) for text in (known.name, f"{known.given} {known.family}", *known.also_known_as)}
    others = dict.fromkeys(text for text in (name, *described.also_known_as) if text and fold(text) not in names)
    told = columns_of(described)
    return Lacking(
        {column: told[column] for column in FILLED_IN if told[column] and not getattr(known, column)},
        list(others),
        [key for key in keys_of(described) if key not in known.keys],
    )


def columns_of(described: Description) -> dict[str, Any]:
    """A description as the single columns of a person."""
    years = _years_of(described) or (None, None)
    return {
        "given": described.given,
        "middle": described.middle,
        "family": described.family,
        "born": described.born,
        "born_from": years[0],
        "born_to": years[1],
        "due_date": described.due_date,
        "sex": described.sex,
        "nhs_number": described.valid_nhs_number,
        "upn": described.valid_upn,
        "phone": described.phone,
        "email": described.email_address,
        "school": described.school,
        "practice": described.practice,
    }


def _years_of(described: Description) -> tuple[int, int] | None:
    if described.born:
        return None
    if described.born_about:
        return described.born_about
    return years_when_aged(described.age, described.on) if described.age is not None and described.on else None


def take_back(described: uuid.UUID, person: uuid.UUID, learned: Learned, others: Sequence[Description]) -> None:
    """Take from a person what one description alone had taught, now that it is found to be about somebody else.

    Args:
        others: the descriptions by which this person stays confirmed, oldest first.
    """
    known = Person.objects.filter(pk=person).first()
    if known is None:
        return
    columns = {column: getattr(known, column) for column in (*ALONE, "also_known_as", "keys")}
    stays = learned.stays(columns, [_told_by(other) for other in others])
    with connection.cursor() as cursor:
        cursor.execute(
            "select pathway.take_back(%s, %s, %s, %s, %s)",
            [described, person, json.dumps(stays, default=str), learned.area, learned.home_ids],
        )


def _told_by(described: Description) -> dict[str, Any]:
    name = " ".join(part for part in (described.given, described.family) if part)
    return {**columns_of(described), "names": [name, *described.also_known_as], "keys": keys_of(described)}


def keys_of(described: Description) -> list[str]:
    """What finds this person: the keys for matching, and one for each word of their names for a search by hand.

    Give a description without a protected address: a hidden value must not find.
    """
    return sorted({WRITTEN_NOW, *register_keys(described), *word_keys(described)})


def _learn_home(me: Acting, person: uuid.UUID, home: Home, area: uuid.UUID) -> list[str]:
    if not home.is_told or is_home_of(person, home, area):
        return []
    added = PersonAddress.add(person_id=person, area=area, told_at=me.now, **home.columns)
    return [str(added.pk)]


def is_home_of(person: uuid.UUID, home: Home, area: uuid.UUID) -> bool:
    """Whether the register knows that somebody lives there, as this area was told it. One query.

    One of which nobody told the property's number is another one than where that is told now.
    """
    told = home.columns
    lived = PersonAddress.objects.filter(person=person, area=area, protected=home.protected, postcode=told["postcode"])
    if told["uprn"]:
        lived = lived.filter(uprn=told["uprn"])
    return lived.filter(address__iexact=home.address).exists()


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
    return Known(key, description, tuple(areas), tuple((address, postcode) for address, postcode, _ in homes))
