"""Whom a hub rings while nothing can be looked up: its own people, agencies and teams."""

from __future__ import annotations

from dataclasses import dataclass

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import CORE
from mash.foundation.partnership.models import Agency, Area, MemberRole, Role, Team
from mash.ui.words import listed


@dataclass(frozen=True, slots=True)
class Phone:
    """Somebody to ring."""

    who: str
    what: str
    number: str


def phones_of(me: Acting, area: Area) -> list[Phone]:
    """Everybody of an area who has a number: the hub, agencies, teams, then people by name. Three queries."""
    hub = [
        Phone(f"{area} hub", area.hours, area.phone),
        Phone(f"{area} out of hours", "whoever is on duty", area.out_of_hours_phone),
    ]
    agencies = [
        Phone(agency.name, agency.escalation_contact, agency.phone)
        for agency in Agency.objects.filter(areas=area).order_by("name")
    ]
    teams = [Phone(team.name, "team", team.phone) for team in Team.objects.receiving(area.pk, me.now).order_by("name")]
    return [one for one in (*hub, *agencies, *teams, *_people(me, area)) if one.number]


def _people(me: Acting, area: Area) -> list[Phone]:
    """Those who work in the hub, with all that they are there."""
    held = (
        MemberRole.objects.filter(
            area=area, role__in=[*CORE, Role.POLICE_EVALUATOR, Role.RESEARCHER], since__lte=me.now, until__gt=me.now
        )
        .exclude(member__agency__virtual=True)
        .select_related("member__agency")
        .order_by("member__name", "role")
    )
    roles: dict[tuple[str, str, str], list[str]] = {}
    for one in held:
        key = (one.member.name, one.member.agency.name, one.member.phone)
        roles.setdefault(key, []).append(one.get_role_display().lower())
    return [Phone(name, f"{listed(told)}, {agency}", number) for (name, agency, number), told in roles.items()]
