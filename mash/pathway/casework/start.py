"""What waits for whoever has signed in, by role: enquiries, requests, permissions, handovers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.sightings import note
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.casework.about import briefly
from mash.pathway.casework.state import DECIDED, OPEN_REQUEST, RECEIVED, UNDER_WAY
from mash.pathway.casework.strip import limit_of
from mash.pathway.casework.worklists import MEANING, Meaning, Worklist, open_enquiries, shown_of
from mash.pathway.enquiries.calls import calls_of, for_long
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.gathering.models import Request
from mash.pathway.handover.models import Handover, Permission
from mash.ui.words import count

MOST = 100
"""Lines on a start page. What does not fit stands on the board."""
SUBJECTS = Prefetch("people", DescribedPerson.objects.filter(is_subject=True), to_attr="subjects")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits, and where it is done."""

    text: str
    href: str
    below: str = ""
    level: str = ""
    rated: bool = True
    due: datetime | None = None
    due_label: str = ""


@dataclass(frozen=True, slots=True)
class Heap:
    """Things of one kind that wait. `filled_by` says what would stand here when nothing does."""

    title: str
    lines: Sequence[Line]
    filled_by: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Enquiries that wait for one role for one reason."""

    role: Role
    title: str
    filled_by: str
    meaning: Meaning


def _kinds(me: Acting) -> list[Kind]:
    member = me.member.pk if me.member else None
    pm, sw, calls = Role.PRACTICE_MANAGER, Role.SOCIAL_WORKER, Role.CALL_HANDLER
    to_rate = MEANING[Worklist.TO_RATE]
    return [
        Kind(pm, "To decide", "Enquiries ready to be decided stand here.", MEANING[Worklist.READY_TO_DECIDE]),
        Kind(
            pm,
            "Releases to read as the second person",
            "What another practice manager prepared to leave the hub stands here.",
            lambda one: one.at.to_second is not None,
        ),
        Kind(
            pm,
            "Handovers that came back",
            "Handovers that a team returned stand here until they are sent again.",
            lambda one: one.at.returned and bool(one.at.to_send),
        ),
        Kind(
            pm,
            "Late answers to read",
            "Answers that came after the decision stand here.",
            lambda one: bool(one.at.unread),
        ),
        Kind(
            pm,
            "Disagreements",
            "Decisions with which the referrer or an agency disagrees stand here until that is settled.",
            lambda one: bool(one.at.disagreement),
        ),
        Kind(
            pm,
            "Ready to close",
            "Decided enquiries stand here when nothing else waits.",
            MEANING[Worklist.READY_TO_CLOSE],
        ),
        Kind(
            sw,
            "To rate",
            "Enquiries that nobody has rated, and nobody else has taken, stand here.",
            lambda one: to_rate(one) and one.taken_by_id in (None, member),
        ),
        Kind(
            sw,
            "Rated higher by an agency",
            "Enquiries that an agency finds more urgent than the hub stand here.",
            lambda one: one.at.higher,
        ),
        Kind(
            sw,
            "Yours",
            "Enquiries that you have taken stand here until they are decided.",
            lambda one: one.taken_by_id == member and one.state != DECIDED and not to_rate(one),
        ),
        Kind(
            calls,
            "Not taken yet",
            "Enquiries that nobody has taken stand here.",
            lambda one: one.state == RECEIVED and one.taken_by_id is None,
        ),
        Kind(
            calls,
            "People to look up",
            "Enquiries with people whom nobody has looked up in the register stand here.",
            lambda one: one.at.unknown and one.state != DECIDED,
        ),
    ]


def waiting_for(me: Acting) -> list[Heap]:
    """All that waits for whoever acts, most urgent first; at most eight queries. Empty for who is never waited for."""
    heaps = []
    if me.seat is Seat.HUB:
        heaps += [*_calls(me), *_enquiries(me)]
    if me.is_a(Role.RESEARCHER):
        heaps += [_requests(me), _permissions(me)]
    if me.seat is Seat.OPS:
        heaps.append(_handovers(me))
    return heaps


NOTHING = {
    Role.REFERRER: "Nothing waits for you. What became of your enquiries stands under what you sent.",
    Role.POLICE_EVALUATOR: "Nothing waits for you. Child protection alerts stand at the top of every page.",
    Role.CONFERENCES: "Nothing waits for you.",
    Role.CHECKER: "Nothing waits for you. What the hub asks your agency stands here.",
    Role.ANALYST: "Nothing waits for you here.",
    Role.AUDITOR: "Nothing waits for you here. Who looked at whom, and why, stands in the ledger.",
    Role.ADMINISTRATOR: "Nothing waits for you here. What the hub has settled for itself stands in its set-up.",
}


def nothing_for(me: Acting) -> str:
    """What to say to somebody for whom nothing ever waits."""
    said = [NOTHING[Role(held.role)] for held in me.roles if held.role in NOTHING]
    return said[0] if said else "You hold no role in any area. The hub's administrator can give you one."


def _calls(me: Acting) -> list[Heap]:
    """One query. Whoever has no call open is told nothing of calls."""
    lines = [
        Line(
            call.about,
            reverse("enquiries:call", args=[call.id]),
            below=f"open {for_long(call.lasts)}, not received",
            rated=False,
        )
        for call in calls_of(me)
    ]
    return [Heap("Calls to go on with", lines, "")] if lines else []


def _enquiries(me: Acting) -> list[Heap]:
    """Four queries, whatever waits."""
    kinds = [kind for kind in _kinds(me) if me.is_a(kind.role)]
    if not kinds:
        return []
    areas = {kind.role: me.areas_as(kind.role) for kind in kinds}
    waits = [
        (one, [kind for kind in kinds if one.area_id in areas[kind.role] and kind.meaning(one)])
        for one in open_enquiries(me)
    ]
    placed = [(one, found) for one, found in waits if found][:MOST]
    rows = shown_of(me, [one for one, _ in placed])
    prefetch_related_objects(list(rows.values()), SUBJECTS)
    lines = [(_line(row, me), found) for one, found in placed if (row := rows.get(one.pk))]
    return [Heap(kind.title, [line for line, found in lines if kind in found], kind.filled_by) for kind in kinds]


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


def _requests(me: Acting) -> Heap:
    agency = me.known.agency_id
    waiting = Request.objects.filter(
        agency=agency, area__in=me.areas_as(Role.RESEARCHER), state__in=OPEN_REQUEST
    ).order_by("due_at")[:MOST]
    lines = [
        Line(
            f"{'Go on with' if request.state == Request.State.HOLDING else 'Answer'} the request",
            reverse("gathering:request", args=[request.pk]),
            below=_of(request),
            level=request.level,
            due=request.due_at,
        )
        for request in waiting
    ]
    return Heap("Requests to answer", lines, "What the hub asks your agency stands here, oldest promise first.")


def _of(request: Request) -> str:
    """Which enquiry an agency is asked about, and about how many people; no names on a start page."""
    told = request.content
    return f"{told.get('reference', '')} · about {count(len(told.get('people', [])), 'person', 'people')}"


def _permissions(me: Acting) -> Heap:
    waiting = (
        Permission.objects.filter(
            owner=me.known.agency_id, area__in=me.areas_as(Role.RESEARCHER), state=Permission.State.ASKED
        )
        .select_related("team")
        .order_by("asked_at")[:MOST]
    )
    lines = [
        Line(
            f"May {permission.team} be told something of yours?",
            reverse("handover:permission", args=[permission.pk]),
            rated=False,
        )
        for permission in waiting
    ]
    return Heap("Permissions to give", lines, "When the hub asks whether something of yours may leave, it stands here.")


def _handovers(me: Acting) -> Heap:
    waiting = (
        Handover.objects.filter(team__in=me.teams, state__in=UNDER_WAY).select_related("team").order_by("due_at")[:MOST]
    )
    lines = [
        Line(
            f"Handover {handover.reference}",
            reverse("handover:handover", args=[handover.pk]),
            below=f"to {handover.team}, {handover.get_state_display().lower()}",
            level=handover.level,
            due=handover.due_at,
        )
        for handover in waiting
    ]
    return Heap(
        "Handovers to acknowledge", lines, "What the hub hands over to your team stands here until you acknowledge it."
    )
