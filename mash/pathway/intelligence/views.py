"""Correcting an item."""

from __future__ import annotations

import uuid

from django.http import HttpResponse

from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.sightings import note
from mash.foundation.zones import Seat
from mash.pathway.intelligence.actions import correct_item, own_item
from mash.pathway.intelligence.forms import CorrectForm
from mash.pathway.intelligence.models import Item


@page(Seat.HUB, Seat.PARTNER, does=(correct_item,), reads=(Item,))
def correct(request: HubRequest, item: uuid.UUID) -> HttpResponse:
    """Put a new version in the place of one's own agency's item."""
    was = own_item(request.me, "correct_item", item)
    note(enquiry=was.enquiry_id)
    for person in was.about:
        note(person)
    initial = {"text": was.text, "handling": was.handling, "conditions": was.conditions}
    form = CorrectForm(request.POST or None, initial=initial)
    back = f"/requests/{was.request}" if was.request else "/requests/"
    if form.is_valid():
        with attempt(form):
            correct_item(request.me, was.pk, **form.cleaned_data)
            return done(request, "Corrected. The old version stays for those who may read it.", to=back)
    return render(request, "intelligence/correct.jinja", {"item": was, "form": form, "back": back})
