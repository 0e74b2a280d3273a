"""Making, changing and ending a team."""

from __future__ import annotations

from typing import Any

from mash.desks.setup.naming import free_slug, same_name
from mash.desks.setup.verbs import Key, Shown, keep, permit_in, set_up, unchanged
from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Invalid, hold, lock
from mash.foundation.access.words import Checking, checking
from mash.foundation.partnership.models import Area, Team


def shown(team: Team) -> Shown:
    """What the form shows of a team."""
    return {"name": team.name, "phone": team.phone, "early_help": team.early_help}


@set_up(can="Make a team", did="made a team")
def make_team(me: Acting, /, *, area: str, **typed: Any) -> Team:
    """Make a team of an area, which receives handovers from then on.

    Args:
        area: the area's short name.
        typed: `name`, `phone`, `early_help`.

    Raises:
        Refused: not an administrator of the area.
        Invalid: another team of the hub has this name.
    """
    hold(Team, "names")
    where = Area.objects.filter(slug=area).first()
    permit_in(me, "make_team", where.pk if where else None)
    if where is None:
        raise Invalid(area="Choose the area")
    with checking() as check:
        particulars = _checked(me, check, typed)
    team = Team.add(slug=free_slug(Team, particulars["name"]), area=where, **particulars)
    keep(me, "make_team", team, was={}, becomes={**shown(team), "area": where.slug}, area=str(where.pk))
    return team


@set_up(can="Change a team", did="changed a team")
def change_team(me: Acting, /, team: Key, *, seen: str, **typed: Any) -> Team:
    """Change a team's name or telephone number, or whether it is early help.

    Raises:
        Refused: not an administrator of its area.
        Invalid: it has ended; changed by somebody since `seen`; another team has this name.
    """
    hold(Team, "names")
    found = _working(me, "change_team", team)
    was = shown(found)
    unchanged(found, was, seen)
    with checking() as check:
        particulars = _checked(me, check, typed, of=found)
    found.change(**particulars)
    keep(me, "change_team", found, was=was, becomes=shown(found), area=str(found.area_id))
    return found


@set_up(can="End a team", did="ended a team")
def end_team(me: Acting, /, team: Key, *, why: Any) -> Team:
    """Let a team receive nothing new. Its members go on reading what it has, and acknowledge what is on its way.

    Raises:
        Refused: not an administrator of its area.
        Invalid: it has ended already; no reason.
    """
    found = _working(me, "end_team", team)
    with checking() as check:
        reason = check.text(why, "why", required="Say why the team ends", most=400)
    found.change(until=me.now)
    keep(me, "end_team", found, was={}, becomes={"why": reason}, area=str(found.area_id))
    return found


def _working(me: Acting, verb: str, team: Key) -> Team:
    found = lock(Team, team)
    permit_in(me, verb, found.area_id, about=found)
    if found.until <= me.now:
        raise Invalid(team=f"{found.name} has ended.")
    return found


def _checked(me: Acting, check: Checking, typed: dict[str, Any], of: Team | None = None) -> dict[str, Any]:
    said = {
        "name": check.text(typed.get("name"), "name", required="Enter the team's name", most=80),
        "phone": check.phone(typed.get("phone"), "phone", required="Enter the team's telephone number"),
        "early_help": bool(typed.get("early_help")),
    }
    if other := same_name(Team.objects.filter(until__gt=me.now), str(said["name"]), of):
        check.wrong("name", f"There is a team {other.name} already")
    return said
