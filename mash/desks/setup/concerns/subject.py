"""Plugs the concerns into the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import path, reverse

from mash.desks.setup.as_it_stands import Place
from mash.desks.setup.concerns import views
from mash.desks.setup.subjects import Missing, subject


def missing(place: Place) -> Iterable[Missing]:
    """A hub that names no worry."""
    if not place.has_concerns:
        yield Missing("No concerns: nobody can say what kind of worry it is.", reverse("setup:concerns"))


subject(
    "concerns",
    "Concerns",
    order=100,
    urls=[
        path("concerns", views.concerns, name="concerns"),
        path("concerns/new", views.new_concern, name="new_concern"),
        path("concerns/usual", views.usual, name="usual_concerns"),
        path("concerns/<slug:concern>", views.concern, name="concern"),
        path("concerns/<slug:concern>/retire", views.retire, name="retire_concern"),
        path("concerns/<slug:concern>/again", views.offer_again, name="offer_concern_again"),
    ],
    missing=missing,
)
