"""The request templates of the agencies that are asked: each shows a made-up request before it is saved."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.urls import reverse

from mash.desks.setup.looking_first import Steps, look_first
from mash.desks.setup.requests.actions import checked_template, set_request, shown
from mash.desks.setup.requests.forms import TemplateForm
from mash.desks.setup.requests.preview import previewed
from mash.desks.setup.showing import history_of, own, show
from mash.desks.setup.verbs import all_own, own_areas
from mash.foundation.access.pages import HubRequest, page
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Agency, Area
from mash.foundation.zones import Seat
from mash.ui.words import listed

ALWAYS = "the story and the household"


@page(Seat.SETUP, reads=(Agency, Area))
def requests(request: HubRequest) -> HttpResponse:
    """What each agency's requests carry and ask."""
    served = Agency.objects.filter(areas__in=own_areas(request.me), host=False).distinct()
    labels = dict(Agency.Section.choices)
    agencies = [
        (one, listed([ALWAYS, *(labels[section] for section in one.sections)]), _may_change(request, one))
        for one in served.prefetch_related(Prefetch("areas", Area.objects.all()))
    ]
    return show(request, "setup/requests/requests.jinja", {"agencies": agencies}, subject="requests")


@page(Seat.SETUP, does=(set_request,), reads=(Agency, Area))
def template(request: HubRequest, agency: str) -> HttpResponse:
    """Set what one agency's requests carry and ask."""
    served = Agency.objects.filter(slug=agency, host=False).prefetch_related("areas")
    found = own(request.me, served, "areas")
    if not _may_change(request, found):
        raise Refused("not_found", about=found, hidden=["role"])
    areas = list(found.areas.all())
    elsewhere = f"It stands in {listed(areas)} alike." if len(areas) > 1 else ""
    steps = Steps(
        "setup/requests/template.jinja",
        "setup/requests/check.jinja",
        f"Requests to {found}",
        "Save what it is asked",
        lambda made: f"Saved. Requests to {made} carry it from the next one on.",
        reverse("setup:requests"),
        "requests",
        {
            "elsewhere": elsewhere,
            "told": previewed(request.me, areas[0], sections=list(found.sections)),
            "asked": found.question,
            "history": history_of(found),
        },
    )

    def effect(typed: dict[str, Any]) -> dict[str, Any]:
        said = checked_template(typed)
        will = ["Requests that were sent keep what they carried. The next one is like the one below.", elsewhere]
        return {
            "will": [one for one in will if one],
            "told": previewed(request.me, areas[0], sections=said["sections"]),
            "asked": said["question"],
        }

    form = TemplateForm(request.POST or None, stands=shown(found))
    act = partial(set_request, request.me, found.pk)
    return look_first(request, form, lambda typed: act(**typed), effect, steps)


def _may_change(request: HubRequest, agency: Agency) -> bool:
    """Whether whoever looks is administrator in every area that an agency serves."""
    return all_own(request.me, [area.pk for area in agency.areas.all()])
