"""The standards of each area, and the pages that change them: each shows what it does before it is saved."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from mash.desks.setup.forms import SetUpForm
from mash.desks.setup.looking_first import Steps, look_first
from mash.desks.setup.showing import asked, own, show
from mash.desks.setup.standards.actions import (
    Standards,
    begins,
    checked,
    close_hub,
    closed_by,
    open_after_all,
    set_limits,
    set_opening_hours,
    standards_of,
    take_standard_back,
)
from mash.desks.setup.standards.examples import around, cases, out_of_order
from mash.desks.setup.standards.forms import ClosureForm, HoursForm, LimitsForm
from mash.desks.setup.standards.rules import changed_by
from mash.desks.setup.standards.telling import days_of, told
from mash.desks.setup.verbs import own_areas
from mash.foundation.access.pages import HubRequest, page
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.closures import Closure
from mash.foundation.clock.standard import Standard
from mash.foundation.clock.when import long_date
from mash.foundation.partnership.models import Area, ServiceStandard
from mash.foundation.zones import Seat

KEPT = "Enquiries that were received before keep the times that they were promised."
LATER = "The same is changed in the standard planned from {}."


@page(Seat.SETUP, reads=(Area, ServiceStandard))
def standards(request: HubRequest) -> HttpResponse:
    """The standards of the areas in which whoever looks is administrator."""
    found = Area.objects.filter(pk__in=own_areas(request.me)).prefetch_related("standards")
    places = [told(standards_of(area, request.me.now), request.me.now) for area in found]
    return show(request, "setup/standards/standards.jinja", {"places": places}, subject="standards")


@page(Seat.SETUP, does=(set_limits,), reads=(Area, ServiceStandard))
def limits(request: HubRequest, area: str) -> HttpResponse:
    """Set the limits, from now or a later day on."""
    stands = _stands(request, area)
    steps = _steps(
        "limits",
        f"The limits of {stands.area}",
        "Set the limits",
        cases=cases(None, stands.clock, request.me.now) if stands.holds else [],
    )
    form = LimitsForm(request.POST or None, stands=stands)
    act = partial(set_limits, request.me, stands.area.pk)
    return look_first(request, form, lambda typed: act(**typed), partial(_from_a_day, stands, request.me.now), steps)


@page(Seat.SETUP, does=(set_opening_hours,), reads=(Area, ServiceStandard))
def hours(request: HubRequest, area: str) -> HttpResponse:
    """Set the opening hours, from now or a later day on."""
    stands = _stands(request, area)
    form = HoursForm(request.POST or None, stands=stands, now=request.me.now)
    act = partial(set_opening_hours, request.me, stands.area.pk)
    steps = _steps("hours", f"Opening hours of {stands.area}", "Set the opening hours", area=stands.area)
    return look_first(request, form, lambda typed: act(**typed), partial(_from_a_day, stands, request.me.now), steps)


@page(Seat.SETUP, does=(close_hub,), reads=(Area, ServiceStandard))
def close(request: HubRequest, area: str) -> HttpResponse:
    """Close the hub for a day or several."""
    stands, now = _stands(request, area), request.me.now

    def effect(typed: dict[str, Any]) -> dict[str, Any]:
        closure: Closure = checked(typed["closure"], now)
        becomes = Standard.from_json(closed_by(stands.clock.to_json(), closure))
        will = [
            f"The hub is closed {days_of(closure)}.",
            f"{KEPT} Where one of them is due on these days, somebody must be there to meet it.",
            *_also(stands, now),
        ]
        return {"will": will, "cases": [around(stands.clock, becomes, closure, now)]}

    form = ClosureForm(request.POST or None, stands=stands)
    act = partial(close_hub, request.me, stands.area.pk)
    steps = _steps("closure", f"Close the hub of {stands.area}", "Close the hub on these days")
    return look_first(request, form, lambda typed: act(**typed), effect, steps)


@page(Seat.SETUP, does=(open_after_all,), reads=(Area, ServiceStandard))
def open_again(request: HubRequest, area: str, first: str) -> HttpResponse:
    """Open after all where the hub was to be closed."""
    stands = _stands(request, area)
    closure = next((one for one in stands.clock.calendar.closures if one.first.isoformat() == first), None)
    if closure is None:
        raise Refused("not_found")
    return asked(
        request,
        SetUpForm(request.POST or None, stands=stands.shown),
        lambda typed: open_after_all(request.me, stands.area.pk, closure=closure, **typed),
        heading=f"Open after all: {days_of(closure)}",
        button="Open after all",
        says=lambda made: "The hub opens on these days.",
        back=reverse("setup:standards"),
        subject="standards",
        will=[f"The hub of {stands.area} opens on these days as in any other week.", KEPT],
    )


@page(Seat.SETUP, does=(take_standard_back,), reads=(Area, ServiceStandard))
def take_back(request: HubRequest, standard: uuid.UUID) -> HttpResponse:
    """Take back a standard that does not hold yet."""
    planned = own(request.me, ServiceStandard.objects.filter(pk=standard), "area")
    stands = standards_of(planned.area, request.me.now)
    return asked(
        request,
        SetUpForm(request.POST or None, stands=stands.shown),
        lambda typed: take_standard_back(request.me, planned.pk, **typed),
        heading=f"Take back the standard from {long_date(planned.holds_from)}",
        button="Take it back",
        says=lambda made: "The standard is taken back.",
        back=reverse("setup:standards"),
        subject="standards",
        will=["The standard before it goes on. Nothing that was promised moves."],
        stops="" if planned.holds_from > request.me.now else "It holds already. Set another one from a later day.",
        warns=True,
    )


def _stands(request: HubRequest, area: str) -> Standards:
    return standards_of(own(request.me, Area.objects.filter(slug=area)), request.me.now)


def _steps(form_page: str, heading: str, button: str, **context: Any) -> Steps:
    return Steps(
        f"setup/standards/{form_page}.jinja",
        "setup/standards/check.jinja",
        heading,
        button,
        _it_holds,
        reverse("setup:standards"),
        "standards",
        context,
    )


def _it_holds(made: ServiceStandard) -> str:
    return f"It holds from {long_date(made.holds_from)}."


def _from_a_day(stands: Standards, now: datetime, typed: dict[str, Any]) -> Mapping[str, Any]:
    """What a change of limits or hours does, from its day on."""
    moment = begins(typed["holds_from"], now)
    base = stands.at(moment)
    try:
        becomes = Standard.from_json(changed_by(base.rules if base else Standard().to_json(), typed["change"]))
    except ValueError as error:
        raise Invalid(holds_from=str(error)) from error
    will = [f"It holds from {'now' if moment == now else long_date(moment)}. {KEPT}", *_also(stands, moment)]
    return {
        "will": will,
        "warning": out_of_order(becomes, moment),
        "cases": cases(base.clock if base else None, becomes, moment),
    }


def _also(stands: Standards, moment: datetime) -> list[str]:
    return [LATER.format(long_date(one.holds_from)) for one in stands.after(moment)]
