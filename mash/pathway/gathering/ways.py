"""Where a researcher finds what waits for their agency."""

from __future__ import annotations

from django.db.models import QuerySet

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import way
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.gathering.models import Request


def waiting(me: Acting) -> QuerySet[Request]:
    """The requests that wait for the own agency."""
    open_states = [Request.State.ASKED, Request.State.HOLDING]
    return Request.objects.for_own_agency(me).filter(state__in=open_states)


way(
    "Requests",
    "gathering:requests",
    seats=[Seat.HUB, Seat.PARTNER],
    roles=[Role.RESEARCHER],
    order=10,
    counts=waiting,
)
