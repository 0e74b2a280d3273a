"""The members, one of them, an invitation, and the end of a membership."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from mash.desks.setup import open_work
from mash.desks.setup.agencies.forms import WhyForm
from mash.desks.setup.forms import SetUpForm
from mash.desks.setup.members.actions import (
    agencies_of,
    change_member,
    end_membership,
    invite_member,
    renew_link,
    reopen_membership,
    shown,
)
from mash.desks.setup.members.factors import agree_new_factor, ask_for_new_factor, waiting_for
from mash.desks.setup.members.forms import EndForm, InviteForm, MemberForm, RoleForm, StandInForm
from mash.desks.setup.members.reading import Colleague, everybody, one, who_weigh
from mash.desks.setup.members.roles import WEIGH, end_role, give_role, let_stand_in
from mash.desks.setup.showing import asked, show
from mash.desks.setup.verbs import own_areas
from mash.foundation.access.accounts import Entry
from mash.foundation.access.acting import SEAT_OF, Acting
from mash.foundation.access.pages import HubRequest, attempt, page
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Area, Member, MemberRole, Role, Team
from mash.foundation.zones import Seat
from mash.ui.words import count, listed

LIST = "setup:members"
HOW_YOU_KNOW = "How you know that it is them, and that it is lost. The second administrator reads this."


@page(Seat.SETUP, reads=(Member, MemberRole))
def members(request: HubRequest) -> HttpResponse:
    """Everybody of one's areas, those without a role first."""
    found = sorted(everybody(request.me), key=lambda colleague: bool(colleague.roles))
    return show(request, "setup/members/members.jinja", {"colleagues": found}, subject="members")


@page(Seat.SETUP, does=(invite_member,), reads=(Member,))
def invite(request: HubRequest) -> HttpResponse:
    """Invite somebody."""
    form = InviteForm(request.POST or None, agencies=agencies_of(request.me, own_areas(request.me)))
    return asked(
        request,
        form,
        lambda told: invite_member(request.me, **told),
        heading="Invite a member",
        lead="They get a link by e-mail that is good for 24 hours, set a password and an authenticator app.",
        button="Invite them",
        says=lambda member: f"{member.name} is invited. Now give them a role.",
        back=reverse(LIST),
        to=lambda member: reverse("setup:member", args=[member.username]),
        subject="members",
    )


@page(Seat.SETUP, does=(change_member,), reads=(Member, MemberRole))
def member(request: HubRequest, username: str) -> HttpResponse:
    """One member: who they are, which roles they hold, whether they have come in."""
    me = request.me
    found = one(me, username)
    who, mine = found.member, own_areas(me)
    ways = []
    if found.entry is Entry.INVITED and who != me.known:
        ways.append(("Make a new welcome link", reverse("setup:renew_link", args=[username])))
    if found.entry is Entry.CLOSED:
        ways.append(("Let them come back", reverse("setup:reopen", args=[username])))
    elif who != me.known:
        ways.append(("Give a role", reverse("setup:give_role", args=[username])))
        if found.roles:
            lost = "agree_factor" if waiting_for(who) else "lost_factor"
            ways.append(("They have lost their second factor", reverse(f"setup:{lost}", args=[username])))
            ways.append(("Let somebody stand in", reverse("setup:stand_in", args=[username])))
        ways.append(("End the membership", reverse("setup:end_membership", args=[username])))
    elsewhere = {role.area.name for role in found.roles if role.area_id not in mine}
    return asked(
        request,
        MemberForm(request.POST or None, stands=shown(who)),
        lambda told: change_member(me, who.pk, **told),
        heading=who.name,
        lead=f"{who.agency.name}. {found.entry.value[:1].upper()}{found.entry.value[1:]}.",
        button="Save",
        says=lambda saved: f"{saved.name} is saved.",
        back=reverse(LIST),
        stops=f"They work in {listed(sorted(elsewhere))} too: its administrators change this with you."
        if elsewhere
        else "",
        subject="members",
        row=who,
        ways=ways,
        template="setup/members/member.jinja",
        more={"found": found, "mine": mine},
    )


