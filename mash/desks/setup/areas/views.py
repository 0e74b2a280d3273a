"""The areas, one of them, and a new one."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from mash.desks.setup.areas.actions import change_area, make_area, shown
from mash.desks.setup.areas.forms import AreaForm
from mash.desks.setup.showing import asked, own, show
from mash.desks.setup.verbs import own_areas
from mash.foundation.access.pages import HubRequest, page
from mash.foundation.partnership.models import Area
from mash.foundation.zones import Seat


@page(Seat.SETUP, reads=(Area,))
def areas(request: HubRequest) -> HttpResponse:
    """The areas in which whoever looks is administrator."""
    everything = list(Area.objects.all())
    mine = [area for area in everything if area.pk in own_areas(request.me)]
    context = {"areas": mine, "may_make": len(mine) == len(everything)}
    return show(request, "setup/areas/areas.jinja", context, subject="areas")


@page(Seat.SETUP, does=(make_area,), reads=(Area,))
def new_area(request: HubRequest) -> HttpResponse:
    """Make an area."""
    return asked(
        request,
        AreaForm(request.POST or None),
        lambda told: make_area(request.me, **told),
        heading="Make an area",
        button="Make the area",
        says=lambda area: f"{area.name} is made. The checklist says what it still misses.",
        back=reverse("setup:areas"),
        to=reverse("setup:home"),
        subject="areas",
    )


@page(Seat.SETUP, does=(change_area,), reads=(Area,))
def area(request: HubRequest, area: str) -> HttpResponse:
    """What one area says of itself."""
    found = own(request.me, Area.objects.filter(slug=area))
    return asked(
        request,
        AreaForm(request.POST or None, stands=shown(found)),
        lambda told: change_area(request.me, found.pk, **told),
        heading=found.name,
        button="Save",
        says=lambda saved: f"{saved.name} is saved.",
        back=reverse("setup:areas"),
        subject="areas",
        row=found,
    )
