"""Who may be said to have moved, and what was said of somebody's moves."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import WEIGHS
from mash.foundation.access.sightings import note
from mash.foundation.partnership.models import Area
from mash.pathway.people.lines import cautions_of
from mash.pathway.people.living import residents_on
from mash.pathway.people.models import Person, Relocation
from mash.pathway.people.plugs import Moment


@dataclass(frozen=True, slots=True)
class Mover:
    """Somebody who may have moved: the person themselves, or one of their household."""

    person: Person
    role: str
    cautions: tuple[str, ...]

    @property
    def text(self) -> str:
        """`Isolde Testerby, mother`; with what is to be known of them, `Piran Voss, father. Take care: weapons`."""
        called = ", ".join(part for part in (str(self.person), self.role) if part)
        return f"{called}. Take care: {'; '.join(self.cautions)}" if self.cautions else called


@dataclass(frozen=True, slots=True)
class Told:
    """A move as it stands on a page: between which areas, and whether the reader may take note of it."""

    move: Relocation
    home: Area
    other: Area
    to_note: bool


def own_areas(me: Acting, person: Person) -> list[Area]:
    """The reader's own areas that know somebody and in which they weigh enquiries, by name. One query."""
    return list(Area.objects.filter(pk__in=me.areas_as(*WEIGHS) & set(person.areas)).order_by("name"))


def who_may_move(me: Acting, person: Person, home: uuid.UUID, on: date) -> list[Mover]:
    """Somebody and those with whom they live on a day, as far as the reader may see and the area knows, with their
    cautions that stand. Three queries."""
    beside = {row.person_id: row.role for row in residents_on([person.pk], on) if row.area == home}
    roles = {person.pk: "", **beside}
    known = Person.objects.visible_to(me).unmerged().filter(pk__in=roles, areas__contains=[home], died=None)
    found = {one.pk: one for one in known}
    for key in found:
        note(key)
    cautions = cautions_of(found, on)
    return [Mover(found[key], role, tuple(cautions.get(key, ()))) for key, role in roles.items() if key in found]


def last_moves(people: Collection[uuid.UUID]) -> dict[uuid.UUID, Relocation]:
    """The latest move of each of these people that stands, as far as whoever acts may read it. One query."""
    told = (
        Relocation.objects.standing().filter(person__in=people).select_related("person", "told_by").order_by("told_at")
    )
    return {move.person_id: move for move in told}


def moves_of(me: Acting, person: Person) -> list[Told]:
    """What was said of somebody's moves, latest first, and what was taken back. Two queries."""
    named = {area.pk: area for area in Area.objects.all()}
    told = Relocation.objects.visible_to(me).filter(person=person).select_related("told_by", "noted_by")
    weighs = me.areas_as(*WEIGHS)
    return [
        Told(move, named[move.area], named[move.to_area], to_note=move.waits and move.to_area in weighs)
        for move in told.order_by("-told_at")
    ]


def moments_of_moves(told: Sequence[Told]) -> list[Moment]:
    """Moves in a person's timeline. No query."""
    return [
        Moment(
            one.move.moved_on,
            f"{'Told by mistake: moved' if one.move.taken_back_at else one.move.moved} from {one.home} to {one.other}",
            reverse("people:move", args=[one.move.pk]),
        )
        for one in told
    ]
