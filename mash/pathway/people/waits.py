"""What of the register waits on the start pages: mergings that somebody else has proposed."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import waits
from mash.foundation.access.policy import WEIGHS
from mash.foundation.access.sightings import note
from mash.foundation.zones import Seat
from mash.pathway.people.models import Merging
from mash.ui.parts import Heap, Line

MOST = 25


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
