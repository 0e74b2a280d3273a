"""The front doors: where somebody tells the hub of a worry, and what they go away with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect

from mash.foundation.access.pages import HubRequest, attempt, page, render
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Area
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import Received, receive_enquiry
from mash.pathway.enquiries.actions.receiving import already_received
from mash.pathway.enquiries.forms.telling import MOST_PEOPLE, FullForm, PublicForm, as_typed, people_on
from mash.pathway.enquiries.models import Origin
from mash.pathway.enquiries.references import key_hash
from mash.pathway.enquiries.views.frame import (
    RECEIVED,
    WHILE_READING_SECONDS,
    cookie_of,
    framed,
    hold,
    shown_of,
    token_of,
)

SHOWN = re.compile(r"[\w-]{8}")


@page(public=True)
def front(request: HubRequest) -> HttpResponse:
    """Where everybody arrives: call 999, ring us, write to us, come back."""
    return render(request, "enquiries/front.jinja", {"areas": list(Area.objects.all())})


@page(public=True, does=(receive_enquiry,))
def public(request: HubRequest, area: str) -> HttpResponse:
    """One plain page for somebody who is worried."""
    where = Area.objects.filter(slug=area).first()
    if where is None:
        raise Refused("not_found")
    token = token_of(request)
    form = PublicForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            receive_enquiry(request.me, channel=Origin.Channel.PUBLIC, area=where.slug, key=token, **form.told())
            return _received(token)
    context = {"page": framed(request, where), "area": where, "form": form, "token": token}
    return hold(render(request, "enquiries/public.jinja", context), token)


@page(Seat.INTAKE, public=True, does=(receive_enquiry,))
def professional(request: HubRequest) -> HttpResponse:
    """The form for those who work with children or adults, signed in or not."""
    member = request.me.member
    own = (
        {"name": member.name, "agency": member.agency.name, "phone": member.phone, "email": member.email}
        if member
        else {}
    )
    initial: dict[str, Any] = {f"referrer_{name}": value for name, value in own.items()}
    return _full(request, list(Area.objects.all()), {**initial, "area": request.GET.get("area")})


@page(Seat.HUB, Seat.INTAKE, public=True)
def received(request: HubRequest) -> HttpResponse:
    """Reference and code, and what happens next: shown to the browser that sent it, for a while."""
    me, shown = request.me, request.GET.get("told", "")
    token = request.COOKIES.get(cookie_of(shown), "") if SHOWN.fullmatch(shown) else ""
    hashed = key_hash(token, member=me.member.pk if me.member else None, play=None)
    found = already_received(hashed, token) if token else None
    if found is None:
        return render(request, "enquiries/no_receipt.jinja", {"page": framed(request)})
    area = Area.objects.get(pk=found.area)
    context = {"page": framed(request, area), "area": area, "received": found, "read_by": _read_by(area, found)}
    return hold(render(request, "enquiries/received.jinja", context), token, seconds=WHILE_READING_SECONDS)


def _full(request: HubRequest, areas: Sequence[Area], initial: dict[str, Any]) -> HttpResponse:
    token = token_of(request)
    if request.method == "POST":
        form = FullForm(request.POST, areas=areas, people=people_on(request))
        if "more" in request.POST:
            typed = as_typed(form)
            form = FullForm(areas=areas, people=min(people_on(request) + 1, MOST_PEOPLE), initial=typed)
        elif form.is_valid():
            with attempt(form):
                receive_enquiry(request.me, key=token, **form.told())
                return _received(token)
    else:
        form = FullForm(areas=areas, initial=initial)
    context = {"form": form, "token": token, "one_area": len(areas) == 1}
    return hold(render(request, "enquiries/full.jinja", context), token)


def _received(token: str) -> HttpResponse:
    return hold(HttpResponseRedirect(f"{RECEIVED}?told={shown_of(token)}"), token)


def _read_by(area: Area, found: Received) -> Any:
    """When a social worker has read it at the latest."""
    clock = area.standard_on(found.received_at).clock
    return clock.first_rating_due(found.received_at, immediate_danger=found.immediate_danger)
