"""Somebody knows one of those whom a request is about."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, page
from mash.foundation.access.sightings import sighted
from mash.foundation.access.verbs import Refused
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import declare_tie
from mash.pathway.enquiries.views.tying import say_tie
from mash.pathway.gathering.models import Request
from mash.pathway.gathering.own import people_of
from mash.pathway.gathering.permission import is_own, reading_request


@page(Seat.HUB, Seat.PARTNER, does=(declare_tie,), reads=(Request,))
def tie(request: HubRequest, request_id: uuid.UUID) -> HttpResponse:
    """Say that one knows somebody here; the own agency's other researchers answer."""
    asked, facts = reading_request(request.me, request_id)
    if not is_own(request.me, asked, facts):
        raise Refused("not_found", about=asked)
    return say_tie(
        request,
        asked.enquiry_id,
        what="request",
        reference=asked.content["reference"],
        people=[(str(person.pk), sighted(person)) for person in people_of(asked)],
        back=reverse("gathering:request", args=[asked.pk]),
    )
