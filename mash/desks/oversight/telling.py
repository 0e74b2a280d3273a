"""Tells what the ledger answered: a line for each thing that somebody did, why they could, and why to look at it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mash.desks.oversight.allowed import NEED_A_REASON, Ground, allowed_by
from mash.desks.oversight.asked import Asked, Mark
from mash.desks.oversight.asking import Explained, explained, page_length
from mash.desks.oversight.unusual import Look, nearly_open, unusual
from mash.desks.oversight.words import LISTS, NEEDS_NO_REASON, did
from mash.foundation.access.acting import Acting
from mash.foundation.clock.london import london_date
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import Area, Member, Role, ServiceStandard

NOTHING_KNOWN = Explained(None, "", None, 0, (), (), "", False, False, False, 0, True)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in words, however often somebody did it that day.

    `of` is to how many people it was done, `others` how many enquiries the page showed besides; `why` is why it was
    allowed, and `unusual` why an auditor should look at it first.
    """

    at: datetime
    who: str
    agency: str
    text: str
    reference: str
    others: int
    of: int
    why: str
    unusual: tuple[str, ...]
    training: bool
    since: datetime
    times: int = 1

    def with_another(self, line: Line) -> Line:
        """This, and the same once more."""
        return replace(
            self,
            since=min(self.since, line.since),
            times=self.times + 1,
            of=max(self.of, line.of),
            others=max(self.others, line.others),
        )

    @property
    def is_behind_a_wall(self) -> bool:
        """Whether somebody tried who is tied."""
        return bool(self.unusual) and "tied" in self.unusual[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of what the ledger answered, the unusual apart; `events` is how many were looked through."""

    unusual: Sequence[Line]
    everyday: Sequence[Line]
    events: int
    from_: datetime | None
    earlier: str

    @property
    def lines(self) -> list[Line]:
        """All of them."""
        return [*self.unusual, *self.everyday]


def told(me: Acting, found: Sequence[Event], asked: Asked, about: uuid.UUID | None = None) -> Answer:
    """What was found, in words; three queries, whatever was found. `about` is the enquiry that was asked about."""
    most = page_length(asked)
    events = found[:most]
    facts = explained(events, about)
    named = {event.actor for event in events if event.actor} | {
        event.object_id for event in events if event.object_kind == "member" and event.object_id
    }
    members = {member.pk: member for member in Member.objects.filter(pk__in=named).select_related("agency")}
    places = _places(me)
    lines = together(_line(event, facts.get(event.pk, NOTHING_KNOWN), members, places, me.now) for event in events)
    last = events[-1] if events else None
    return Answer(
        unusual=[line for line in lines if line.unusual],
        everyday=[] if asked.only else [line for line in lines if not line.unusual],
        events=len(events),
        from_=last.at if last else None,
        earlier=asked.address(after=Mark(last.at, str(last.seq))) if last and len(found) > most else "",
    )


def together(lines: Iterable[Line]) -> list[Line]:
    """What somebody did again and again on one day, as one line in the place of the latest: pages are opened often."""
    found: dict[object, Line] = {}
    for line in lines:
        day = london_date(line.at)
        alike = (day, line.who, line.agency, line.text, line.reference, line.why, line.unusual, line.training)
        latest = found.get(alike)
        found[alike] = latest.with_another(line) if latest else line
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Places:
    """The auditor's areas by id, and the standards that held there, the newest first."""

    areas: dict[uuid.UUID, Area]
    standards: dict[uuid.UUID, list[ServiceStandard]]

    def is_in_hours(self, moment: datetime, area: uuid.UUID | None) -> bool:
        """Whether the hub of an area was open, or nearly; any hub's, where it was of no area."""
        wanted = [area] if area in self.areas else list(self.areas)
        held = [self._standard(each, moment) for each in wanted if each is not None]
        return any(nearly_open(one.clock.calendar, moment) for one in held if one is not None)

    def _standard(self, area: uuid.UUID, moment: datetime) -> ServiceStandard | None:
        return next((one for one in self.standards.get(area, []) if one.holds_from <= moment), None)


def _places(me: Acting) -> Places:
    areas = {held.area_id: held.area for held in me.roles if held.role == Role.AUDITOR}
    standards: dict[uuid.UUID, list[ServiceStandard]] = {}
    for one in ServiceStandard.objects.filter(area__in=list(areas)).order_by("-holds_from"):
        standards.setdefault(one.area_id, []).append(one)
    return Places(areas, standards)


def _line(event: Event, facts: Explained, members: dict[uuid.UUID, Member], places: Places, now: datetime) -> Line:
    who = members.get(event.actor) if event.actor else None
    grounds = frozenset(facts.reasons) | ({"glass"} if event.verb == "break_glass" else frozenset())
    area = places.areas.get(facts.area) if facts.area else None
    return Line(
        at=event.at,
        since=event.at,
        who=who.name if who else ("The hub itself" if event.seat == "system" else "Somebody without an account"),
        agency=who.agency.name if who else "",
        text=_did(event, members),
        reference=facts.reference,
        others=facts.others,
        of=len(event.people),
        why=allowed_by(
            Ground(
                seat=event.seat,
                outcome=event.outcome,
                reasons=event.reasons,
                roles=frozenset(Role(role) for role in facts.roles),
                kinds=grounds,
                area=area.name if area else "",
                agency=who.agency.name if who else "",
                team=facts.team,
                of_an_enquiry=facts.enquiry is not None,
            )
        ),
        unusual=unusual(_look(event, facts, grounds, now, in_hours=places.is_in_hours(event.at, facts.area))),
        training=event.play is not None,
    )


def _look(event: Event, facts: Explained, grounds: frozenset[str], now: datetime, *, in_hours: bool) -> Look:
    needs_reason = event.seat in NEED_A_REASON and event.verb not in NEEDS_NO_REASON
    return Look(
        outcome=event.outcome,
        reasons=frozenset(event.reasons),
        by_a_member=event.actor is not None and event.seat in (*NEED_A_REASON, "intake"),
        in_a_list=event.outcome == "read" and event.verb in LISTS,
        of_an_enquiry=facts.enquiry is not None and needs_reason,
        grounds=grounds,
        own_name=facts.own_name,
        same_surname=facts.same_surname,
        same_home=facts.same_home,
        opened=facts.opened,
        worked_on=facts.worked_on,
        ago=now - event.at,
        in_hours=in_hours or event.seat == "intake",
    )


def _did(event: Event, members: dict[uuid.UUID, Member]) -> str:
    text = did(event.verb, event.outcome)
    about = members.get(event.object_id) if event.object_kind == "member" and event.object_id else None
    if event.verb == "sign_in_failed":
        return f"{text} as {about.name}" if about else f"{text} by a name that nobody has"
    if event.verb == "ledger" and about:
        return f"asked what {about.name} looked at"
    return text
