"""The administrators' own pages: what is missing, the partnership as it stands, and the access table."""

from __future__ import annotations

from django.http import HttpResponse

from mash.desks.setup import access_table
from mash.desks.setup.as_it_stands import areas
from mash.desks.setup.showing import show
from mash.desks.setup.subjects import missing_in
from mash.foundation.access import table
from mash.foundation.access.pages import HubRequest, page
from mash.foundation.partnership.models import Agency, Area, Member
from mash.foundation.zones import Seat


@page(Seat.SETUP, Seat.AUDIT, reads=(Area, Agency, Member))
def home(request: HubRequest) -> HttpResponse:
    """What each area still misses before it can go live, each with the page that mends it."""
    places = [(place, missing_in(place)) for place in areas(request.me)]
    return show(request, "setup/home.jinja", {"places": places}, subject="home")


@page(Seat.SETUP, Seat.AUDIT, reads=(Area, Agency, Member))
def partnership(request: HubRequest) -> HttpResponse:
    """The partnership as it stands: all that was settled, on one page."""
    context = {"areas": [(place, missing_in(place)) for place in areas(request.me)]}
    return show(request, "setup/partnership.jinja", context, subject="")


@page(Seat.SETUP, Seat.AUDIT)
def access(request: HubRequest) -> HttpResponse:
    """The access table that partner agencies sign, made from the policy."""
    context = {
        "mark": access_table.mark(),
        "rule": access_table.RULE,
        "permissions": table.permissions(),
        "readers": table.readers(),
        "handled": table.handled(),
    }
    return show(request, "setup/access.jinja", context, subject="")


@page(Seat.SETUP, Seat.AUDIT)
def access_paper(request: HubRequest) -> HttpResponse:
    """The same on paper, to be signed: nothing on it is written by hand but the signatures."""
    made = access_table.pdf(for_whom=str(request.me.known), at=request.me.now)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="access-table.pdf"'
    return answer
