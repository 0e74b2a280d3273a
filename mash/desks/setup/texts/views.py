"""What each area tells the public and professionals, and the page that sets one text."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from mash.desks.setup.forms import SetUpForm
from mash.desks.setup.looking_first import Steps, look_first
from mash.desks.setup.showing import history_of, own, show
from mash.desks.setup.texts.actions import MOST, set_public_text, shown
from mash.desks.setup.verbs import own_areas
from mash.foundation.access.pages import HubRequest, page
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Area, PublicText
from mash.foundation.partnership.public_texts import AS_IT_COMES, lines_of
from mash.foundation.zones import Seat
from mash.ui.fields import LongText


class TextForm(SetUpForm):
    """One text of the public pages."""

    text = LongText(
        label="In your own words",
        help_text="Short words and short sentences: whoever reads it may be afraid, or read little. A line each. "
        "Leave it empty for the text that the hub comes with.",
        required=False,
        max_length=MOST,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"max_length": "Shorten it to 4,000 characters"},
    )


@page(Seat.SETUP, reads=(Area, PublicText))
def texts(request: HubRequest) -> HttpResponse:
    """What each area tells the public. Two queries."""
    found = Area.objects.filter(pk__in=own_areas(request.me)).prefetch_related("public_texts")
    places = []
    for area in found:
        own_text = {one.place: one.text for one in area.public_texts.all()}
        rows = [
            (place, label, bool(own_text.get(place)), lines_of(own_text.get(place) or AS_IT_COMES[place]))
            for place, label in PublicText.Place.choices
        ]
        places.append((area, rows))
    return show(request, "setup/texts/texts.jinja", {"places": places}, subject="texts")


@page(Seat.SETUP, does=(set_public_text,), reads=(Area, PublicText))
def text(request: HubRequest, area: str, place: str) -> HttpResponse:
    """Set one text, after a look at it as people will read it."""
    where = own(request.me, Area.objects.filter(slug=area))
    if place not in PublicText.Place.values:
        raise Refused("not_found")
    found = PublicText.objects.filter(area=where, place=place).first()
    steps = Steps(
        "setup/texts/text.jinja",
        "setup/texts/check.jinja",
        f"{PublicText.Place(place).label}, in {where}",
        "Let people read this",
        lambda made: "People read this from now on.",
        reverse("setup:texts"),
        "texts",
        {
            "area": where,
            "lines": lines_of((found.text if found else "") or AS_IT_COMES[place]),
            "history": history_of(found) if found else [],
        },
    )
    return look_first(
        request,
        TextForm(request.POST or None, stands=shown(found)),
        lambda typed: set_public_text(request.me, where.pk, place, **typed),
        lambda typed: {"lines": lines_of(typed["text"] or AS_IT_COMES[place])},
        steps,
    )