@page(Seat.SETUP, does=(renew_link,), reads=(Member,))
def link(request: HubRequest, username: str) -> HttpResponse:
    """Make a new welcome link: mailed, or shown once to be handed over."""
    me = request.me
    found = one(me, username)
    form = SetUpForm(request.POST or None)
    if request.POST.get("by") == "page" and found.entry is Entry.INVITED and form.is_valid():
        with attempt(form):
            path = renew_link(me, found.member.pk, mail=False)
            context = {"found": found, "link": f"{settings.BASE_URL}{path}"}
            return show(request, "setup/members/link.jinja", context, subject="members")
    return asked(
        request,
        form,
        lambda told: renew_link(me, found.member.pk, mail=True),
        heading=f"A new welcome link for {found.member.name}",
        lead="Every link that they were given stops working. The new one is good for 24 hours.",
        button=f"Mail it to {found.member.email}" if found.member.email else "Mail it",
        says=lambda _: "A new link is on its way.",
        back=reverse("setup:member", args=[username]),
        subject="members",
        stops="" if found.entry is Entry.INVITED else f"{found.member.name} {found.entry.value}: no link is needed.",
        template="setup/members/renew.jinja",
    )


@page(Seat.SETUP, does=(ask_for_new_factor,), reads=(Member,))
def lost_factor(request: HubRequest, username: str) -> HttpResponse:
    """Say that somebody has lost their second factor."""
    me = request.me
    found = one(me, username)
    lost = waiting_for(found.member)
    stops = f"{lost.asked_by} has said so. A second administrator agrees." if lost else _stops_factor(me, found)
    return asked(
        request,
        WhyForm(request.POST or None, hint=HOW_YOU_KNOW),
        lambda told: ask_for_new_factor(me, found.member.pk, **told),
        heading=f"{found.member.name} has lost their second factor",
        button="Ask a second administrator",
        says=lambda _: "It is written down. Nothing changes before another administrator agrees.",
        back=reverse("setup:member", args=[username]),
        subject="members",
        stops=stops,
        row=found.member,
    )


@page(Seat.SETUP, does=(agree_new_factor,), reads=(Member,))
def agree_factor(request: HubRequest, username: str) -> HttpResponse:
    """Agree as the second person that a second factor is lost."""
    me = request.me
    found = one(me, username)
    lost = waiting_for(found.member)
    stops = _stops_factor(me, found) or ("" if lost else "Nothing waits for a second person.")
    if lost and lost.asked_by_id == me.known.pk:
        stops = "You have said so yourself. Another administrator agrees."
    return asked(
        request,
        SetUpForm(request.POST or None),
        lambda told: agree_new_factor(me, found.member.pk),
        heading=f"Has {found.member.name} lost their second factor?",
        lead=f"{lost.asked_by} says: {lost.why}" if lost else "",
        button="I have made sure, and agree",
        warns=True,
        says=lambda _: f"{found.member.name} sets up another when they sign in next.",
        back=reverse("setup:member", args=[username]),
        subject="members",
        stops=stops,
        will=()
        if stops
        else ("Their app, their recovery codes and their sessions end. They set up another when they sign in next.",),
        row=found.member,
    )


def _stops_factor(me: Acting, found: Colleague) -> str:
    if found.member == me.known:
        return "Two other administrators do this for you."
    return "" if found.roles else f"{found.member.name} holds no role."


@page(Seat.SETUP, does=(reopen_membership,), reads=(Member,))
def reopen(request: HubRequest, username: str) -> HttpResponse:
    """Let somebody come back who had left."""
    found = one(request.me, username)
    return asked(
        request,
        SetUpForm(request.POST or None),
        lambda told: reopen_membership(request.me, found.member.pk),
        heading=f"Let {found.member.name} come back?",
        lead="They sign in with the password and the authenticator app that they had, and hold no role at first.",
        button="Let them come back",
        says=lambda back: f"{back.name} may sign in again. Give them a role.",
        back=reverse("setup:member", args=[username]),
        subject="members",
        stops="" if found.entry is Entry.CLOSED else f"{found.member.name} has not left.",
    )


@page(Seat.SETUP, does=(give_role,), reads=(Member, MemberRole))
def new_role(request: HubRequest, username: str) -> HttpResponse:
    """Give somebody a role."""
    me = request.me
    found = one(me, username)
    mine = list(own_areas(me))
    form = RoleForm(
        request.POST or None,
        areas=Area.objects.filter(pk__in=mine),
        teams=Team.objects.filter(area__in=mine, until__gt=me.now).select_related("area"),
    )
    return asked(
        request,
        form,
        lambda told: give_role(me, found.member.pk, **told),
        heading=f"Give {found.member.name} a role",
        lead=f"They are of {found.member.agency.name}. No role includes another.",
        button="Give the role",
        says=lambda held: f"{held.member.name} is {held.get_role_display().lower()} in {held.area.name}.",
        back=reverse("setup:member", args=[username]),
        subject="members",
        stops="Nobody gives themselves a role: another administrator does." if found.member == me.known else "",
    )


