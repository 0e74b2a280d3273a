"""Asks the ledger for an auditor, and tells its answer in lines."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import connection

from mash.desks.oversight.words import SEATS, did, why
from mash.foundation.access.models import Glass
from mash.foundation.clock.london import in_london
from mash.foundation.ledger.models import Checkpoint, Event
from mash.foundation.partnership.models import Member

MOST = 200
DAY_BEGINS, DAY_ENDS = time(7), time(19)

# A line is shown of an enquiry of the auditor's own areas that no wall shuts, or of none.
SHOWN = "select e.* from ledger.{function} e where ledger.is_an_auditors(e.enquiry) order by e.seq desc"


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words. `unusual` says why it stands first; `of` is whom it was done to, as a count."""

    at: datetime
    who: str
    agency: str
    text: str
    reference: str
    of: int
    why: str
    unusual: str
    training: bool


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody described on an enquiry, by number."""

    key: uuid.UUID
    number: int
    is_subject: bool


@dataclass(frozen=True, slots=True)
class Seal:
    """How far the ledger is sealed."""

    size: int
    sealed_at: datetime | None
    waiting: int


def about_person(person: uuid.UUID) -> list[Line]:
    """Who looked at this person, however described, or did something about them; the latest first. Four queries."""
    return _told(_asked("about_person(%s, %s)", person))


def about_enquiry(enquiry: uuid.UUID) -> list[Line]:
    """Who looked at this enquiry or anyone described on it; the latest first. Four queries."""
    return _told(_asked("about_enquiry(%s, %s)", enquiry))


def by_member(member: uuid.UUID) -> list[Line]:
    """What this member looked at and did; the latest first. Four queries."""
    return _told(_asked("by_member(%s, %s)", member))


def refusals() -> list[Line]:
    """What was refused, the latest first. Four queries."""
    return _told(_asked("refusals(%s)"))


def people_on(enquiry: uuid.UUID) -> list[Described]:
    """Those described on an enquiry, without their names; one query. The key is the confirmed person's where known."""
    with connection.cursor() as cursor:
        cursor.execute("select described, person, is_subject from ledger.people_on(%s)", [enquiry])
        return [
            Described(person or described, number, is_subject)
            for number, (described, person, is_subject) in enumerate(cursor.fetchall(), 1)
        ]


def references_of(enquiries: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The references of enquiries that an auditor may know of; one query."""
    if not enquiries:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select id, reference from ledger.references_of(%s)", [list(enquiries)])
        return dict(cursor.fetchall())


def seal() -> Seal:
    """How far the ledger is sealed; two queries."""
    last = Checkpoint.objects.order_by("-size").only("size", "sealed_at").first()
    with connection.cursor() as cursor:
        cursor.execute("select ledger.waiting()")
        (waiting,) = cursor.fetchone()
    return Seal(last.size if last else 0, last.sealed_at if last else None, waiting)


def _asked(function: str, *about: uuid.UUID) -> list[Event]:
    return list(Event.objects.raw(SHOWN.format(function=function), [*about, MOST]))


def _told(events: Sequence[Event]) -> list[Line]:
    references = references_of([event.enquiry for event in events if event.enquiry])
    named = {event.actor for event in events if event.actor} | {
        event.object_id for event in events if event.object_kind == "member" and event.object_id
    }
    members = {member.pk: member for member in Member.objects.filter(pk__in=named).select_related("agency")}
    glasses = list(Glass.objects.filter(enquiry__in=references))
    return [_line(event, members, references, through_glass=_through_glass(event, glasses)) for event in events]


def _through_glass(event: Event, glasses: Sequence[Glass]) -> bool:
    """Whether whoever did this had broken the glass on that enquiry, and it was still open."""
    return event.verb == "break_glass" or any(
        glass.enquiry == event.enquiry and glass.member_id == event.actor and glass.broken_at <= event.at < glass.until
        for glass in glasses
    )


def _line(
    event: Event,
    members: dict[uuid.UUID, Member],
    references: dict[uuid.UUID, str],
    *,
    through_glass: bool,
) -> Line:
    who = members.get(event.actor) if event.actor else None
    text = did(event.verb, event.outcome)
    if event.verb == "sign_in_failed":
        meant = members.get(event.object_id) if event.object_id else None
        text += f" as {meant.name}" if meant else " by a name that nobody has"
    return Line(
        at=event.at,
        who=who.name if who else ("The hub itself" if event.seat == "system" else "Somebody without an account"),
        agency=who.agency.name if who else "",
        text=text,
        reference=references.get(event.enquiry, "") if event.enquiry else "",
        of=len(event.people),
        why="broken glass" if through_glass else why(event.reasons) or SEATS.get(event.seat, ""),
        unusual="broken glass" if through_glass else _unusual(event),
        training=event.play is not None,
    )


def _unusual(event: Event) -> str:
    """Why an auditor should look at this first; empty for everyday work."""
    if "tied" in event.reasons:
        return "behind a wall"
    if event.outcome == "refused":
        return "refused"
    there = in_london(event.at)
    if event.actor and event.outcome == "read" and (there.weekday() > 4 or not DAY_BEGINS <= there.time() < DAY_ENDS):
        return "out of hours"
    return ""
