"""Plugs areas into the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import path, reverse

from mash.desks.setup.areas import views
from mash.desks.setup.as_it_stands import Place
from mash.desks.setup.subjects import Missing, subject


def missing(place: Place) -> Iterable[Missing]:
    """What the area does not say of itself yet."""
    area, href = place.area, reverse("setup:area", args=[place.area.slug])
    if not area.phone:
        yield Missing("No telephone number: the public is given none.", href, stops=True)
    if not area.hours:
        yield Missing("Nothing says when the hub is open.", href)
    if not area.lawful_basis:
        yield Missing("No lawful basis: agencies cannot be asked.", href, stops=True)
    if not area.postcodes:
        yield Missing("No postcodes: addresses are told to be here by the area's name alone.", href)


subject(
    "areas",
    "Areas",
    order=10,
    urls=[
        path("areas", views.areas, name="areas"),
        path("areas/new", views.new_area, name="new_area"),
        path("areas/<slug:area>", views.area, name="area"),
    ],
    missing=missing,
)
