"""Inviting a member, changing what is known of them, and ending what they do here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from mash.desks.setup import open_work
from mash.desks.setup.members.roles import WEIGH, end_now, last_administrator
from mash.desks.setup.verbs import Key, Shown, keep, own_areas, permit_in, set_up, unchanged
from mash.foundation.access.accounts import (
    address_account,
    end_account,
    open_account,
    renew_welcome,
    reopen_account,
    welcome_path,
)
from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Invalid, Refused, hold, lock
from mash.foundation.access.words import Checking, checking
from mash.foundation.partnership.models import Agency, Member, MemberRole
from mash.foundation.post.models import Notice
from mash.foundation.post.notices import notify

LONGEST_USERNAME = 80


def shown(member: Member) -> Shown:
    """What the form shows of a member."""
    return {
        "name": member.name,
        "work_email": member.email,
        "phone": member.phone,
        "registration_number": member.registration_number,
    }


def roles_now(me: Acting, member: Member) -> list[MemberRole]:
    """The roles that a member holds, or will hold."""
    found = MemberRole.objects.filter(member=member, until__gt=me.now)
    return list(found.select_related("area", "team", "stands_in_for").order_by("area__name", "role"))


def agencies_of(me: Acting, areas: Iterable[uuid.UUID]) -> list[Agency]:
    """The agencies that serve one of these areas."""
    found = Agency.objects.filter(serving__area__in=list(areas), serving__until__gt=me.now)
    return list(found.distinct().order_by("name"))


@set_up(can="Invite a member", did="invited a member")
def invite_member(me: Acting, /, *, agency: str, **typed: Any) -> Member:
    """Make a member with an account that a one-time link opens, and mail them the link. They hold no role yet.

    Args:
        agency: the short name of an agency that serves an area of whoever invites.
        typed: `name`, `work_email` (they sign in with it), `phone`, `registration_number`.

    Raises:
        Refused: not an administrator.
        Invalid: the e-mail address is none, or somebody's already; the agency serves no area of theirs.
    """
    hold(Member, "names")
    permit_in(me, "invite_member")
    with checking() as check:
        of = next((one for one in agencies_of(me, own_areas(me)) if one.slug == agency), None)
        if of is None:
            check.wrong("agency", "Choose an agency that serves your area")
        particulars = _checked(check, typed)
        if len(particulars["email"]) > LONGEST_USERNAME:
            check.wrong("work_email", f"Give an e-mail address of at most {LONGEST_USERNAME} characters")
    if of is None:
        raise Invalid(agency="Choose an agency that serves your area")
    member = Member.add(username=particulars["email"], agency=of, **particulars)
    open_account(member)
    _welcome(me, member)
    keep(me, "invite_member", member, was={}, becomes={**shown(member), "agency": of.slug})
    return member


@set_up(can="Change what is known of a member", did="changed what is known of a member")
def change_member(me: Acting, /, member: Key, *, seen: str, **typed: Any) -> Member:
    """Change a member's name, e-mail address, telephone or registration number. They sign in with the new address.

    Raises:
        Refused: not an administrator of every area in which they hold a role.
        Invalid: changed by somebody since `seen`; the address is none, or somebody else's.
    """
    hold(Member, "names")
    found = _member(me, "change_member", member)
    was = shown(found)
    unchanged(found, was, seen)
    with checking() as check:
        particulars = _checked(check, typed, of=found)
    moved = particulars["email"] != found.email
    found.change(**particulars)
    if moved:
        address_account(found)
    keep(me, "change_member", found, was=was, becomes=shown(found))
    return found


@set_up(can="Make a new welcome link", did="made a new welcome link")
def renew_link(me: Acting, /, member: Key, *, mail: bool) -> str:
    """End every link that somebody was given, and make a new one: mailed to them, or shown once to be handed over.

    Returns:
        The path of the link; empty when it is mailed.

    Raises:
        Refused: not an administrator of every area in which they hold a role; or it is oneself.
        Invalid: they have set a password already.
    """
    found = _member(me, "renew_link", member)
    if (account := renew_welcome(found)) is None:
        raise Invalid(member=f"{found.name} has set a password already, and needs no link.")
    if mail:
        _welcome(me, found)
    keep(me, "renew_link", found, was={}, becomes={"link": "mailed" if mail else "shown"}, mailed=mail)
    return "" if mail else welcome_path(account)


@set_up(can="End a membership", did="ended a membership")
def end_membership(me: Acting, /, member: Key, *, why: Any, successor: str = "") -> Member:
    """End all roles of a member in one's own areas, and pass on what they have taken there.

    Nothing that they wrote is hidden. When no role is left anywhere, their account is closed and their sessions end.

    Args:
        successor: the username of a colleague who takes on their enquiries, as far as no wall stands between; the rest,
            and all without one, waits on the board for whoever takes it.

    Raises:
        Refused: not an administrator of an area in which they hold a role; or it is oneself.
        Invalid: no reason; the successor weighs nothing in any of these areas; an area would be left without an
            administrator.
    """
    found = lock(Member, member)
    held = roles_now(me, found)
    mine = [role for role in held if role.area_id in own_areas(me)]
    permit_in(me, "end_membership", *_where(me, found, mine or held), about=found)
    if found == me.known:
        raise Refused("same_person", about=found)
    with checking() as check:
        reason = check.text(why, "why", required="Say why the membership ends", most=400)
        to = _successor(me, check, found, successor, {role.area_id for role in mine})
        for role in mine:
            if last_administrator(me, role):
                check.wrong("why", f"{found.name} is the last administrator of {role.area.name}. Make another first")
    weighed = {role.area_id for role in mine if role.role in WEIGH}
    for role in mine:
        end_now(me, role)
    passed = sum(open_work.pass_on(me, found, area, to) for area in weighed)
    if len(mine) == len(held):
        end_account(found)
    keep(me, "end_membership", found, was={}, becomes={"why": reason}, roles=len(mine), passed_on=passed)
    return found


@set_up(can="Let a member come back", did="let a member come back")
def reopen_membership(me: Acting, /, member: Key) -> Member:
    """Open the account of somebody who had left. Their password and second factor are as before; they hold no role.

    Raises:
        Refused: not an administrator of an area that their agency serves.
    """
    found = _member(me, "reopen_membership", member)
    reopen_account(found)
    keep(me, "reopen_membership", found, was={}, becomes={})
    return found


def _member(me: Acting, verb: str, member: Key) -> Member:
    found = lock(Member, member)
    permit_in(me, verb, *_where(me, found, roles_now(me, found)), about=found)
    return found


def _where(me: Acting, member: Member, held: list[MemberRole]) -> set[uuid.UUID | None]:
    """The areas whose administrators a member concerns: where they hold a role, else one that their agency serves.

    Somebody without a role whose agency serves none of one's areas concerns nobody here: an area that there is not.
    """
    if held:
        return {role.area_id for role in held}
    return set() if member.agency in agencies_of(me, own_areas(me)) or _was_here(me, member) else {None}


def _was_here(me: Acting, member: Member) -> bool:
    return MemberRole.objects.filter(member=member, area__in=own_areas(me)).exists()


def _welcome(me: Acting, member: Member) -> None:
    notify(me, Notice.Kind.WELCOME, path=reverse("account_login"), member=member)


def _successor(me: Acting, check: Checking, leaves: Member, username: str, areas: set[uuid.UUID]) -> Member | None:
    if not username:
        return None
    weighs = MemberRole.objects.filter(area__in=areas, role__in=WEIGH, since__lte=me.now, until__gt=me.now)
    found = Member.objects.filter(roles__in=weighs, username=username).exclude(pk=leaves.pk).distinct().first()
    if found is None:
        check.wrong("successor", "Choose a social worker or practice manager of the same area")
    return found


def _checked(check: Checking, typed: dict[str, Any], of: Member | None = None) -> dict[str, Any]:
    said = {
        "name": check.text(typed.get("name"), "name", required="Enter the member's name", most=120),
        "email": check.text(
            typed.get("work_email"), "work_email", required="Enter their e-mail address", most=254
        ).lower(),
        "phone": check.phone(typed.get("phone"), "phone"),
        "registration_number": check.text(typed.get("registration_number"), "registration_number", most=30),
    }
    try:
        validate_email(said["email"] or "nobody@hub.example")
    except ValidationError:
        check.wrong("work_email", "Enter an e-mail address like name@westmark.example")
    others = Member.objects.exclude(pk=of.pk) if of else Member.objects.all()
    if (others.filter(email__iexact=said["email"]) | others.filter(username__iexact=said["email"])).first():
        check.wrong("work_email", "Somebody has this e-mail address already")
    return said
