"""Marks of what comes back: a re-referral, contacts that pile up, voices that do not know of each other (rule 24)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from mash.foundation.clock.repeats import Repeats
from mash.foundation.clock.when import day_and_month
from mash.pathway.enquiries.models import Enquiry
from mash.ui.words import count, listed

DAYS_OF_A_YEAR, MONTHS = 365, 12
MOST_DATES = 4


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact with the hub about a household. `voice` is alike for two contacts from one enquirer."""

    id: uuid.UUID
    at: datetime
    referred: bool
    voice: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that comes back. `short` is for a line of a list; `kind` is how it is drawn: told or danger."""

    key: str
    words: str
    short: str
    count: int
    why: str
    kind: str


def contacts_in(rows: Iterable[Mapping[str, Any]]) -> list[Contact]:
    """Contacts as the database tells them."""
    return [
        Contact(uuid.UUID(row["id"]), datetime.fromisoformat(row["at"]), row["referred"], row["voice"]) for row in rows
    ]


def marks_of(
    contacts: Sequence[Contact], repeats: Repeats, now: datetime, *, this: uuid.UUID | None = None
) -> list[Mark]:
    """What of these contacts about one household stands out at a moment, with its count; nothing when nothing does.

    Args:
        contacts: up to that moment, the enquiry itself among them where there is one.
        now: when the enquiry came, or when somebody is on the telephone.
        this: the enquiry. Without one, the contact that is being made counts as one more, of a voice not known yet.

    Source: DOMAIN rule 24. What went on to social care is a referral; every other contact is an enquiry.
    """
    earlier = [one for one in contacts if one.id != this]
    came = [one for one in earlier if repeats.within_re_referral(one.at, now)]
    lately = [one for one in earlier if repeats.within_contacts(one.at, now)]
    referred = [one for one in came if one.referred]
    voices = {one.voice for one in contacts if repeats.within_enquirers(one.at, now)}
    year, months, days = (
        period(length) for length in (repeats.re_referral_days, repeats.contacts_days, repeats.enquirers_days)
    )
    marks = []
    if len(lately) + 1 >= repeats.contacts:
        words = f"Escalating concern: {len(lately) + 1} contacts in {months}"
        short = f"{len(lately) + 1} in {months}"
        marks.append(Mark("escalating", words, short, len(lately) + 1, f"This one, and {_days(lately)}", "danger"))
    if referred:
        words = f"Re-referral: {count(len(referred), 'earlier referral')} in {year}"
        short, why = f"Re-referral, {len(referred)} before", f"Went to social care after {_days(referred)}"
        marks.append(Mark("re_referral", words, short, len(referred), why, "told"))
    if came:
        words = f"{count(len(came), 'earlier enquiry', 'earlier enquiries')} in {year}"
        marks.append(Mark("earlier", words, f"{len(came)} earlier", len(came), f"Came on {_days(came)}", "told"))
    if len(voices) >= repeats.enquirers:
        words = f"{len(voices)} independent enquirers in {days}"
        short, why = f"{len(voices)} enquirers in {days}", "They are of different agencies, or gave different names"
        marks.append(Mark("enquirers", words, short, len(voices), why, "danger"))
    return marks


def flags_of_marks(marks: Sequence[Mark]) -> list[tuple[str, str]]:
    """Marks as short words for a line of a list; that somebody came before goes without saying where more is said."""
    pressing = [mark for mark in marks if mark.key != "earlier"]
    return [(mark.short, mark.kind) for mark in pressing or marks]


def marks_until(enquiry: Enquiry, rows: Iterable[Mapping[str, Any]]) -> list[Mark]:
    """The marks of an enquiry as they stood when it came, by its own service standard. No query."""
    return marks_of(contacts_in(rows), enquiry.standard.clock.repeats, enquiry.received_at, this=enquiry.pk)


def marks_for(enquiries: Sequence[Enquiry]) -> dict[uuid.UUID, list[Mark]]:
    """The marks of several enquiries with their standards at hand. One query for all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, pathway.contacts_until(id) from unnest(%s::uuid[]) as id", [[one.pk for one in enquiries]]
        )
        found = {key: json.loads(rows) for key, rows in cursor.fetchall()}
    return {one.pk: marks_until(one, found.get(one.pk, [])) for one in enquiries}


def period(days: int) -> str:
    """A length as people say it: `12 months`, `3 months`, `7 days`."""
    months = round(days * MONTHS / DAYS_OF_A_YEAR)
    if months > 1 and abs(days - months * DAYS_OF_A_YEAR / MONTHS) <= 2:
        return f"{months} months"
    return count(days, "day")


def _days(contacts: Sequence[Contact]) -> str:
    told = [f"{day_and_month(one.at)} {one.at.year}" for one in contacts[:MOST_DATES]]
    rest = len(contacts) - len(told)
    return listed([*told, f"{rest} more"] if rest else told)
