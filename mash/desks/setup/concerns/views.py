"""The concerns of the hub, and the pages that add, rename and retire one."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from mash.desks.setup.concerns.actions import (
    MOST_LABEL,
    add_concern,
    add_usual_concerns,
    missing_usual,
    offer_concern_again,
    rename_concern,
    retire_concern,
    rules_that_name,
    shown,
    what_stops,
)
from mash.desks.setup.forms import SetUpForm, UsualForm
from mash.desks.setup.showing import asked, show
from mash.desks.setup.verbs import all_own
from mash.foundation.access.pages import HubRequest, page
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Area, Concern
from mash.foundation.zones import Seat
from mash.ui.words import count

STAYS = "Enquiries that bear it keep it, under the same name. Figures count it on."


class ConcernForm(SetUpForm):
    """What a concern is called."""

    label = forms.CharField(
        label="What is it called?",
        help_text="Professionals and call handlers choose it from a list.",
        max_length=MOST_LABEL,
        error_messages={
            "required": "Write what the concern is called",
            "max_length": f"Shorten it to {MOST_LABEL} characters",
        },
    )


@page(Seat.SETUP, reads=(Concern,))
def concerns(request: HubRequest) -> HttpResponse:
    """All concerns, those that are retired last."""
    rows = sorted(Concern.objects.all(), key=lambda one: one.retired_at is not None)
    context = {"concerns": rows, "may_change": _of_the_whole_hub(request), "usual": missing_usual()}
    return show(request, "setup/concerns/concerns.jinja", context, subject="concerns")


@page(Seat.SETUP, does=(add_concern,), reads=(Concern,))
def new_concern(request: HubRequest) -> HttpResponse:
    """Add a concern."""
    if not _of_the_whole_hub(request):
        raise Refused("not_found", hidden=["role"])
    return asked(
        request,
        ConcernForm(request.POST or None),
        lambda told: add_concern(request.me, **told),
        heading="Add a concern",
        button="Add it",
        says=lambda made: f"{made.label} can be chosen from now on.",
        back=reverse("setup:concerns"),
        subject="concerns",
    )


@page(Seat.SETUP, does=(add_usual_concerns,), reads=(Concern,))
def usual(request: HubRequest) -> HttpResponse:
    """Add concerns that hubs mostly have."""
    if not _of_the_whole_hub(request):
        raise Refused("not_found", hidden=["role"])
    missing = missing_usual()
    return asked(
        request,
        UsualForm(request.POST or None, choices=missing),
        lambda told: add_usual_concerns(request.me, **told),
        heading="Add concerns that hubs mostly have",
        button="Add them",
        says=lambda made: f"{count(len(made), 'concern').capitalize()} added.",
        back=reverse("setup:concerns"),
        subject="concerns",
        stops="" if missing else "All of them are there already.",
    )


@page(Seat.SETUP, does=(rename_concern,), reads=(Concern,))
def concern(request: HubRequest, concern: str) -> HttpResponse:
    """Rename a concern."""
    found = _found(request, concern)
    way = ("Offer it again", "offer_concern_again") if found.retired_at else ("Retire it", "retire_concern")
    return asked(
        request,
        ConcernForm(request.POST or None, stands=shown(found)),
        lambda told: rename_concern(request.me, found.pk, **told),
        heading=found.label,
        lead=f"Its short name, {found.slug}, stays: enquiries, rules and figures hold it.",
        button="Save",
        says=lambda saved: f"It is called {saved.label} now, also where enquiries bear it.",
        back=reverse("setup:concerns"),
        subject="concerns",
        row=found,
        ways=[(way[0], reverse(f"setup:{way[1]}", args=[found.slug]))],
    )


@page(Seat.SETUP, does=(retire_concern,), reads=(Concern,))
def retire(request: HubRequest, concern: str) -> HttpResponse:
    """Offer a concern no more."""
    found = _found(request, concern)
    rules = [f"The rule by which {rule} names it still." for rule in rules_that_name(found)]
    return asked(
        request,
        SetUpForm(request.POST or None, stands=shown(found)),
        lambda told: retire_concern(request.me, found.pk, **told),
        heading=f"Retire {found.label}",
        button="Retire it",
        says=lambda saved: f"{saved.label} is offered no more.",
        back=reverse("setup:concerns"),
        subject="concerns",
        will=["Nobody can choose it any more.", STAYS, *rules],
        stops=what_stops(found),
        warns=True,
        row=found,
    )


@page(Seat.SETUP, does=(offer_concern_again,), reads=(Concern,))
def offer_again(request: HubRequest, concern: str) -> HttpResponse:
    """Offer a retired concern again."""
    found = _found(request, concern)
    return asked(
        request,
        SetUpForm(request.POST or None, stands=shown(found)),
        lambda told: offer_concern_again(request.me, found.pk, **told),
        heading=f"Offer {found.label} again",
        button="Offer it again",
        says=lambda saved: f"{saved.label} can be chosen again.",
        back=reverse("setup:concerns"),
        subject="concerns",
        stops="" if found.retired_at else "It is offered already.",
        row=found,
    )


def _of_the_whole_hub(request: HubRequest) -> bool:
    return all_own(request.me, Area.objects.values_list("pk", flat=True))


def _found(request: HubRequest, slug: str) -> Concern:
    found = Concern.objects.filter(slug=slug).first()
    if found is None or not _of_the_whole_hub(request):
        raise Refused("not_found", about=found, hidden=["role"])
    return found
