"""What waits on a start page of the front doors: calls that are not received yet."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import waits
from mash.foundation.zones import Seat
from mash.pathway.enquiries.calls import calls_of, for_long
from mash.ui.parts import Heap, Line


@waits(order=10)
def calls(me: Acting) -> Sequence[Heap]:
    """The calls that somebody has open. Whoever has none is told nothing of calls."""
    if me.seat is not Seat.HUB:
        return []
    lines = [
        Line(
            call.about,
            reverse("enquiries:call", args=[call.id]),
            below=f"open {for_long(call.lasts)}, not received",
            rated=False,
        )
        for call in calls_of(me)
    ]
    return [Heap("Calls to go on with", lines, "")]
