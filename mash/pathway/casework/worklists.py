"""The lists on which open enquiries stand, most urgent first. What each list means is said once, here."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, Func, JSONField, OuterRef, Q

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import WEIGHS
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


OF_DECIDED = (Worklist.WAITING_FOR_A_TEAM, Worklist.READY_TO_CLOSE)


def worklists_of(me: Acting) -> list[Worklist]:
    """The lists that whoever acts can read: who weighs sees how far a decided enquiry has come, others that it is."""
    hidden = [Worklist.DECIDED] if me.is_a(*WEIGHS) else OF_DECIDED
    return [worklist for worklist in Worklist if worklist not in hidden]


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
