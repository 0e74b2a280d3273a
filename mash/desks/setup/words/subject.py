"""Plugs the words of an area into the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import path, reverse

from mash.desks.setup.as_it_stands import Place
from mash.desks.setup.subjects import Missing, subject
from mash.desks.setup.words import views
from mash.desks.setup.words.kinds import KINDS
from mash.foundation.clock.standard import Level


def missing(place: Place) -> Iterable[Missing]:
    """Levels without a criterion, and a call screen without prompts."""
    area = place.area
    said = {criterion.level for criterion in area.criteria.all()}
    for level in Level:
        if level not in said:
            yield Missing(f"No criteria for {level}.", reverse("setup:entries", args=[area.slug, "ratings"]))
    if not area.prompts.all():
        yield Missing(KINDS["prompts"].empty, reverse("setup:entries", args=[area.slug, "prompts"]))
    if not area.guidance.all():
        yield Missing(
            f"No threshold guide. {KINDS['guide'].empty}", reverse("setup:entries", args=[area.slug, "guide"])
        )


subject(
    "words",
    "Words",
    order=90,
    urls=[
        path("words", views.words, name="words"),
        path("words/<slug:area>/<slug:kind>", views.entries, name="entries"),
        path("words/<slug:area>/<slug:kind>/new", views.new_entry, name="add_words"),
        path("words/<slug:area>/<slug:kind>/usual", views.usual, name="usual_words"),
        path("words/<slug:kind>/entries/<uuid:entry>", views.entry, name="change_words"),
        path("words/<slug:kind>/entries/<uuid:entry>/end", views.end_entry, name="end_words"),
    ],
    missing=missing,
)
