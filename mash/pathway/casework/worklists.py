"""The lists on which open enquiries stand, most urgent first. What each list means is said once, here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, Func, JSONField, OuterRef, Q

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import WEIGHS
from mash.pathway.casework.state import CLOSED, DECIDED, Stage, stages_of
from mash.pathway.enquiries.finding import found_by
from mash.pathway.enquiries.marks import flags_of_marks, marks_until
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.offering.reading import flags_of_offers
from mash.pathway.enquiries.reading import LOADED_TOO
from mash.pathway.people.models import Involvement


class Worklist(StrEnum):
    """Where an open enquiry waits. The value stands in the board's address."""

    TO_RATE = "to-rate"
    GATHERING = "gathering"
    READY_TO_DECIDE = "ready-to-decide"
    WAITING_FOR_A_TEAM = "waiting-for-a-team"
    READY_TO_CLOSE = "ready-to-close"
    DECIDED = "decided"


LABELS = {
    Worklist.TO_RATE: "To rate",
    Worklist.GATHERING: "Gathering",
    Worklist.READY_TO_DECIDE: "Ready to decide",
    Worklist.WAITING_FOR_A_TEAM: "Waiting for a team",
    Worklist.READY_TO_CLOSE: "Ready to close",
    Worklist.DECIDED: "Decided",
}

FILLED_BY = {
    Worklist.TO_RATE: "An enquiry stands here from the moment it is received until a social worker rates it.",
    Worklist.GATHERING: "An enquiry stands here once it is rated, while agencies are asked.",
    Worklist.READY_TO_DECIDE: "An enquiry stands here when everybody asked has answered, or a decision is proposed.",
    Worklist.WAITING_FOR_A_TEAM: "A decided enquiry stands here until its team has it and its referrer has been told.",
    Worklist.READY_TO_CLOSE: "A decided enquiry stands here when nothing more waits to be done.",
    Worklist.DECIDED: "An enquiry stands here once it is decided, until it is closed.",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """What lists need of an open enquiry, and where it stands; a page fetches what it shows of it."""

    pk: UUID
    state: str
    level: str
    immediate_danger: bool
    received_at: datetime
    due_at: datetime | None
    decided_at: datetime | None
    area_id: UUID
    taken_by_id: UUID | None
    at: Stage

    @property
    def urgency(self) -> tuple[int, datetime, datetime, UUID]:
        """Red first; then what nobody has rated, since it may be red; then amber and green; each by when it is due.

        What is decided comes after all that waits for a decision.
        """
        rank = {"red": 0, "": 0 if self.immediate_danger else 1, "amber": 2, "green": 3}[self.level]
        return 9 if self.state == DECIDED else rank, self.due_at or self.received_at, self.received_at, self.pk

    def waits_on(self, worklist: Worklist) -> bool:
        """Whether it stands on a list. That it is decided is a list of its own for those who do not weigh."""
        return self.state == DECIDED if worklist is Worklist.DECIDED else self.at.worklist == worklist


def worklists_of(me: Acting) -> list[Worklist]:
    """The lists that whoever acts can read: who weighs sees how far a decided enquiry has come, others that it is."""
    weighing = [Worklist.WAITING_FOR_A_TEAM, Worklist.READY_TO_CLOSE]
    hidden = [Worklist.DECIDED] if me.is_a(*WEIGHS) else weighing
    return [worklist for worklist in Worklist if worklist not in hidden]


NEEDED = [field.name for field in fields(Placed) if field.name != "at"]


def open_enquiries(me: Acting, find: str = "") -> list[Placed]:
    """The open enquiries that a member may read, most urgent first. Two queries, whatever is open.

    Args:
        find: a reference, or names of a subject; with it only the enquiries that it finds.
    """
    found = Enquiry.objects.visible_to(me).exclude(state=CLOSED)
    if find:
        found = found.filter(found_by(find))
    rows: list[dict[str, Any]] = list(found.values(*NEEDED))
    stages = stages_of([row["pk"] for row in rows])
    placed = [Placed(**row, at=stages[row["pk"]]) for row in rows if row["pk"] in stages]
    return sorted(placed, key=lambda one: one.urgency)


OPEN_TO = ArraySubquery(
    Involvement.objects.filter(
        Q(until=None) | Q(until__gt=Func(function="access.now", output_field=DateTimeField())),
        person__described_as__enquiry=OuterRef("pk"),
        person__described_as__is_subject=True,
    )
    .order_by("service")
    .values("service")
    .distinct()
)


def shown_of(me: Acting, enquiries: Collection[UUID]) -> dict[UUID, Enquiry]:
    """These enquiries with what a line shows of them besides subjects and agencies, by id. One query."""
    # What came back, and whether a subject is open to a service: of the rows shown, in the query that fetches them.
    rows = (
        Enquiry.objects.visible_to(me)
        .select_related("area", "standard", "taken_by")
        .annotate(
            contacts=Func("pk", function="pathway.contacts_until", output_field=JSONField()),
            open_to=OPEN_TO,
            offered=LOADED_TOO["offered"],
        )
    )
    found = {row.pk: row for row in rows.filter(pk__in=enquiries)}
    standards = {row.standard_id: row.standard for row in found.values()}
    for row in found.values():
        row.standard = standards[row.standard_id]  # one for all, which reads its clock once
    return found


def flags_of_row(enquiry: Enquiry) -> list[tuple[str, str]]:
    """What is known already of an enquiry of `shown_of`, as short words. No query."""
    services = dict(Involvement.Service.choices)
    found = enquiry.__dict__
    flags = flags_of_marks(marks_until(enquiry, found["contacts"] or []))
    flags += flags_of_offers(enquiry)
    return flags + [(f"Open to {services[service]}", "told") for service in found["open_to"]]
