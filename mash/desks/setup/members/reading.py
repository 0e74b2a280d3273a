"""The members whom an administrator sees: who they are, what they may, and how far they have come in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from mash.desks.setup.members.roles import WEIGH
from mash.desks.setup.verbs import own_areas
from mash.foundation.access.accounts import Entry, entries_of
from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Member, MemberRole


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member with the roles that they hold or will hold."""

    member: Member
    roles: Sequence[MemberRole]
    entry: Entry

    @property
    def places(self) -> set[tuple[str, uuid.UUID, uuid.UUID | None]]:
        """The roles, each with its area and team."""
        return {(held.role, held.area_id, held.team_id) for held in self.roles}


def everybody(me: Acting) -> list[Colleague]:
    """The members of one's areas: with a role there, now or formerly, or of an agency that serves one."""
    areas = list(own_areas(me))
    of = Q(roles__area__in=areas) | Q(agency__serving__area__in=areas, agency__serving__until__gt=me.now)
    held = MemberRole.objects.filter(until__gt=me.now).select_related("area", "team", "stands_in_for")
    found = Member.objects.filter(of).distinct().select_related("agency")
    members = list(found.prefetch_related(Prefetch("roles", held.order_by("area__name", "role"))))
    entries = entries_of(member.pk for member in members)
    return [Colleague(member, list(member.roles.all()), entries.get(member.pk, Entry.NONE)) for member in members]


def one(me: Acting, username: str) -> Colleague:
    """The member of this username.

    Raises:
        Refused: there is none, or they are of no area of one's own.
    """
    found = next((colleague for colleague in everybody(me) if colleague.member.username == username), None)
    if found is None:
        raise Refused("not_found")
    return found


def who_weigh(me: Acting, areas: set[uuid.UUID], without: Member) -> list[Member]:
    """Who may go on with somebody's enquiries in some areas."""
    held = MemberRole.objects.filter(area__in=areas, role__in=WEIGH, since__lte=me.now, until__gt=me.now)
    return list(Member.objects.filter(roles__in=held).exclude(pk=without.pk).distinct())
