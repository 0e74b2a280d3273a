"""People in a list: two who look alike are told apart, and nobody's caution is overlooked."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mash.foundation.access.acting import Acting
from mash.foundation.clock.london import in_london
from mash.pathway.people.matching.dates import in_words
from mash.pathway.people.models import Caution, Person, PersonAddress


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody as a list shows them.

    Attributes:
        home: where they were last told to live, as far as the reader may know it.
        added: when the register got them, where nothing else of the line tells them from another one.
    """

    person: Person
    home: PersonAddress | None
    cautions: Sequence[str]
    added: str = ""


def lines_of(me: Acting, people: Sequence[Person], on: date) -> list[Line]:
    """A line for each of these people, in their order, with the cautions that stand on a day. Two queries."""
    cautions = cautions_of([person.pk for person in people], on)
    homes: dict[uuid.UUID, PersonAddress] = {}
    for home in PersonAddress.objects.visible_to(me).filter(person__in=people).order_by("told_at", "pk"):
        homes[home.person_id] = home
    lines = [Line(person, homes.get(person.pk), cautions.get(person.pk, ())) for person in people]
    looks = Counter(map(_looks, lines))
    return [Line(one.person, one.home, one.cautions, _added(one) if looks[_looks(one)] > 1 else "") for one in lines]


def cautions_of(people: Collection[uuid.UUID], on: date) -> Mapping[uuid.UUID, Sequence[str]]:
    """What is to be known of these people on a day, as far as whoever acts may read it. One query."""
    found: dict[uuid.UUID, list[str]] = {}
    for caution in Caution.objects.filter(Caution.standing_on(on), person__in=people).order_by("kind", "pk"):
        found.setdefault(caution.person_id, []).append(str(caution))
    return found


def _looks(line: Line) -> Hashable:
    who, home = line.person, line.home
    where = (str(home), home.protected) if home else None
    return str(who).casefold(), who.birth, who.death, tuple(who.also_known_as), where, tuple(line.cautions)


def _added(line: Line) -> str:
    made = in_london(line.person.made_at)
    return f"Added {in_words(made.date())}, {made:%H:%M}"
