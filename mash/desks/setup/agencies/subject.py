"""Plugs agencies into the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import path, reverse

from mash.desks.setup.agencies import views
from mash.desks.setup.as_it_stands import Place
from mash.desks.setup.subjects import Missing, subject


def missing(place: Place) -> Iterable[Missing]:
    """Agencies without which an area's hub does not work."""
    new = reverse("setup:new_agency")
    agencies = [partner.agency for partner in place.partners]
    if not any(agency.host for agency in agencies):
        yield Missing("No agency keeps the hub: nobody can be a social worker or manager of it.", new, stops=True)
    if not any(agency.police and not agency.virtual for agency in agencies):
        yield Missing("No police in the hub: child protection alerts reach practice managers only.", new)
    if not any(agency.question for agency in agencies):
        yield Missing("No agency can be asked.", new)


subject(
    "agencies",
    "Agencies",
    order=20,
    urls=[
        path("agencies", views.agencies, name="agencies"),
        path("agencies/new", views.new_agency, name="new_agency"),
        path("agencies/<slug:agency>", views.agency, name="agency"),
        path("agencies/<slug:agency>/serve", views.another_area, name="serve_area"),
        path("agencies/<slug:agency>/end/<slug:area>", views.end, name="end_agency"),
    ],
    missing=missing,
)
