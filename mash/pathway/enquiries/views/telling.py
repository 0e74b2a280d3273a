"""The front doors: where somebody tells the hub of a worry, and what they go away with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, attempt, page, render
from mash.foundation.access.policy import TELLERS
from mash.foundation.access.verbs import Refused
from mash.foundation.clock.when import clock_time, long_date
from mash.foundation.partnership.models import Area, Role
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import Received, receive_enquiry
from mash.pathway.enquiries.actions.receiving import already_received
from mash.pathway.enquiries.forms.telling import MOST_PEOPLE, FullForm, as_typed, people_on
from mash.pathway.enquiries.references import key_hash
from mash.pathway.enquiries.telling.public.languages import LANGUAGES
from mash.pathway.enquiries.views.frame import (
    RECEIVED,
    WHILE_READING_SECONDS,
    cookie_of,
    framed,
    hold,
    received_page,
    shown_of,
    token_of,
)

SHOWN = re.compile(r"[\w-]{8}")


@page(public=True)
def front(request: HubRequest) -> HttpResponse:
    """Where everybody arrives: call 999, ring us, write to us, come back."""
    return render(request, "enquiries/front.jinja", {"areas": list(Area.objects.all()), "languages": LANGUAGES})


@page(Seat.HUB, does=(receive_enquiry,))
def new(request: HubRequest) -> HttpResponse:
    """The form of a call handler or social worker, while somebody tells."""
    areas = list(Area.objects.filter(pk__in=request.me.areas_as(*(TELLERS - {Role.REFERRER}))))
    if not areas:
        raise Refused("role")
    return _full(request, areas, {}, by_the_hub=True)


@page(Seat.HUB, Seat.INTAKE, public=True)
def received(request: HubRequest) -> HttpResponse:
    """Reference and code, and what happens next: shown to the browser that sent it, for a while."""
    found, token = _just_received(request)
    if found is None:
        return render(request, "enquiries/no_receipt.jinja", {"page": framed(request)})
    area = Area.objects.get(pk=found.area)
    context = {
        "page": framed(request, area),
        "area": area,
        "received": found,
        "read_by": _read_by(area, found),
        "copy": f"{reverse('enquiries:copy')}?told={shown_of(token)}",
    }
    return hold(render(request, "enquiries/received.jinja", context), token, seconds=WHILE_READING_SECONDS)


@page(Seat.HUB, Seat.INTAKE, public=True)
def copy(request: HubRequest) -> HttpResponse:
    """The same to keep: a text that gives nothing away, under a name that gives nothing away."""
    found, _ = _just_received(request)
    if found is None:
        return HttpResponseRedirect(RECEIVED)
    area = Area.objects.get(pk=found.area)
    lines = [
        f"Reference: {found.reference}",
        f"Code: {found.code}",
        f"By: {long_date(_read_by(area, found))}, {clock_time(_read_by(area, found))}",
        f"Ring: {area.phone} ({area.hours})",
        f"Web: {request.build_absolute_uri(reverse('enquiries:back'))}",
    ]
    answer = HttpResponse("\r\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="note.txt"'
    return answer


def _just_received(request: HubRequest) -> tuple[Received | None, str]:
    """What this browser has just sent, with its token; nothing when that is too long ago, or another browser's."""
    me, shown = request.me, request.GET.get("told", "")
    token = request.COOKIES.get(cookie_of(shown), "") if SHOWN.fullmatch(shown) else ""
    hashed = key_hash(token, member=me.member.pk if me.member else None, play=None)
    return (already_received(hashed, token) if token else None), token


def _full(request: HubRequest, areas: Sequence[Area], initial: dict[str, Any], *, by_the_hub: bool) -> HttpResponse:
    token = token_of(request)
    if request.method == "POST":
        form = FullForm(request.POST, areas=areas, people=people_on(request), by_the_hub=by_the_hub)
        if "more" in request.POST:
            typed = as_typed(form)
            form = FullForm(
                areas=areas, people=min(people_on(request) + 1, MOST_PEOPLE), by_the_hub=by_the_hub, initial=typed
            )
        elif form.is_valid():
            with attempt(form):
                receive_enquiry(request.me, key=token, **form.told())
                return _received(token)
    else:
        form = FullForm(areas=areas, by_the_hub=by_the_hub, initial=initial)
    context = {"form": form, "token": token, "by_the_hub": by_the_hub, "one_area": len(areas) == 1}
    return hold(render(request, "enquiries/full.jinja", context), token)


def _received(token: str) -> HttpResponse:
    return hold(received_page(token), token)


def _read_by(area: Area, found: Received) -> Any:
    """When a social worker has read it at the latest."""
    clock = area.standard_on(found.received_at).clock
    return clock.first_rating_due(found.received_at, immediate_danger=found.immediate_danger)
