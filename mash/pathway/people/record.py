"""What the register itself has of one person over time: homes, households, numbers. The rest plugs itself in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import CORE
from mash.foundation.clock.london import london_date
from mash.pathway.people.models import Person, PersonAddress, Reference, Resident
from mash.pathway.people.plugs import Moment


@dataclass(frozen=True, slots=True)
class LivedWith:
    """Somebody who lived in a household at the same time."""

    resident: Resident
    when: str


@dataclass(frozen=True, slots=True)
class Stayed:
    """A household in which a person lives or lived, and with whom."""

    own: Resident
    when: str
    is_now: bool
    others: Sequence[LivedWith]


@dataclass(frozen=True, slots=True)
class Number:
    """A number by which somebody knows the person, and who that is."""

    whose: str
    number: str


def homes_of(me: Acting, person: Person) -> list[PersonAddress]:
    """Where they live or lived, latest told first; a protected address only where it may be read. One query."""
    return list(PersonAddress.objects.visible_to(me).filter(person=person).order_by("-told_at", "pk"))


def households_of(me: Acting, person: Person, on: date) -> list[Stayed]:
    """The households of the reader's own areas, latest first, each with who lived there then. One query."""
    own_areas = list(me.areas_as(*CORE))
    stays = Resident.objects.filter(area__in=own_areas, taken_back=False)
    everybody = list(
        stays.filter(household__in=stays.filter(person=person).values("household"), household__area__in=own_areas)
        .filter(person__in=Person.objects.visible_to(me))
        .select_related("person", "household")
        .order_by("told_on", "pk")
    )
    own = [row for row in everybody if row.person_id == person.pk]
    return [
        Stayed(
            own=stay,
            when=stay.in_words,
            is_now=stay.until is None or stay.until > on,
            others=[
                LivedWith(other, other.in_words)
                for other in everybody
                if other.household_id == stay.household_id and other.person_id != person.pk and _at_once(stay, other)
            ],
        )
        for stay in sorted(own, key=lambda row: (row.until or date.max, row.since or row.told_on), reverse=True)
    ]


def numbers_of(me: Acting, person: Person) -> list[Number]:
    """The numbers by which they are known: national ones, and those of agencies' own systems. One query."""
    found = [Number("NHS number", person.nhs_number)] if person.nhs_number else []
    found += [Number("Unique pupil number", person.upn)] if person.upn else []
    listed = Reference.objects.filter(person=person, area__in=list(me.areas_as(*CORE))).order_by("source", "number")
    return found + [Number(one.source, one.number) for one in listed]


def moments_of(person: Person, homes: Sequence[PersonAddress], households: Sequence[Stayed]) -> list[Moment]:
    """What happened in the register's own view: birth, death, addresses told, households joined and left. No query."""
    found = [Moment(person.born, "Born")] if person.born else []
    found += [Moment(person.died, "Died")] if person.died else []
    found += [
        Moment(london_date(home.told_at), f"{'Protected address' if home.protected else 'Address'} told: {home}")
        for home in homes
    ]
    for stay in households:
        where = str(stay.own.household)
        if stay.own.since:
            found.append(Moment(stay.own.since, f"Came to live at {where}"))
        if stay.own.until:
            found.append(Moment(stay.own.until, f"No longer lived at {where}"))
    return found


def _at_once(one: Resident, other: Resident) -> bool:
    """Whether two stays had a day in common; of whom nobody knows since when, it may have been."""
    return not (
        (one.until and other.since and one.until <= other.since)
        or (other.until and one.since and other.until <= one.since)
    )


def newest_first(moments: Sequence[Moment]) -> list[Moment]:
    """One timeline, each thing once."""
    return sorted(dict.fromkeys(moments), key=lambda moment: (moment.on, moment.text), reverse=True)


def age_of(person: Person, on: date) -> str:
    """`7 years old`, `died at 34`; empty where the day of birth is not known."""
    if person.born is None:
        return ""
    last = person.died or on
    age = last.year - person.born.year - ((last.month, last.day) < (person.born.month, person.born.day))
    if person.died:
        return f"died at {age}" if age else "died before the first birthday"
    return f"{age} years old" if age > 1 else "1 year old" if age else "under 1"
