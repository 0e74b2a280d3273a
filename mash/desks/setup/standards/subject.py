"""Plugs the service standard into the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import path, reverse

from mash.desks.setup.as_it_stands import Place
from mash.desks.setup.standards import views
from mash.desks.setup.subjects import Missing, subject


def missing(place: Place) -> Iterable[Missing]:
    """Without a standard nothing can be received."""
    if place.since is None:
        yield Missing("No service standard holds: nothing can be received.", reverse("setup:standards"), stops=True)


subject(
    "standards",
    "Service standard",
    order=60,
    urls=[
        path("standards", views.standards, name="standards"),
        path("standards/<slug:area>/limits", views.limits, name="limits"),
        path("standards/<slug:area>/hours", views.hours, name="hours"),
        path("standards/<slug:area>/close", views.close, name="close"),
        path("standards/<slug:area>/closures/<str:first>", views.open_again, name="open_after_all"),
        path("standards/planned/<uuid:standard>", views.take_back, name="take_standard_back"),
    ],
    missing=missing,
)
