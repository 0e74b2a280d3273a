"""Plugs teams into the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import path, reverse

from mash.desks.setup.as_it_stands import Place
from mash.desks.setup.subjects import Missing, subject
from mash.desks.setup.teams import views


def missing(place: Place) -> Iterable[Missing]:
    """Teams without which nothing is handed over, or read."""
    teams = list(place.area.teams.all())
    if not teams:
        yield Missing("No team receives handovers.", reverse("setup:new_team"))
    staffed = {held.team_id for held in place.roles if held.team_id is not None}
    for team in teams:
        if team.pk not in staffed:
            yield Missing(f"{team.name} has no member to read handovers.", reverse("setup:members"))


subject(
    "teams",
    "Teams",
    order=40,
    urls=[
        path("teams", views.teams, name="teams"),
        path("teams/new", views.new_team, name="new_team"),
        path("teams/<slug:team>", views.team, name="team"),
        path("teams/<slug:team>/end", views.end, name="end_team"),
    ],
    missing=missing,
)
