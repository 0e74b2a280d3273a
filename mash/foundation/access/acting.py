"""Who acts: a member with their roles, or nobody known, in one seat at one time."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from mash.foundation.access.binding import bound
from mash.foundation.clock.now import now as clock_now
from mash.foundation.partnership.models import Member, MemberRole, Role
from mash.foundation.zones import Seat

SEAT_OF: dict[Role, Seat] = {
    Role.REFERRER: Seat.INTAKE,
    Role.CALL_HANDLER: Seat.HUB,
    Role.SOCIAL_WORKER: Seat.HUB,
    Role.PRACTICE_MANAGER: Seat.HUB,
    Role.RESEARCHER: Seat.HUB,
    Role.POLICE_EVALUATOR: Seat.HUB,
    Role.CONFERENCES: Seat.HUB,
    Role.TEAM_MEMBER: Seat.OPS,
    Role.EARLY_HELP: Seat.OPS,
    Role.CHECKER: Seat.PARTNER,
    Role.ANALYST: Seat.FIGURES,
    Role.AUDITOR: Seat.AUDIT,
    Role.ADMINISTRATOR: Seat.SETUP,
}


@dataclass(slots=True)
class Sightings:
    """What has been shown in this request: it goes into the ledger before the page goes out."""

    enquiries: set[uuid.UUID] = field(default_factory=set)
    people: set[uuid.UUID] = field(default_factory=set)

    def forget(self) -> None:
        """What was going to be shown is not shown after all."""
        self.enquiries.clear()
        self.people.clear()


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, where, when and why. Every verb and every query for people takes one."""

    seat: Seat
    now: datetime
    member: Member | None = None
    roles: tuple[MemberRole, ...] = ()
    purpose: str = ""
    play: uuid.UUID | None = None
    seen: Sightings = field(default_factory=Sightings)

    @property
    def known(self) -> Member:
        """The member who acts, where policy has made sure that there is one."""
        if self.member is None:
            raise LookupError("nobody known acts here")
        return self.member

    def areas_as(self, *roles: Role) -> frozenset[uuid.UUID]:
        """The areas in which one of these roles is held."""
        return frozenset(held.area_id for held in self.roles if held.role in roles)

    def is_a(self, *roles: Role) -> bool:
        """Whether one of these roles is held anywhere."""
        return any(held.role in roles for held in self.roles)

    @property
    def is_police(self) -> bool:
        """Whether a member of police in the hub acts."""
        return self.member is not None and self.member.agency.police and not self.member.agency.virtual

    @property
    def teams(self) -> frozenset[uuid.UUID]:
        """The teams of which they are a member."""
        return frozenset(held.team_id for held in self.roles if held.team_id is not None)


def seat_of(member: Member, roles: tuple[MemberRole, ...]) -> Seat:
    """Where a member sits: by their first role; a researcher of a virtual agency outside the room."""
    for held in roles:
        seat = SEAT_OF[Role(held.role)]
        return Seat.PARTNER if seat is Seat.HUB and member.agency.virtual else seat
    return Seat.INTAKE


_playing: ContextVar[uuid.UUID | None] = ContextVar("playing", default=None)


@contextmanager
def in_play(play: uuid.UUID) -> Iterator[None]:
    """Let all that is done inside belong to a play, also what a page does that the play looks at."""
    token = _playing.set(play)
    try:
        yield
    finally:
        _playing.reset(token)


@contextmanager
def acting(
    member: Member | None,
    seat: Seat | None = None,
    *,
    roles: tuple[MemberRole, ...] | None = None,
    purpose: str = "",
    play: uuid.UUID | None = None,
) -> Iterator[Acting]:
    """Act as a member (or as nobody known) in a seat; without one, in the member's own.

    Costs a round trip for the binding and, unless the roles held now are given, one query for them.
    """
    now = clock_now()
    play = play or _playing.get()
    if member is None:
        where = seat or Seat.INTAKE
        with bound(where, member=None, now=now, purpose=purpose, play=play):
            yield Acting(where, now, purpose=purpose, play=play)
        return
    if roles is None:
        with bound(Seat.INTAKE, member=member.pk, now=now):
            roles = roles_of(member.pk, now)
    where = seat or seat_of(member, roles)
    with bound(where, member=member.pk, now=now, purpose=purpose, play=play):
        yield Acting(where, now, member=member, roles=roles, purpose=purpose, play=play)


def roles_of(member: uuid.UUID, now: datetime) -> tuple[MemberRole, ...]:
    """The roles that a member holds at a moment, each with its holder and their agency; one query."""
    return tuple(
        MemberRole.objects.filter(member=member, since__lte=now, until__gt=now)
        .select_related("area", "team", "member__agency")
        .order_by("since", "role", "area__slug")
    )


@contextmanager
def serving(purpose: str, play: uuid.UUID | None = None) -> Iterator[Acting]:
    """Act as the hub's own machinery: jobs and the operator's commands."""
    with acting(None, Seat.SYSTEM, purpose=purpose, play=play) as me:
        yield me
