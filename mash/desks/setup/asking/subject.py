"""Plugs the asking rules into the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import path, reverse

from mash.desks.setup.as_it_stands import Place
from mash.desks.setup.asking import views
from mash.desks.setup.asking.actions import asks
from mash.desks.setup.asking.examples import cases
from mash.desks.setup.subjects import Missing, subject


def missing(place: Place) -> Iterable[Missing]:
    """Enquiries about which nobody is asked."""
    rules, href = [one for one in place.area.asking_rules.all() if asks(one)], reverse("setup:asking")
    if not rules:
        yield Missing("No agency is asked by itself: every request is sent by hand.", href)
        return
    for case in cases(rules, rules):
        if case.asks_nobody:
            yield Missing(f"{case.told} asks nobody by itself.", href)


subject(
    "asking",
    "Who is asked",
    order=70,
    urls=[
        path("asking", views.asking, name="asking"),
        path("asking/<slug:area>/<slug:agency>", views.rule, name="asking_rule"),
        path("asking/<slug:area>/<slug:agency>/end", views.end_rule, name="end_asking_rule"),
    ],
    missing=missing,
)
