"""What waits on the start pages of those who work on enquiries: by role, and for each the oldest promise first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import NoReverseMatch, reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import waits
from mash.foundation.access.policy import CORE
from mash.foundation.access.sightings import note
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.casework.about import briefly
from mash.pathway.casework.strip import limit_of
from mash.pathway.casework.worklists import shown_of
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.ui.parts import Heap, Line

MOST = 25
"""Lines of a heap. What does not fit is counted, and stands on the board."""
SUBJECTS = Prefetch("people", DescribedPerson.objects.filter(is_subject=True), to_attr="subjects")


@dataclass(frozen=True, slots=True)
class Kind:
    """Enquiries that wait for one role for one reason.

    Attributes:
        key: that of `pathway.my_work`, which says which they are.
        on_board: the address of the board's own list of them.
    """

    key: str
    role: Role
    title: str
    filled_by: str
    on_board: str = ""


PM, SW, CALLS = Role.PRACTICE_MANAGER, Role.SOCIAL_WORKER, Role.CALL_HANDLER
KINDS = (
    Kind("decide", PM, "To decide", "Enquiries ready to be decided stand here.", "?state=ready-to-decide"),
    Kind(
        "second",
        PM,
        "Releases to read as the second person",
        "What another practice manager prepared to leave the hub stands here.",
    ),
    Kind(
        "came_back",
        PM,
        "Handovers that came back",
        "Handovers that a team returned stand here until they are sent again.",
    ),
    Kind("unread", PM, "Late answers to read", "Answers that came after the decision stand here."),
    Kind(
        "disagreement",
        PM,
        "Disagreements",
        "Decisions with which the referrer or an agency disagrees stand here until that is settled.",
    ),
    Kind(
        "close", PM, "Ready to close", "Decided enquiries stand here when nothing else waits.", "?state=ready-to-close"
    ),
    Kind(
        "rate",
        SW,
        "To rate",
        "Enquiries that nobody has rated, and nobody else has taken, stand here.",
        "?state=to-rate",
    ),
    Kind(
        "higher",
        SW,
        "Rated higher by an agency",
        "Enquiries that an agency finds more urgent than the hub, and nobody else has taken, stand here.",
    ),
    Kind("mine", SW, "Yours", "Enquiries that you have taken stand here until they are decided.", "?show=mine"),
    Kind("untaken", CALLS, "Not taken yet", "Enquiries that nobody has taken stand here.", "?show=nobodys"),
    Kind(
        "look_up",
        CALLS,
        "People to look up",
        "Enquiries that nobody has taken, with people whom nobody has looked up in the register, stand here.",
    ),
)


@waits(order=20)
def enquiries(me: Acting) -> Sequence[Heap]:
    """What waits for somebody to do it, and no colleague has taken. Three queries, whatever waits."""
    if me.seat is not Seat.HUB or not me.is_a(*CORE):
        return []
    waiting = _waiting()
    keys = {key for found in waiting.values() for key in found[:MOST]}
    rows = shown_of(me, keys)
    prefetch_related_objects(list(rows.values()), SUBJECTS)
    board = _board()
    heaps = []
    for kind in KINDS:
        if me.is_a(kind.role):
            found = waiting[kind.key]
            lines = [_line(rows[key], me) for key in found[:MOST] if key in rows]
            heaps.append(
                Heap(kind.title, _oldest_first(lines), kind.filled_by, len(found), board and board + kind.on_board)
            )
    return heaps


def _waiting() -> dict[str, list[UUID]]:
    """The enquiries that wait for whoever acts, by the reason. One query."""
    waiting: dict[str, list[UUID]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("select kind, enquiry from pathway.my_work() order by promised, enquiry")
        for kind, enquiry in cursor.fetchall():
            waiting[kind].append(enquiry)
    return waiting


def _board() -> str:
    try:
        return reverse("board:board")
    except NoReverseMatch:  # the desk that has it is not installed
        return ""


def _oldest_first(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.due or datetime.max.replace(tzinfo=UTC))


def _line(enquiry: Enquiry, me: Acting) -> Line:
    note(enquiry=enquiry.pk)
    limit = limit_of(enquiry, me.now, told=True)  # whoever waits to be told stands on the board
    return Line(
        briefly(enquiry.__dict__["subjects"], me.now.date()),
        reverse("casework:enquiry", args=[enquiry.reference]),
        below=enquiry.reference,
        level=enquiry.level,
        due=limit.at if limit else None,
        due_label="" if enquiry.level else "rate by",
    )
