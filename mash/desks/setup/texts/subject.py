"""Plugs the texts of the public pages into the desk."""

from __future__ import annotations

from django.urls import path

from mash.desks.setup.subjects import subject
from mash.desks.setup.texts import views

subject(
    "texts",
    "Public texts",
    order=110,
    urls=[
        path("texts", views.texts, name="texts"),
        path("texts/<slug:area>/<slug:place>", views.text, name="text"),
    ],
)
