"""The analysts' page: counts that tell of nobody."""

from __future__ import annotations

from django.http import HttpResponse

from mash.desks.insight import counting
from mash.foundation.access.pages import HubRequest, page, render
from mash.foundation.zones import Seat

MONTHS = 12


@page(Seat.FIGURES)
def figures(request: HubRequest) -> HttpResponse:
    """How many enquiries came, how many were decided in time, and what became of their subjects."""
    return render(
        request,
        "insight/figures.jinja",
        {
            "months": MONTHS,
            "received": counting.received(MONTHS),
            "in_time": counting.in_time(MONTHS),
            "outcomes": counting.outcomes(MONTHS),
        },
    )
