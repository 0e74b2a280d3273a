"""The frame of a page: who is signed in, where they can go, and what cannot wait."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import ALERTERS, WAYS, Way
from mash.foundation.partnership.models import Role
from mash.ui.page import Link, Page


def frame_of(request: HttpRequest) -> Page:
    """The frame for whoever asks: a bare one for people without an account."""
    me: Acting | None = getattr(request, "me", None)
    if me is None or me.member is None:
        return Page(now=me.now, product="OpenMASH") if me else Page()
    roles = [Role(held.role) for held in me.roles]
    return Page(
        now=me.now,
        home_url="/start",
        area=", ".join(sorted({held.area.name for held in me.roles})),
        navigation=[link for link in (_link(request, me, entry) for entry in _ways_of(me)) if link],
        find_url=_find_url(me),
        find_text="Find a person or reference",
        who=me.member.name,
        role=roles[0].label.lower() if roles else "no role",
        member_key=me.member.pk.hex[:12],
        account_url="/account",
        sign_out_url="/sign-out",
        alerts=[alert for tell in ALERTERS for alert in tell(me)],
        alerts_url="/alerts" if ALERTERS else "",
    )


def _ways_of(me: Acting) -> list[Way]:
    return [entry for entry in WAYS if me.seat in entry.seats and me.is_a(*entry.roles)]


def _link(request: HttpRequest, me: Acting, entry: Way) -> Link | None:
    try:
        href = reverse(entry.url_name)
    except NoReverseMatch:  # the desk that has this page is not installed
        return None
    return Link(
        entry.text, href, current=request.path.startswith(href), count=entry.counts(me) if entry.counts else None
    )


def _find_url(me: Acting) -> str:
    if not me.is_a(Role.CALL_HANDLER, Role.SOCIAL_WORKER, Role.PRACTICE_MANAGER):
        return ""
    try:
        return reverse("people:search")
    except NoReverseMatch:
        return ""