@page(Seat.SETUP, does=(let_stand_in,), reads=(Member, MemberRole))
def stand_in(request: HubRequest, username: str) -> HttpResponse:
    """Let somebody stand in for a member."""
    me = request.me
    found = one(me, username)
    seats = {SEAT_OF[Role(held.role)] for held in found.roles}
    colleagues = [
        other.member
        for other in everybody(me)
        if other.member != found.member
        and other.member.agency_id == found.member.agency_id
        and other.entry is not Entry.CLOSED
        and {SEAT_OF[Role(held.role)] for held in other.roles} <= seats
        and not found.places <= other.places
    ]
    return asked(
        request,
        StandInForm(request.POST or None, colleagues=colleagues),
        lambda told: let_stand_in(me, found.member.pk, **told),
        heading=f"Who stands in for {found.member.name}?",
        lead="They get the same roles in your areas. Walls and ties are their own.",
        button="Let them stand in",
        says=lambda roles: f"{roles[0].member.name} stands in for {found.member.name}.",
        back=reverse("setup:member", args=[username]),
        subject="members",
        stops=""
        if colleagues
        else f"Nobody of {found.member.agency.name} could: they sit at other desks, or do the same.",
    )


@page(Seat.SETUP, does=(end_role,), reads=(Member, MemberRole))
def end_one_role(request: HubRequest, username: str, role: uuid.UUID) -> HttpResponse:
    """End one role: what is passed on is shown before."""
    me = request.me
    found = one(me, username)
    held = next((other for other in found.roles if other.pk == role), None)
    if held is not None and held.area_id not in own_areas(me):
        raise Refused("not_found")
    areas = {held.area_id} if held and held.role in WEIGH else set()
    label = f"{held.get_role_display().lower()} in {held.area.name}" if held else "this role"
    return asked(
        request,
        EndForm(request.POST or None, successors=_successors(me, areas, found.member)),
        lambda told: end_role(me, role, **told),
        heading=f"End {found.member.name} being {label}",
        button="End the role",
        warns=True,
        says=lambda ended: f"{found.member.name} is not {label} any more.",
        back=reverse("setup:member", args=[username]),
        subject="members",
        stops="" if held else "This role has ended already.",
        will=("Nothing that they wrote is hidden.", *_taken(me, found.member, areas)) if held else (),
    )


@page(Seat.SETUP, does=(end_membership,), reads=(Member, MemberRole))
def end(request: HubRequest, username: str) -> HttpResponse:
    """End a membership: what ends and what is passed on is shown before."""
    me = request.me
    found = one(me, username)
    mine = [role for role in found.roles if role.area_id in own_areas(me)]
    areas = {role.area_id for role in mine if role.role in WEIGH}
    closes = len(mine) == len(found.roles)
    return asked(
        request,
        EndForm(request.POST or None, successors=_successors(me, areas, found.member)),
        lambda told: end_membership(me, found.member.pk, **told),
        heading=f"End the membership of {found.member.name}",
        button="End the membership",
        warns=True,
        says=lambda ended: f"The membership of {ended.name} has ended.",
        back=reverse(LIST),
        subject="members",
        stops=_stops(me, found.member, found.entry),
        will=(
            f"{count(len(mine), 'role').capitalize()} in your areas end now."
            + (" Their account is closed, and they are signed out." if closes else " They keep their roles elsewhere."),
            "Nothing that they wrote is hidden: it stays with their name.",
            *_taken(me, found.member, areas),
        ),
        row=found.member,
    )


def _stops(me: Acting, who: Member, entry: Entry) -> str:
    if who == me.known:
        return "Nobody ends their own membership: another administrator does."
    return f"The membership of {who.name} has ended already." if entry is Entry.CLOSED else ""


def _taken(me: Acting, who: Member, areas: set[uuid.UUID]) -> list[str]:
    taken = sum(open_work.of_member(who, area) for area in areas)
    if not areas:
        return []
    return [
        f"{count(taken, 'enquiry', 'enquiries').capitalize()} that they have taken go to whom you choose, each "
        "visibly; what a wall shuts to that colleague, and all without one, waits on the board."
    ]


def _successors(me: Acting, areas: set[uuid.UUID], who: Member) -> list[Member]:
    return who_weigh(me, areas, who) if areas else []
