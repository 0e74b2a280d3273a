"""The request templates of the agencies that are asked: each shows a made-up request before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.urls import reverse

from mash.desks.setup.looking_first import Steps, look_first
from mash.desks.setup.requests.actions import checked_template, set_request, shown
from mash.desks.setup.requests.forms import TemplateForm
from mash.desks.setup.requests.preview import previewed
from mash.desks.setup.showing import history_of, show
from mash.desks.setup.verbs import all_own, own_areas
from mash.foundation.access.pages import HubRequest, page
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Agency, Area
from mash.foundation.partnership.models.agencies import Serving
from mash.foundation.zones import Seat
from mash.ui.words import listed

ALWAYS = "the story and the household"


@page(Seat.SETUP, reads=(Agency, Area))
def requests(request: HubRequest) -> HttpResponse:
    """What each agency's requests carry and ask."""
    labels = dict(Agency.Section.choices)
    agencies = [
        (one, areas, listed([ALWAYS, *(labels[section] for section in one.sections)]), _may_change(request, areas))
        for one in _served(request)
        if (areas := _areas(one))
    ]
    return show(request, "setup/requests/requests.jinja", {"agencies": agencies}, subject="requests")


@page(Seat.SETUP, does=(set_request,), reads=(Agency, Area))
def template(request: HubRequest, agency: str) -> HttpResponse:
    """Set what one agency's requests carry and ask."""
    found = _served(request).filter(slug=agency).first()
    areas = _areas(found) if found else []
    if found is None or not _may_change(request, areas):
        raise Refused("not_found", about=found, hidden=["role"])
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


def _served(request: HubRequest) -> QuerySet[Agency]:
    """The agencies that serve an area of whoever looks now, with all that they serve. Two queries."""
    now = request.me.now
    here = Serving.objects.filter(area__in=own_areas(request.me), until__gt=now).values("agency")
    serving = Serving.objects.filter(until__gt=now).select_related("area").order_by("area__name")
    return Agency.objects.filter(pk__in=here, host=False).prefetch_related(Prefetch("serving_set", serving))


def _areas(agency: Agency) -> list[Area]:
    return [one.area for one in agency.serving_set.all()]


def _may_change(request: HubRequest, areas: Sequence[Area]) -> bool:
    """Whether whoever looks is administrator in every area that an agency serves."""
    return all_own(request.me, [area.pk for area in areas])
