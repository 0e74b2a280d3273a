"""Plugs areas into the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import path, reverse

from mash.desks.setup.areas import views
from mash.desks.setup.as_it_stands import Place
from mash.desks.setup.subjects import Missing, subject
from mash.foundation.partnership.models import Role


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
    yield from _not_changed_here_yet(place)


def _not_changed_here_yet(place: Place) -> Iterable[Missing]:
    href = reverse("setup:partnership")
    for text, there in (*_rules(place), *_members(place)):
        if not there:
            yield Missing(text, href, stops="nobody can rate" in text)
    for partner in place.partners:
        if not partner.signed:
            yield Missing(f"{partner.name} has not signed the sharing agreement, so it is asked nothing.", href)
        elif partner.is_asked and partner.researchers == 0:
            yield Missing(f"{partner.name} is asked, and has no researcher to answer.", href)


def _rules(place: Place) -> Iterable[tuple[str, bool]]:
    levels = {criterion.level for criterion in place.area.criteria.all()}
    yield "No criteria for red, amber or green.", levels == {"red", "amber", "green"}
    yield "Nothing to ask a caller: the call screen shows no prompts.", bool(place.area.prompts.all())


def _members(place: Place) -> Iterable[tuple[str, bool]]:
    police = any(
        held.role == Role.RESEARCHER and held.member.agency.slug == "police" and not held.member.agency.virtual
        for held in place.roles
    )
    qualified = any(held.role == Role.SOCIAL_WORKER and held.member.registration_number for held in place.roles)
    managers = place.holders(Role.PRACTICE_MANAGER)
    teams_with_members = {held.team_id for held in place.roles if held.team_id is not None}
    teams = list(place.area.teams.all())
    yield "No qualified social worker: nobody can rate.", qualified
    yield "Fewer than two practice managers: a release needs two people.", len(managers) > 1
    yield "No call handler.", bool(place.holders(Role.CALL_HANDLER))
    yield "No police in the hub: child protection alerts reach practice managers only.", police
    yield "No team receives handovers.", bool(teams)
    yield from ((f"{team.name} has no member to read handovers.", team.pk in teams_with_members) for team in teams)
    yield "No auditor: broken glass cannot be reviewed.", bool(place.holders(Role.AUDITOR))


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
