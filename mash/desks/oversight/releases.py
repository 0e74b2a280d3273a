"""Releases, told from codes: who prepared and approved, what went by number, what the gate found, what became of it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from mash.desks.oversight.asked import Asked, Mark
from mash.foundation.access.acting import Acting
from mash.foundation.partnership.models import Member
from mash.pathway.handover.gate import Kind
from mash.pathway.handover.models import Handover, Release
from mash.ui.words import count, initial_capital, listed

A_PAGE = 50
RELEASES = (
    "select release, enquiry, reference, area_name, team, state, prepared_by, prepared_at, approved_by, approved_at, "
    "items, let_out, addresses, narrative, found, opened_at, answered_at, handover, withdrawn_by, withdrawn_at "
    "from ledger.releases(%s, %s, %s, %s, %s, %s)"
)
FOUND: dict[str, tuple[str, str]] = {
    Kind.SEALED_OVERLAP: ("overlap with a sealed item", "overlaps with sealed items"),
    Kind.RESTRICTED_OVERLAP: ("overlap with a restricted item", "overlaps with restricted items"),
    Kind.OPEN_OVERLAP: ("overlap with an item that does not go", "overlaps with items that do not go"),
    Kind.RATIONALE_OVERLAP: ("overlap with the hub's own reasons", "overlaps with the hub's own reasons"),
    Kind.PROTECTED_ADDRESS: ("protected address", "protected addresses"),
    Kind.LOCATION_CLUE: ("clue to a protected address", "clues to a protected address"),
    Kind.REFERRER: ("clue to who told the hub", "clues to who told the hub"),
    Kind.THIRD_PARTY: ("person from an item who is not described", "people from items who are not described"),
    Kind.DESCRIBED_PERSON: ("person described on the enquiry", "people described on the enquiry"),
    Kind.DECISION_DETAIL: ("detail of the decision", "details of the decision"),
}


class Row(NamedTuple):
    """A row of `ledger.releases`."""

    release: uuid.UUID
    enquiry: uuid.UUID
    reference: str
    area_name: str
    team: str
    state: str
    prepared_by: uuid.UUID
    prepared_at: datetime
    approved_by: uuid.UUID | None
    approved_at: datetime | None
    items: int
    let_out: int
    addresses: int
    narrative: bool
    found: str
    opened_at: datetime | None
    answered_at: datetime | None
    handover: str | None
    withdrawn_by: uuid.UUID | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a release, and when, where that is known."""

    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """One release: what is in it, what the gate found, and what became of it in order."""

    row: Row
    contents: str
    found: str
    became: Sequence[Event]


def releases(me: Acting, asked: Asked, area: uuid.UUID | None) -> tuple[list[Released], str]:
    """Releases, the latest first, or the withdrawn ones alone; and where earlier ones are. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(RELEASES, [area, asked.only, asked.since(me.now), *asked.before_row(), A_PAGE + 1])
        rows = [Row(*row) for row in cursor.fetchall()]
    keys = {key for row in rows for key in (row.prepared_by, row.approved_by, row.withdrawn_by) if key}
    names = dict(Member.objects.filter(pk__in=keys).values_list("pk", "name"))
    told = [
        Released(row, contents_in_words(row), found_in_words(json.loads(row.found)), became(row, names))
        for row in rows[:A_PAGE]
    ]
    if len(rows) <= A_PAGE:
        return told, ""
    last = told[-1].row
    return told, asked.address(after=Mark(last.prepared_at, str(last.release)))


def contents_in_words(row: Row) -> str:
    """What goes, by number: `The story, 2 items (1 let out by its owner) and 1 protected address`."""
    parts = ["the story"] if row.narrative else []
    if row.items:
        owners = f" ({row.let_out} let out by {'its owner' if row.let_out == 1 else 'their owners'})"
        parts.append(count(row.items, "item") + (owners if row.let_out else ""))
    if row.addresses:
        parts.append(count(row.addresses, "protected address", "protected addresses"))
    return initial_capital(listed(parts)) or "Outcomes alone"


def found_in_words(found: Sequence[Mapping[str, Any]]) -> str:
    """What the egress gate found, and who let it stay: `The gate found 1 protected address, let stay by …`."""
    told = []
    for one in found:
        what = count(one["number"], *FOUND.get(one["kind"], ("thing", "things")))
        who = "the second person" if one["by_approver"] else "its author"
        some = "" if one["cleared"] == one["number"] else f"{one['cleared']} of them "
        told.append(f"{what}, {some}let stay by {who}" if one["cleared"] else f"{what}, not cleared")
    return f"The gate found {'; '.join(told)}" if told else "The gate found nothing"


def became(row: Row, names: Mapping[uuid.UUID, str]) -> list[Event]:
    """What happened to it, in order. That two people stand behind what was sent is said each time."""
    happened = [Event(f"Prepared by {names.get(row.prepared_by, '')}", row.prepared_at)]
    if row.approved_by:
        happened.append(
            Event(f"Approved and sent by {names.get(row.approved_by, '')}, a second person", row.approved_at)
        )
    if row.opened_at:
        happened.append(Event("Opened", row.opened_at))
    if row.answered_at and row.handover in (Handover.State.ACKNOWLEDGED, Handover.State.RETURNED):
        happened.append(Event(Handover.State(row.handover).label, row.answered_at))
    if row.state == Release.State.WITHDRAWN:
        happened.append(_withdrawn(row, names))
    elif row.approved_by is None:
        happened.append(Event("Waits for a second person"))
    elif row.opened_at is None:
        happened.append(Event("Not opened yet"))
    return happened


def _withdrawn(row: Row, names: Mapping[uuid.UUID, str]) -> Event:
    """By whom, and whether anybody had read it by then; one without a verb of its own was prepared anew."""
    if row.withdrawn_by is None:
        return Event("Put aside: it was prepared anew")
    when = "after it had been opened" if row.opened_at else "before anybody opened it"
    if row.approved_at is None:
        when = "before it was sent"
    return Event(f"Withdrawn by {names.get(row.withdrawn_by, '')}, {when}", row.withdrawn_at)
