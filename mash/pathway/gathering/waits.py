"""What waits on the start page of an agency's researchers: requests."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import waits
from mash.foundation.partnership.models import Role
from mash.pathway.gathering.models import Request
from mash.pathway.gathering.ways import waiting
from mash.ui.parts import Heap, Line
from mash.ui.words import count

MOST = 100


@waits(order=30)
def requests(me: Acting) -> Sequence[Heap]:
    """The requests to the own agency that are not answered, oldest promise first."""
    if not me.is_a(Role.RESEARCHER):
        return []
    lines = [
        Line(
            f"{'Go on with' if request.state == Request.State.HOLDING else 'Answer'} the request",
            reverse("gathering:request", args=[request.pk]),
            below=_of(request),
            level=request.level,
            due=request.due_at,
        )
        for request in waiting(me).order_by("due_at")[:MOST]
    ]
    filled_by = "What the hub asks your agency stands here, oldest promise first."
    return [Heap("Requests to answer", lines, filled_by)]


def _of(request: Request) -> str:
    """Which enquiry an agency is asked about, and about how many people; no names on a start page."""
    told = request.content
    return f"{told.get('reference', '')} · about {count(len(told.get('people', [])), 'person', 'people')}"
