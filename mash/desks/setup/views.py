"""The administrators' pages: what the hub has settled for itself. Nothing here tells of a family."""

from __future__ import annotations

from django.http import HttpResponse

from mash.desks.setup.as_it_stands import areas
from mash.foundation.access import table
from mash.foundation.access.pages import HubRequest, page, render
from mash.foundation.access.policy import POLICY_VERSION
from mash.foundation.partnership.models import Agency, Area, Member
from mash.foundation.zones import Seat


@page(Seat.SETUP, Seat.AUDIT, reads=(Area, Agency, Member))
def partnership(request: HubRequest) -> HttpResponse:
    """The partnership as it stands, with what is missing before an area can go live."""
    return render(request, "setup/partnership.jinja", {"areas": areas(request.me)})


@page(Seat.SETUP, Seat.AUDIT)
def access(request: HubRequest) -> HttpResponse:
    """The access table that partner agencies sign, made from the policy."""
    return render(
        request,
        "setup/access.jinja",
        {
            "version": POLICY_VERSION,
            "permissions": table.permissions(),
            "readers": table.readers(),
            "handled": table.handled(),
        },
    )
