"""Pages that exist for the tests of the entrance alone."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import include, path

from mash.foundation.access.pages import HubRequest, done, page
from mash.foundation.access.sightings import sighted
from mash.foundation.access.verbs import Refused, record
from mash.foundation.partnership.models import Concern, Member
from mash.foundation.zones import Seat


@page(Seat.HUB)
def hub_only(request: HubRequest) -> HttpResponse:
    """Says who acts."""
    return HttpResponse(f"hub: {request.me.known}")


@page(Seat.HUB)
def shows_somebody(request: HubRequest) -> HttpResponse:
    """Shows one member's name as pages show people."""
    return HttpResponse(sighted(Member.objects.get(username="sw.tamarshire.1")))


@page(Seat.HUB)
def refuses(request: HubRequest) -> HttpResponse:
    """Loads something that may not be seen."""
    raise Refused("not_found", hidden=["tied"])


@page(Seat.HUB, Seat.SETUP)
def breaks(request: HubRequest) -> HttpResponse:
    """Writes, then breaks."""
    record(request.me, "before_it_broke")
    raise ZeroDivisionError


@page(Seat.SETUP)
def adds(request: HubRequest) -> HttpResponse:
    """Adds a concern for each submission."""
    Concern.add(slug=f"made-{Concern.objects.count()}", label="Made")
    return done(request, "Made.", to="/hub-only")


@page(Seat.INTAKE, public=True)
def open_to_all(request: HubRequest) -> HttpResponse:
    """A public page."""
    return HttpResponse(f"{request.me.seat}: {request.me.member}")


urlpatterns = [
    path("hub-only", hub_only),
    path("shows", shows_somebody),
    path("refuses", refuses),
    path("breaks", breaks),
    path("adds", adds),
    path("open", open_to_all),
    path("", include("mash.config.urls")),
]
handler500 = "mash.foundation.access.failures.broken"
