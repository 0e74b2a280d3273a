"""A member's own account: who they are here, where they are signed in, password, second factor, ties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from mash.foundation.access.accounts import at_the_door
from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Account, Tie
from mash.foundation.access.pages import HubRequest, page, render
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.ui.page import Link
from mash.ui.parts import SummaryRow

EVERYBODY = (Seat.INTAKE, Seat.PARTNER, Seat.HUB, Seat.OPS, Seat.FIGURES, Seat.AUDIT, Seat.SETUP)
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Mac OS", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One place where somebody is signed in."""

    device: str
    address: str
    since: datetime
    this: bool


@page(*EVERYBODY, reads=(Tie,))
def account(request: HubRequest) -> HttpResponse:
    """Who I am here and how I come in."""
    me = request.me
    mine = _mine(request)
    with at_the_door():
        sessions = [
            SignedIn(device(row.user_agent), row.ip, row.created_at, row.session_key == request.session.session_key)
            for row in UserSession.objects.purge_and_list(mine)
        ]
        factor = Authenticator.objects.filter(user=mine, type=Authenticator.Type.TOTP).first()
    return render(
        request,
        "access/account.jinja",
        {
            "who": _who(me),
            "account": mine,
            "sessions": sorted(sessions, key=lambda one: one.since, reverse=True),
            "factor": factor,
            "ties": _ties(me),
            "find": _find(me),
        },
    )


def device(user_agent: str) -> str:
    """A browser in words: `Firefox on Windows`."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser


def _mine(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise TypeError("a seat is taken by somebody with an account")
    return request.user


def _who(me: Acting) -> list[SummaryRow]:
    member = me.known
    rows = [SummaryRow("Name", member.name), SummaryRow("Agency", member.agency.name)]
    if member.registration_number:
        rows.append(SummaryRow("Social Work England", member.registration_number))
    rows.append(SummaryRow("E-mail", member.email or "None"))
    return rows


def _ties(me: Acting) -> list[Tie]:
    """The member's own ties that stand: what kind, since when; to whom is not told."""
    return list(Tie.objects.filter(member=me.known, lifted_at=None).order_by("-declared_at"))


def _find(me: Acting) -> Link | None:
    if not me.is_a(Role.CALL_HANDLER, Role.SOCIAL_WORKER, Role.PRACTICE_MANAGER):
        return None
    try:
        return Link("Find the person", reverse("people:search"))
    except NoReverseMatch:
        return None
