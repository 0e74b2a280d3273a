"""People of the register kept in memory while a list is matched, because the next may be compared with them too."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from mash.pathway.people.matching import Description
from mash.pathway.people.models import Person, PersonAddress, Reference
from mash.pathway.people.sharing import sharing

MOST_KEPT = 50_000
MOST_SHARING = 100


@dataclass(frozen=True, slots=True, eq=False)
class Registered:
    """Somebody of the register: the number under which a list knows them first."""

    person: uuid.UUID
    number: str
    description: Description


class Remembered:
    """Those of the register who were fetched last."""

    def __init__(self) -> None:
        self._people: OrderedDict[uuid.UUID, Registered] = OrderedDict()

    def sharing(self, asked: Sequence[Collection[str]], *, widely: int = 0) -> list[list[Registered]]:
        """For each list of keys those who share one, most keys first. Four queries at most."""
        found = sharing(asked, MOST_SHARING, widely=widely)
        self._fetch({person for people in found for person in people})
        # Whoever is not there was merged or taken away since.
        known = [[self._people[person] for person in people if person in self._people] for people in found]
        while len(self._people) > MOST_KEPT:
            self._people.popitem(last=False)
        return known

    def these(self, people: Sequence[uuid.UUID]) -> list[Registered]:
        """These people, as far as they are there. Three queries at most."""
        self._fetch(people)
        return [self._people[person] for person in people if person in self._people]

    def _fetch(self, people: Iterable[uuid.UUID]) -> None:
        wanted = [person for person in people if person not in self._people]
        if not wanted:
            return
        homes = homes_of(wanted)
        numbers: dict[uuid.UUID, str] = {}
        called = Reference.objects.filter(person__in=wanted).order_by("told_at", "source")
        for person, number in called.values_list("person_id", "number"):
            numbers.setdefault(person, number)
        for one in Person.objects.filter(pk__in=wanted).defer("keys"):
            description = described_as(one, homes.get(one.pk, []))
            self._people[one.pk] = Registered(one.pk, numbers.get(one.pk, str(one.pk)), description)


def homes_of(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[tuple[str, str, str]]]:
    """Address, postcode and UPRN of each home of each of these people, latest first; none protected. One query."""
    homes: dict[uuid.UUID, list[tuple[str, str, str]]] = {}
    lived = PersonAddress.objects.filter(person__in=list(people), protected=False).order_by("-told_at")
    for person, address, postcode, uprn in lived.values_list("person_id", "address", "postcode", "uprn"):
        homes.setdefault(person, []).append((address, postcode, uprn))
    return homes


def described_as(person: Person, homes: Sequence[tuple[str, str, str]]) -> Description:
    """Somebody of the register as matching compares them; `homes` are addresses, postcodes and UPRNs, latest first."""
    return Description(
        given=person.given,
        middle=person.middle,
        family=person.family,
        also_known_as=tuple(person.also_known_as),
        born=person.born,
        born_about=(person.born_from, person.born_to) if person.born_from and person.born_to else None,
        due_date=person.due_date,
        sex=person.sex,
        address=homes[0][0] if homes else "",
        postcode=homes[0][1] if homes else "",
        uprn=homes[0][2] if homes else "",
        earlier_homes=tuple(homes[1:]),
        nhs_number=person.nhs_number,
        upn=person.upn,
        phone=person.phone,
        email=person.email,
        school=person.school,
        practice=person.practice,
    )
