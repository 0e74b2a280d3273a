"""The front doors: where somebody tells the hub of a worry, and what they go away with."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, page, render
from mash.foundation.clock.when import clock_time, long_date
from mash.foundation.partnership.models import Area
from mash.foundation.partnership.public_texts import Place, texts_at, texts_of
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import Received
from mash.pathway.enquiries.actions.receiving import already_received
from mash.pathway.enquiries.references import key_hash
from mash.pathway.enquiries.telling.public.languages import LANGUAGES
from mash.pathway.enquiries.views.frame import (
    RECEIVED,
    WHILE_READING_SECONDS,
    cookie_of,
    framed,
    hold,
    shown_of,
)

SHOWN = re.compile(r"[\w-]{8}")


@page(public=True)
def front(request: HubRequest) -> HttpResponse:
    """Where everybody arrives: call 999, ring us, write to us, come back."""
    context = {"areas": list(Area.objects.all()), "says": texts_at(Place.FRONT), "languages": LANGUAGES}
    return render(request, "enquiries/front.jinja", context)


@page(public=True)
def elsewhere(request: HubRequest) -> HttpResponse:
    """They live in no area of the hub's, or nobody knows where: whom to ring, and that we may be told all the same."""
    context = {"areas": list(Area.objects.all()), "says": texts_at(Place.FRONT)}
    return render(request, "enquiries/elsewhere.jinja", context)


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
        "texts": texts_of(area.pk),
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


def _read_by(area: Area, found: Received) -> Any:
    """When a social worker has read it at the latest."""
    clock = area.standard_on(found.received_at).clock
    return clock.first_rating_due(found.received_at, immediate_danger=found.immediate_danger)
