"""The frame of a page: who is signed in, where they can go, and what cannot wait."""

from __future__ import annotations

from collections import Counter

from django.db.models import Value
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
        navigation=_navigation(request, me),
        find_url=_find_url(me),
        who=me.member.name,
        role=roles[0].label.lower() if roles else "no role",
        member_key=me.member.pk.hex[:12],
        account_url="/account",
        sign_out_url="/sign-out",
        alerts=[alert for tell in ALERTERS for alert in tell(me)],
        alerts_url="/alerts" if ALERTERS else "",
    )


def _navigation(request: HttpRequest, me: Acting) -> list[Link]:
    """Where this member can go; the way with the longest address that this page is below is the current one."""
    ways = [(entry, _address(entry)) for entry in WAYS if me.seat in entry.seats and me.is_a(*entry.roles)]
    here = max((href for _, href in ways if href and request.path.startswith(href)), key=len, default="")
    waiting = _waiting(me, [entry for entry, _ in ways])
    return [
        Link(entry.text, href, current=href == here, count=waiting[n] if entry.counts else None)
        for n, (entry, href) in enumerate(ways)
        if href
    ]


def _waiting(me: Acting, entries: list[Way]) -> Counter[int]:
    """How much waits behind each entry, by its place; one query for all of them."""
    rows = [entry.counts(me).order_by().values_list(Value(n)) for n, entry in enumerate(entries) if entry.counts]
    if not rows:
        return Counter()
    first, *others = rows
    return Counter(n for (n,) in first.union(*others, all=True))


def _address(entry: Way) -> str:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:  # the desk that has this page is not installed
        return ""


def _find_url(me: Acting) -> str:
    if not me.is_a(Role.CALL_HANDLER, Role.SOCIAL_WORKER, Role.PRACTICE_MANAGER):
        return ""
    try:
        return reverse("people:search")
    except NoReverseMatch:
        return ""
