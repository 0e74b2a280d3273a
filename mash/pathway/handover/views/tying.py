"""Somebody of a team knows one of those whom a handover is about."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, page
from mash.foundation.access.verbs import Refused
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import declare_tie
from mash.pathway.enquiries.views.tying import say_tie
from mash.pathway.handover.models import Handover
from mash.pathway.handover.reading import handover_for, note_all


@page(Seat.OPS, does=(declare_tie,), reads=(Handover,))
def tie(request: HubRequest, key: uuid.UUID) -> HttpResponse:
    """Say that one knows somebody here; the rest of the team goes on with it."""
    found = handover_for(request.me, key)
    names = found.product.get("names", {})
    if not names:  # withdrawn: nobody is read of any more
        raise Refused("not_found", about=found)
    note_all(found)
    return say_tie(
        request,
        found.enquiry,
        what="handover",
        reference=found.reference,
        people=list(names.items()),
        back=reverse("handover:handover", args=[found.pk]),
    )
