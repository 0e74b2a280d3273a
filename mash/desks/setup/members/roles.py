"""Giving a role and ending it: from when until when, for an area, a team, or in somebody's place."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from mash.desks.setup import open_work
from mash.desks.setup.verbs import Key, keep, permit_in, set_up
from mash.foundation.access.acting import SEAT_OF, Acting
from mash.foundation.access.policy import second_person
from mash.foundation.access.verbs import Invalid, Refused, lock
from mash.foundation.access.words import Checking, checking
from mash.foundation.clock.london import london_date, moment_of
from mash.foundation.kept import FOREVER
from mash.foundation.partnership.models import Area, Member, MemberRole, Role, Team
from mash.foundation.partnership.models.agencies import Serving

WEIGH = (Role.SOCIAL_WORKER, Role.PRACTICE_MANAGER)
OF_A_TEAM = (Role.TEAM_MEMBER, Role.EARLY_HELP)
MOMENT = timedelta(microseconds=1)


@set_up(can="Give a role", did="gave a role")
def give_role(
    me: Acting,
    /,
    member: Key,
    *,
    role: str,
    area: str,
    of_team: str = "",
    begins: date | None = None,
    ends: date | None = None,
) -> MemberRole:
    """Give a member a role in an area.

    Args:
        area: the area's short name.
        of_team: the team's short name, for members of teams and early help coordinators.
        begins: the day on which it begins, from now unless given.
        ends: the last day on which it is held, without end unless given.

    Raises:
        Refused: not an administrator of the area; or a role for oneself, which takes a second person.
        Invalid: another desk's role than those they hold; their agency does not serve the area; dates in the wrong
            order; held already; a team is missing, or of another area.
    """
    found = lock(Member, member)
    where = Area.objects.filter(slug=area).first()
    permit_in(me, "give_role", where.pk if where else None, about=found)
    if not (verdict := second_person(prepared_by_me=found == me.known)).allowed:
        raise Refused(verdict.reason, about=found)
    if where is None:
        raise Invalid(area="Choose the area")
    with checking() as check:
        code = check.choice(role, "role", Role, message="Choose a role")
        since, until = _period(me, check, begins, ends)
        team = _team(me, check, code, where, of_team)
        if code:
            _fits(me, check, found, Role(code), where, since, until, team)
    given = MemberRole.add(member=found, role=code, area=where, team=team, since=since, until=until)
    becomes = {"role": code, "area": where.slug, "team": team.slug if team else "", "ends": str(ends or "")}
    keep(me, "give_role", found, was={}, becomes=becomes, role=code, area=str(where.pk))
    return given


@set_up(can="End a role", did="ended a role")
def end_role(me: Acting, /, held: Key, *, why: Any, successor: str = "") -> MemberRole:
    """End a role now. Work that the member has taken in the area is passed on when they weigh there no more.

    Raises:
        Refused: not an administrator of its area.
        Invalid: it has ended already; no reason; or the area would be left without an administrator.
    """
    found = lock(MemberRole, held)
    permit_in(me, "end_role", found.area_id, about=found)
    if found.until <= me.now:
        raise Invalid(role="This role has ended already.")
    with checking() as check:
        reason = check.text(why, "why", required="Say why the role ends", most=400)
        if last_administrator(me, found):
            check.wrong(
                "why", f"{found.member.name} is the last administrator of {found.area.name}. Make another first"
            )
    end_now(me, found)
    passed = 0
    if found.role in WEIGH and not _weighs(me, found):
        to = Member.objects.filter(username=successor).first() if successor else None
        passed = open_work.pass_on(me, found.member, found.area_id, to)
    becomes = {"ended role": found.role, "area": found.area.slug, "why": reason}
    keep(me, "end_role", found.member, was={}, becomes=becomes, role=found.role, passed_on=passed)
    return found


@set_up(can="Let somebody stand in for a colleague", did="let somebody stand in for a colleague")
def let_stand_in(me: Acting, /, member: Key, *, by: str, ends: date) -> list[MemberRole]:
    """Let somebody stand in for a member until a day: with the roles that the member holds in one's own areas.

    They see what these roles may see. The walls are those of whoever stands in; no tie of the member's shuts anything
    to them or opens it; what was sealed for the member as the one who rates stays the member's.

    Args:
        by: the username of whoever stands in.
        ends: the last day.

    Raises:
        Refused: not an administrator of an area in which the member holds a role; or one would stand in oneself.
        Invalid: the day is past; they sit at another desk, or hold all these roles themselves.
    """
    found = lock(Member, member)
    held = MemberRole.objects.filter(member=found, since__lte=me.now, until__gt=me.now).select_related("area", "team")
    mine = [one for one in held if one.area_id in me.areas_as(Role.ADMINISTRATOR)]
    permit_in(me, "let_stand_in", *(one.area_id for one in mine), about=found)
    other = Member.objects.select_related("agency").filter(username=by).first()
    if other == me.known:
        raise Refused(second_person(prepared_by_me=True).reason, about=found)
    with checking() as check:
        since, until = _period(me, check, None, ends)
        lacking = _lacking(me, mine, other) if other else []
        if other is None or other == found or other.agency_id != found.agency_id:
            check.wrong("by", f"Choose a colleague of the same agency, {found.agency.name}")
        elif not lacking:
            check.wrong("by", f"{other.name} holds every role of {found.name} already")
        else:
            fits = Checking()
            for one in lacking:
                _fits(me, fits, other, Role(one.role), one.area, since, until, one.team)
            for message in fits.errors.values():
                check.wrong("by", message)
    roles = [
        MemberRole.add(
            member=other, role=one.role, area=one.area, team=one.team, since=since, until=until, stands_in_for=found
        )
        for one in lacking
    ]
    keep(me, "let_stand_in", found, was={}, becomes={"stands in": by, "ends": str(ends)}, roles=len(roles))
    return roles


def _lacking(me: Acting, roles: list[MemberRole], other: Member) -> list[MemberRole]:
    held = MemberRole.objects.filter(member=other, since__lte=me.now, until__gt=me.now)
    own = set(held.values_list("role", "area", "team"))
    return [one for one in roles if (one.role, one.area_id, one.team_id) not in own]


def end_now(me: Acting, held: MemberRole) -> None:
    """End a role at this moment; one that has not begun never begins."""
    held.change(since=min(held.since, me.now), until=max(me.now, min(held.since, me.now) + MOMENT))


def last_administrator(me: Acting, held: MemberRole) -> bool:
    """Whether an area would have no administrator without this role."""
    if held.role != Role.ADMINISTRATOR:
        return False
    others = MemberRole.objects.filter(
        role=Role.ADMINISTRATOR, area=held.area_id, since__lte=me.now, until__gt=me.now
    ).exclude(member=held.member_id)
    return not others.exists()


def _weighs(me: Acting, held: MemberRole) -> bool:
    now = MemberRole.objects.filter(since__lte=me.now, until__gt=me.now)
    return now.filter(member=held.member_id, area=held.area_id, role__in=WEIGH).exists()


def _period(me: Acting, check: Checking, begins: date | None, ends: date | None) -> tuple[datetime, datetime]:
    today = london_date(me.now)
    if begins and begins < today:
        check.wrong("begins", "A role begins today or later")
    if ends and ends < max(begins or today, today):
        check.wrong("ends", "The last day must be the first day or later")
    since = moment_of(begins, time()) if begins and begins > today else me.now
    until = moment_of(ends + timedelta(days=1), time()) if ends else FOREVER
    return since, max(until, since + MOMENT)


def _team(me: Acting, check: Checking, role: str, area: Area, team: str) -> Team | None:
    found = Team.objects.receiving(area.pk, me.now).filter(slug=team).first() if team else None
    if role in OF_A_TEAM and found is None:
        check.wrong("of_team", f"Choose a team of {area.name}")
    if role and role not in OF_A_TEAM and team:
        check.wrong("of_team", "Only members of a team and early help coordinators have one")
    return found


def _fits(
    me: Acting,
    check: Checking,
    member: Member,
    role: Role,
    area: Area,
    begins: datetime,
    ends: datetime,
    team: Team | None,
) -> None:
    """A member sits at one desk: what one page shows and records is not mixed with another's."""
    overlapping = [
        one
        for one in MemberRole.objects.filter(member=member, since__lt=ends, until__gt=begins).select_related("area")
        if one.until > me.now
    ]
    if any(
        one.role == role and one.area_id == area.pk and one.team_id == (team.pk if team else None)
        for one in overlapping
    ):
        check.wrong("role", f"{member.name} holds this role in {area.name} already")
    desk = next((one for one in overlapping if SEAT_OF[Role(one.role)] != SEAT_OF[role]), None)
    if desk is not None:
        label = desk.get_role_display().lower()
        check.wrong("role", f"{member.name} is {label} in {desk.area.name}, at another desk. End that first")
    if not Serving.objects.filter(agency=member.agency_id, area=area, until__gt=me.now).exists():
        check.wrong("area", f"{member.agency.name} does not serve {area.name}")
    if role is Role.POLICE_EVALUATOR and not member.agency.police:
        check.wrong("role", "A police evaluator is of the police")
    if role in WEIGH and not member.agency.host:
        check.wrong("role", "Social workers and practice managers are of the agency that keeps the hub")
    if role is Role.SOCIAL_WORKER and not member.registration_number:
        check.wrong("role", "A social worker needs a registration number with Social Work England")
    if role is Role.RESEARCHER and not member.agency.question:
        check.wrong("role", f"{member.agency.name} is asked nothing, so nobody researches for it")
