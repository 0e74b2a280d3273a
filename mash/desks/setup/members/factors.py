"""A lost second factor: two administrators, neither of whom has lost it, let somebody set up another."""

from __future__ import annotations

import uuid
from typing import Any

from mash.desks.setup.models import LostFactor
from mash.desks.setup.verbs import Key, keep, permit_in, set_up
from mash.foundation.access.accounts import forget_second_factor
from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import second_person
from mash.foundation.access.verbs import Invalid, Refused, lock
from mash.foundation.access.words import checking
from mash.foundation.partnership.models import Member, MemberRole


def waiting_for(member: Member) -> LostFactor | None:
    """What was asked for somebody and waits for a second administrator."""
    return LostFactor.objects.filter(member=member, agreed_at=None).select_related("asked_by", "member").first()


@set_up(can="Say that somebody has lost their second factor", did="said that somebody has lost their second factor")
def ask_for_new_factor(me: Acting, /, member: Key, *, why: Any) -> LostFactor:
    """Say that a member has lost their second factor. Nothing changes before a second administrator agrees.

    Raises:
        Refused: not an administrator of every area in which they hold a role; or it is one's own.
        Invalid: no reason; or it waits for the second person already.
    """
    found = _member(me, "ask_for_new_factor", member)
    with checking() as check:
        reason = check.text(why, "why", required="Say how you know that it is them, and that it is lost", most=400)
        if waiting := waiting_for(found):
            check.wrong("why", f"{waiting.asked_by} has said so already. A second administrator agrees")
    lost = LostFactor.add(member=found, why=reason, asked_by=me.known, asked_at=me.now)
    keep(me, "ask_for_new_factor", found, was={}, becomes={"why": reason})
    return lost


@set_up(can="Agree, as the second, that a second factor is lost", did="agreed that a second factor is lost")
def agree_new_factor(me: Acting, /, member: Key) -> LostFactor:
    """Agree as the second person: the app, the codes and the sessions end, and the next sign-in sets up another.

    Raises:
        Refused: not an administrator of every area in which they hold a role; whoever asked; or it is one's own.
        Invalid: nothing waits to be agreed.
    """
    found = _member(me, "agree_new_factor", member)
    if (lost := waiting_for(found)) is None:
        raise Invalid(member=f"Nothing waits for a second person about {found.name}.")
    verdict = second_person(prepared_by_me=lost.asked_by_id == me.known.pk)
    if not verdict.allowed:
        raise Refused(verdict.reason, about=found)
    lost.change(agreed_by=me.known, agreed_at=me.now)
    forget_second_factor(found)
    keep(me, "agree_new_factor", found, was={}, becomes={"asked by": lost.asked_by.username})
    return lost


def _member(me: Acting, verb: str, member: Key) -> Member:
    found = lock(Member, member)
    held = MemberRole.objects.filter(member=found, until__gt=me.now)
    areas: list[uuid.UUID | None] = list(held.values_list("area_id", flat=True))
    permit_in(me, verb, *(areas or [None]), about=found)
    if found == me.known:
        raise Refused(second_person(prepared_by_me=True).reason, about=found)
    return found
