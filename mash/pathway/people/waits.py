"""What of the register waits on the start pages: mergings that somebody else has proposed, and who has moved here."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import waits
from mash.foundation.access.policy import WEIGHS
from mash.foundation.access.sightings import note
from mash.foundation.partnership.models import Area
from mash.foundation.zones import Seat
from mash.pathway.people.models import Merging, Relocation
from mash.ui.parts import Heap, Line
from mash.ui.words import listed

MOST = 25
FAMILY = 6  # people of a family, as a rule


@waits(order=30)
def mergings(me: Acting) -> Sequence[Heap]:
    """Mergings to confirm or to refuse as the second person, oldest first. One query; nothing where none waits."""
    if me.seat is not Seat.HUB or not me.is_a(*WEIGHS):
        return []
    waiting = Merging.objects.for_second_person(me).select_related("kept", "folded", "proposed_by")
    return [Heap("Records to merge", [_line(one) for one in waiting.order_by("proposed_at")[:MOST]], "")]


def _line(merging: Merging) -> Line:
    note(merging.kept_id)
    note(merging.folded_id)
    what = "take back that they were merged" if merging.undoes_id else "merge them"
    return Line(
        f"{merging.kept} and {merging.folded}",
        reverse("people:double", args=[merging.doubt_id]),
        below=f"{merging.proposed_by} proposes to {what}",
        rated=False,
    )


@waits(order=31)
def moves(me: Acting) -> Sequence[Heap]:
    """Families who have moved to the area, of whom nobody there has taken note. Two queries."""
    if me.seat is not Seat.HUB or not me.is_a(*WEIGHS):
        return []
    families: dict[uuid.UUID, list[Relocation]] = {}
    waiting = Relocation.objects.to_note(me).select_related("person").order_by("told_at", "person__born", "pk")
    for one in waiting[: MOST * FAMILY]:
        families.setdefault(one.together, []).append(one)
    shown = list(families.values())[:MOST]
    areas = Area.objects.in_bulk([family[0].area for family in shown]) if shown else {}
    return [Heap("Moved to your area", [_family(family, areas[family[0].area]) for family in shown], "")]


def _family(family: Sequence[Relocation], home: Area) -> Line:
    for one in family:
        note(one.person_id)
    return Line(
        listed([one.person for one in family]),
        reverse("people:move", args=[family[0].pk]),
        below=f"on {family[0].day}, from {home}: the hub there answers on {home.phone}",
        rated=False,
    )
