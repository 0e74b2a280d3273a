"""Why somebody could see or do something: the reason that stood, and the role that they held, as a sentence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mash.desks.oversight.words import SEATS, why
from mash.foundation.access.policy import CORE, WEIGHS
from mash.foundation.partnership.models import Role
from mash.ui.words import initial_capital, listed

# Where a live reason is needed to see an enquiry; elsewhere nothing of one is shown.
NEED_A_REASON = frozenset({"hub", "partner", "ops"})
NONE_ON_RECORD = "No reason is on record"


@dataclass(frozen=True, slots=True)
class Ground:
    """What stood when it happened: the seat, the roles held there, the live reasons, and whose they were."""

    seat: str
    outcome: str = "read"
    reasons: Sequence[str] = ()
    roles: frozenset[Role] = frozenset()
    kinds: frozenset[str] = frozenset()
    area: str = ""
    agency: str = ""
    team: str = ""
    of_an_enquiry: bool = False


def allowed_by(ground: Ground) -> str:
    """The strongest reason that stood; for what is of no enquiry, where whoever did it sat and as what."""
    if ground.outcome == "refused" or ground.reasons:
        return initial_capital(why(ground.reasons))
    if ground.of_an_enquiry and (ground.kinds or ground.seat in NEED_A_REASON):
        return next((sentence for kind, sentence in _sentences(ground) if kind in ground.kinds), NONE_ON_RECORD)
    where = SEATS.get(ground.seat, "")
    told = f"{_as(ground.roles)}, {where}" if ground.seat in NEED_A_REASON else where
    return initial_capital(told)


def _sentences(ground: Ground) -> list[tuple[str, str]]:
    """A sentence for every kind of live reason, in the order in which they are told."""
    own = initial_capital(f"{_as(ground.roles & CORE)} in {ground.area}")
    weighs = initial_capital(f"{_as(ground.roles & WEIGHS)} in {ground.area}")
    agency = f"Their agency, {ground.agency}," if ground.agency else "Their agency"
    return [
        ("rater", f"{own}, whose rating stood"),
        ("hub", f"{own}, whose hub had the enquiry"),
        ("asked", f"{agency} was asked about it"),
        ("team", f"Their team, {ground.team}, had a handover about it"),
        ("referrer", "They told the hub of it"),
        ("earlier", f"{weighs}, where a later enquiry about the same person was open"),
        ("owner", f"{agency} was asked about it before, and keeps what it said"),
        ("alert", "Child protection was flagged: managers and police hear of it at once"),
        ("glass", "Broken glass"),
    ]


def _as(roles: frozenset[Role]) -> str:
    """`social worker`, or the roles joined, in the order in which they are always named."""
    return listed(role.label.lower() for role in Role if role in roles) or "a member"
