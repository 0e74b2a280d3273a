"""The lists on which open enquiries stand, most urgent first. What each list means is said once, here."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import WEIGHS
from mash.pathway.casework.state import CLOSED, DECIDED, GATHERING, RECEIVED, with_stage
from mash.pathway.enquiries.models import Enquiry


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

DONE = Q(not_arrived=False, handovers_waiting=False, higher=False, unread=False, told=True)
MEANING: dict[Worklist, Q] = {
    Worklist.TO_RATE: Q(state=RECEIVED, proposed=False),
    Worklist.GATHERING: Q(state=GATHERING, proposed=False, waits_for_agency=True),
    Worklist.READY_TO_DECIDE: Q(state__in=[RECEIVED, GATHERING], proposed=True)
    | Q(state=GATHERING, waits_for_agency=False),
    Worklist.WAITING_FOR_A_TEAM: Q(state=DECIDED) & ~DONE,
    Worklist.READY_TO_CLOSE: Q(state=DECIDED) & DONE,
    Worklist.DECIDED: Q(state=DECIDED),
}


def worklists_of(me: Acting) -> list[Worklist]:
    """The lists that whoever acts can read: who weighs sees how far a decided enquiry has come, others that it is."""
    weighing = [Worklist.WAITING_FOR_A_TEAM, Worklist.READY_TO_CLOSE]
    hidden = [Worklist.DECIDED] if me.is_a(*WEIGHS) else weighing
    return [worklist for worklist in Worklist if worklist not in hidden]


def open_enquiries(me: Acting) -> QuerySet[Enquiry]:
    """The open enquiries that a member may read, with the stage of each. No query of its own."""
    return with_stage(Enquiry.objects.visible_to(me).exclude(state=CLOSED))


def most_urgent_first(enquiries: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
    """Red first; then what nobody has rated, since it may be red; then amber and green; each by when it is due.

    What is decided comes after all that waits for a decision.
    """
    rank = Case(
        When(state=DECIDED, then=Value(9)),
        When(level="red", then=Value(0)),
        When(level="", immediate_danger=True, then=Value(0)),
        When(level="", then=Value(1)),
        When(level="amber", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return enquiries.order_by(rank, Coalesce("due_at", "received_at"), "received_at", "pk")


def counted(enquiries: QuerySet[Enquiry], worklists: list[Worklist]) -> dict[Worklist, int]:
    """How many of these enquiries stand on each list; one query."""
    found = enquiries.aggregate(**{worklist.name: Count("pk", filter=MEANING[worklist]) for worklist in worklists})
    return {worklist: found[worklist.name] for worklist in worklists}


def holds(meaning: Q, enquiry: Enquiry) -> bool:
    """Whether an enquiry of `open_enquiries` fits a meaning, without asking the database again.

    Knows what the meanings above are made of: `and`, `or`, `not`, equality, `None` and `in`.
    """
    found = [holds(part, enquiry) if isinstance(part, Q) else _fits(part, enquiry) for part in meaning.children]
    return (all(found) if meaning.connector == Q.AND else any(found)) is not meaning.negated


def _fits(condition: Any, enquiry: Enquiry) -> bool:
    path, wanted = condition
    name, _, lookup = path.partition("__")
    value = enquiry.__dict__.get(f"{name}_id", enquiry.__dict__.get(name))
    return value in wanted if lookup == "in" else bool(value == wanted)
