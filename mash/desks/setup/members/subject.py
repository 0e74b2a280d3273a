"""Plugs members and their roles into the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import path, reverse

from mash.desks.setup.as_it_stands import Place
from mash.desks.setup.members import views
from mash.desks.setup.subjects import Missing, subject
from mash.foundation.partnership.models import Role


def missing(place: Place) -> Iterable[Missing]:
    """People without whom something does not work."""
    href = reverse("setup:members")
    qualified = any(held.role == Role.SOCIAL_WORKER and held.member.registration_number for held in place.roles)
    managers = len(place.holders(Role.PRACTICE_MANAGER))
    if not qualified:
        yield Missing("No qualified social worker: nobody can rate.", href, stops=True)
    if not managers:
        yield Missing("No practice manager: nobody can decide.", href, stops=True)
    elif managers == 1:
        yield Missing("Fewer than two practice managers: a release needs two people.", href, stops=True)
    if not place.holders(Role.CALL_HANDLER):
        yield Missing("No call handler.", href)
    if not place.holders(Role.AUDITOR):
        yield Missing("No auditor: broken glass cannot be reviewed.", href)
    if len(place.holders(Role.ADMINISTRATOR)) < 2:
        yield Missing("One administrator: what takes a second person cannot be done.", href)
    for partner in place.partners:
        if partner.is_asked and partner.researchers == 0:
            yield Missing(f"{partner.name} is asked, and has no researcher to answer.", href)
    for who in place.without_role:
        yield Missing(f"{who.name} has no role, and sees nothing.", reverse("setup:member", args=[who.username]))


subject(
    "members",
    "Members and roles",
    order=50,
    urls=[
        path("members", views.members, name="members"),
        path("members/invite", views.invite, name="invite"),
        path("members/<str:username>", views.member, name="member"),
        path("members/<str:username>/link", views.link, name="renew_link"),
        path("members/<str:username>/second-factor", views.lost_factor, name="lost_factor"),
        path("members/<str:username>/second-factor/agree", views.agree_factor, name="agree_factor"),
        path("members/<str:username>/return", views.reopen, name="reopen"),
        path("members/<str:username>/role", views.new_role, name="give_role"),
        path("members/<str:username>/stand-in", views.stand_in, name="stand_in"),
        path("members/<str:username>/roles/<uuid:role>", views.end_one_role, name="end_role"),
        path("members/<str:username>/end", views.end, name="end_membership"),
    ],
    missing=missing,
)
