"""The frame of a page: who is signed in, where they can go, and what cannot wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import TELLERS, WAYS, Way
from mash.foundation.access.waiting import MOST, waiting_for
from mash.foundation.partnership.models import Role
from mash.ui.page import Link, Page


def frame_of(request: HttpRequest, *, most: int = MOST) -> Page:
    """The frame for whoever asks: a bare one for people without an account.

    Args:
        most: how many alerts of one kind it tells.
    """
    me: Acting | None = getattr(request, "me", None)
    if me is None or me.member is None:
        return Page(now=me.now, product="OpenMASH") if me else Page()
    roles = [Role(held.role) for held in me.roles]
    ways = [entry for entry in WAYS if me.seat in entry.seats and me.is_a(*entry.roles)]
    waiting = waiting_for(me, ways, most=most)
    return Page(
        now=me.now,
        home_url="/start",
        area=", ".join(sorted({held.area.name for held in me.roles})),
        navigation=_navigation(request, ways, waiting.counts),
        find_url=_find_url(me),
        who=me.member.name,
        role=roles[0].label.lower() if roles else "no role",
        member_key=me.member.pk.hex[:12],
        account_url="/account",
        sign_out_url="/sign-out",
        alerts=waiting.alerts,
        more_alerts=waiting.more,
        alerts_url="/alerts" if TELLERS else "",
    )


def _navigation(request: HttpRequest, ways: Sequence[Way], counts: Counter[int]) -> list[Link]:
    """Where this member can go; the way with the longest address that this page is below is the current one."""
    addresses = [_address(entry) for entry in ways]
    here = max((href for href in addresses if href and request.path.startswith(href)), key=len, default="")
    return [
        Link(entry.text, href, current=href == here, count=counts[n] if entry.counts else None)
        for n, (entry, href) in enumerate(zip(ways, addresses, strict=True))
        if href
    ]


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
