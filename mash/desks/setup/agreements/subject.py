"""Plugs sharing agreements into the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import path, reverse

from mash.desks.setup.agreements import views
from mash.desks.setup.as_it_stands import Place
from mash.desks.setup.subjects import Missing, subject


def missing(place: Place) -> Iterable[Missing]:
    """Agencies that are asked nothing because they have signed nothing."""
    for partner in place.partners:
        if not partner.signed:
            href = reverse("setup:sign_agreement", args=[partner.agency.slug, place.area.slug])
            yield Missing(f"{partner.name} has not signed the sharing agreement, so it is asked nothing.", href)


subject(
    "agreements",
    "Sharing agreements",
    order=30,
    urls=[
        path("agreements", views.agreements, name="agreements"),
        path("agreements/<slug:agency>/<slug:area>", views.sign, name="sign_agreement"),
        path("agreements/<slug:agency>/<slug:area>/end", views.end, name="end_agreement"),
    ],
    missing=missing,
)
