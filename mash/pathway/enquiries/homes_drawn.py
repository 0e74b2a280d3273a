"""Who is drawn within one line in a family: those who live together now, as it was told. No query."""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mash.pathway.enquiries.household import ELSEWHERE, HERE, Lives, home_of, home_of_subjects
from mash.pathway.enquiries.models import DescribedPerson
from mash.pathway.people.matching.places import place_of
from mash.pathway.people.register import Home

THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Homes:
    """The household in which each person is drawn, by id, and its caption. A protected home has no name."""

    of: Mapping[uuid.UUID, str]
    captions: Mapping[Hashable, str]


def homes_to_draw(
    people: Sequence[DescribedPerson], lives: Mapping[uuid.UUID, Lives], died: Mapping[uuid.UUID, date]
) -> Homes:
    """The household of those whom the enquiry is about, and each other one of two or more. The dead live nowhere."""
    living = [person for person in people if person.pk not in died]
    of = {person.pk: THEIRS for person in living if lives[person.pk].where == HERE}
    captions: dict[Hashable, str] = {THEIRS: _caption(home_of_subjects(people))} if of else {}
    others: dict[str, list[DescribedPerson]] = {}
    for person in living:
        home = home_of(person)
        place = "" if home.protected else place_of(home.address, home.postcode)
        if place and lives[person.pk].where == ELSEWHERE:
            others.setdefault(place, []).append(person)
    for place, together in others.items():
        if len(together) > 1:
            of |= {person.pk: place for person in together}
            captions[place] = _caption(home_of(together[0]))
    return Homes(of, captions)


def _caption(home: Home) -> str:
    if home.protected or not home.address:
        return "Household"
    return f"Household, {home.address}"
