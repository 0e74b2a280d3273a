"""What of the register waits on the start pages: records to look at or to merge, and who has moved here."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import connection
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import waits
from mash.foundation.access.policy import WEIGHS
from mash.foundation.access.sightings import note
from mash.foundation.partnership.models import Area
from mash.foundation.zones import Seat
from mash.pathway.people.matching.score import LIKELY
from mash.pathway.people.models import Doubt, Merging, Relocation
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


@waits(order=29)
def cautioned_doubles(me: Acting) -> Sequence[Heap]:
    """Records that look like one person of whom one bears a caution, latest first: until somebody says whether they are
    one, it does not stand with the other, nor with the children there. Two queries at most."""
    if me.seat is not Seat.HUB or not me.is_a(*WEIGHS):
        return []
    with connection.cursor() as cursor:
        cursor.execute("select people.cautioned_doubles(%s, %s)", [LIKELY, MOST])
        found = [doubt for (doubt,) in cursor.fetchall()]
    if not found:
        return []
    pairs = Doubt.objects.visible_to(me).select_related("one", "other").in_bulk(found)
    lines = [_alike(pairs[key]) for key in found if key in pairs]
    return [Heap("Perhaps one person, with a caution", lines, "", href=reverse("people:doubles"))]


def _alike(doubt: Doubt) -> Line:
    note(doubt.one_id)
    note(doubt.other_id)
    return Line(
        f"{doubt.one} and {doubt.other}",
        reverse("people:double", args=[doubt.pk]),
        below="one of the two records says to take care: find out whether they are one person",
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
