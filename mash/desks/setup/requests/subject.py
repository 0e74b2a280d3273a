"""Plugs the request templates into the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import path, reverse

from mash.desks.setup.as_it_stands import Place
from mash.desks.setup.requests import views
from mash.desks.setup.subjects import Missing, subject


def missing(place: Place) -> Iterable[Missing]:
    """Agencies that signed and are not told what they are asked."""
    for agency in (serving.agency for serving in place.area.serving_set.all()):
        signed = any(one.agency_id == agency.pk and one.signed_at for one in place.area.agreements.all())
        if signed and not agency.host and not agency.question:
            yield Missing(
                f"{agency} has signed, and nothing says what it is asked.",
                reverse("setup:request_template", args=[agency.slug]),
            )


subject(
    "requests",
    "Requests",
    order=80,
    urls=[
        path("requests", views.requests, name="requests"),
        path("requests/<slug:agency>", views.template, name="request_template"),
    ],
    missing=missing,
)
