"""Asks the ledger for an auditor: events, what explains them, and whom a name finds. Identifiers and codes alone."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from mash.desks.oversight.asked import Asked
from mash.desks.oversight.words import LISTS
from mash.foundation.ledger.models import Event

A_PAGE = 100
# Where only the unusual is wanted, so many are looked through for it.
LOOKED_THROUGH = 300
MOST_NAMED = 20

EVENTS = "select * from ledger.{function}({about}%s, %s, %s, %s)"
EXPLAINED = (
    "select event, enquiry, reference, area, others, roles, reasons, team, own_name, same_surname, same_home, opened, "
    "worked_on from ledger.explained(%s, %s, %s)"
)


@dataclass(frozen=True, slots=True)
class Explained:
    """What is known of one event besides itself; `ledger.explained` says what each means."""

    enquiry: uuid.UUID | None
    reference: str
    area: uuid.UUID | None
    others: int
    roles: Sequence[str]
    reasons: Sequence[str]
    team: str
    own_name: bool
    same_surname: bool
    same_home: bool
    opened: int
    worked_on: bool


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody described on an enquiry, by number. The key is the confirmed person's where known."""

    key: uuid.UUID
    number: int
    is_subject: bool


@dataclass(frozen=True, slots=True)
class Namesake:
    """Somebody of the register who bears a name, and what tells them from another."""

    person: uuid.UUID
    born_then: bool | None
    made_at: datetime
    references: Sequence[str]


def about_person(person: uuid.UUID, asked: Asked, now: datetime) -> list[Event]:
    """Who looked at this person, however described, or did something about them; the latest first. One query."""
    return _events("about_person", asked, now, person)


def about_enquiry(enquiry: uuid.UUID, asked: Asked, now: datetime) -> list[Event]:
    """Who looked at this enquiry or anyone described on it; the latest first. One query."""
    return _events("about_enquiry", asked, now, enquiry)


def by_member(member: uuid.UUID, asked: Asked, now: datetime) -> list[Event]:
    """What this member looked at and did; the latest first. One query."""
    return _events("by_member", asked, now, member)


def refusals(asked: Asked, now: datetime) -> list[Event]:
    """What was refused, the latest first. One query."""
    return _events("refusals", asked, now)


def through_glass(glass: uuid.UUID) -> list[Event]:
    """What whoever broke a glass did on that enquiry while it was broken, the latest first. One query."""
    return list(Event.objects.raw("select * from ledger.through_glass(%s, %s)", [glass, A_PAGE]))


def page_length(asked: Asked) -> int:
    """How many events one page looks through."""
    return LOOKED_THROUGH if asked.only else A_PAGE


def explained(events: Sequence[Event], about: uuid.UUID | None) -> dict[uuid.UUID, Explained]:
    """What explains each of these events; `about` is the enquiry that was asked about. One query, or none."""
    if not events:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(EXPLAINED, [[event.pk for event in events], about, sorted(LISTS)])
        return {
            event: Explained(enquiry, reference or "", area, others, roles, reasons, team or "", *rest)
            for event, enquiry, reference, area, others, roles, reasons, team, *rest in cursor.fetchall()
        }


def people_on(enquiry: uuid.UUID) -> list[Described]:
    """Those described on an enquiry, without their names. One query."""
    with connection.cursor() as cursor:
        cursor.execute("select described, person, is_subject from ledger.people_on(%s)", [enquiry])
        return [
            Described(person or described, number, is_subject)
            for number, (described, person, is_subject) in enumerate(cursor.fetchall(), 1)
        ]


def people_named(words: Sequence[str], born: date | None) -> list[Namesake]:
    """Those of the register who bear all of these words in their names, as ids; the last made first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            'select person, born_then, made_at, "references" from ledger.people_named(%s, %s, %s)',
            [[f"word:{word}" for word in words], born, MOST_NAMED],
        )
        return [Namesake(*row) for row in cursor.fetchall()]


def is_tied_to(person: uuid.UUID) -> bool:
    """Whether the auditor who asks is tied to somebody. One query."""
    with connection.cursor() as cursor:
        cursor.execute("select ledger.is_tied_to(%s)", [person])
        return bool(cursor.fetchone()[0])


def references_of(enquiries: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The references of enquiries that an auditor may know of; one query."""
    if not enquiries:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select id, reference from ledger.references_of(%s)", [list(enquiries)])
        return dict(cursor.fetchall())


def _events(function: str, asked: Asked, now: datetime, *about: uuid.UUID) -> list[Event]:
    """One page of events, and one more where there are more."""
    question = EVENTS.format(function=function, about="%s, " * len(about))
    return list(Event.objects.raw(question, [*about, asked.since(now), *asked.before_event(), page_length(asked) + 1]))
