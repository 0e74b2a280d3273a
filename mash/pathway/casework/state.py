"""Where enquiries stand: all that the strip, the next step, the board and the start pages need, in few queries."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects

from mash.foundation.access.acting import Acting
from mash.pathway.casework.next_step import Progress
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Offer, Rationale
from mash.pathway.enquiries.offering.reading import offers_of
from mash.pathway.gathering.models import Request
from mash.pathway.gathering.progress import viewed
from mash.pathway.gathering.said import with_replies
from mash.pathway.triage.models import URGENCY
from mash.ui.parts import AgencyMark
from mash.ui.parts import Progress as Mark

RECEIVED, GATHERING, DECIDED, CLOSED = Enquiry.State.values
OPEN_REQUEST = (Request.State.ASKED, Request.State.HOLDING)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where an enquiry stands for whoever looks: what they may not see does not count for them.

    Attributes:
        unknown: somebody described has not been looked up in the register.
        higher: an agency finds it more urgent than the hub, and nobody has said why the hub does not.
        to_second: a release that somebody else prepared, and that waits for a second person.
        waits_for_second: one that the reader prepared waits for somebody else.
        to_send: slug and name of the teams of the decision that stands to which nothing went, or came back.
        unsent_elsewhere: the authorities outside, by name, of which nobody wrote down that it was sent there.
        waits_elsewhere: one of them has not said that it has it.
        unread: the requests whose late answers nobody has weighed.
        told: the referrer has been told.
        disagreement: `unplanned`, `upheld` or `open`, the most pressing that holds; empty when nobody disagrees.
        worklist: the list on which it waits; that of a decided one is for those who weigh. Empty for a closed one.
    """

    child_protection: bool
    unknown: bool
    proposed: bool
    waits_for_agency: bool
    higher: bool
    waits_for_owner: bool
    to_second: uuid.UUID | None
    waits_for_second: bool
    to_send: list[list[str]]
    not_arrived: bool
    handovers_waiting: bool
    returned: bool
    unsent_elsewhere: list[str]
    waits_elsewhere: bool
    unread: list[uuid.UUID]
    told: bool
    disagreement: str
    worklist: str


def stages_of(enquiries: Sequence[uuid.UUID]) -> dict[uuid.UUID, Stage]:
    """Where each of these enquiries stands, by its id. One query."""
    with connection.cursor() as cursor:
        cursor.execute("select * from pathway.stages(%s::uuid[])", [list(enquiries)])
        return {row[0]: Stage(*row[1:]) for row in cursor.fetchall()}


def _kept() -> Exists:
    kept = Rationale.Kind.KEPT_RATING
    return Exists(Rationale.objects.filter(kind=kept, about=OuterRef("pk"), given_at__gte=OuterRef("viewed_at")))


def fetch_requests(enquiry: Enquiry) -> None:
    """Fetch the requests of an enquiry, as `progress_of` and the parts of its page need them. One query."""
    prefetch_related_objects([enquiry], Prefetch("requests", with_replies(viewed()).annotate(kept=_kept())))


def fetch_rows(enquiries: Sequence[Enquiry]) -> None:
    """Fetch what a line of a list shows of these enquiries: subjects and marks of agencies. Two queries for all."""
    subjects = DescribedPerson.objects.filter(is_subject=True)
    requests = viewed().annotate(kept=_kept()).defer("content", "what", "basis")
    prefetch_related_objects(list(enquiries), Prefetch("people", subjects), Prefetch("requests", requests))


def progress_of(enquiry: Enquiry, stage: Stage, me: Acting, *, weighs: bool) -> Progress:
    """How far an enquiry has come, for whoever looks. No query.

    Args:
        enquiry: one of which `household` and `fetch_requests` have fetched the people and requests.
        stage: where it stands.
        weighs: whether the reader may read what was weighed, such as replies, proposals and releases.
    """
    requests, offers = list(enquiry.requests.all()), offers_of(enquiry)
    still_open = [request for request in requests if request.state in OPEN_REQUEST]
    own = next((request.pk for request in still_open if me.member and request.agency_id == me.member.agency_id), None)
    return Progress(
        state=enquiry.state,
        level=enquiry.level,
        child_protection=stage.child_protection,
        offered_by=next((one.from_area for one in offers if one.waits and not one.outgoing), ""),
        offered=any(one.answer != Offer.Answer.RETURNED for one in offers),
        taken_by=next((one.to_area for one in offers if one.outgoing and one.answer == Offer.Answer.ACCEPTED), ""),
        unidentified=tuple(person.pk for person in enquiry.people.all() if person.person_id is None),
        asked=len(requests),
        open_agencies=tuple(request.agency.name for request in still_open),
        late_agencies=tuple(request.agency.name for request in still_open if request.due_at < me.now),
        rated_higher=tuple(
            (request.pk, request.agency.name) for request in requests if weighs and rates_higher(request, enquiry.level)
        ),
        proposed=weighs and stage.proposed,
        second_reading=stage.to_second if weighs else None,
        waits_for_second=weighs and stage.waits_for_second,
        waits_for_owner=weighs and stage.waits_for_owner,
        teams_to_send=tuple((slug, name) for slug, name in stage.to_send if weighs),
        handovers_waiting=weighs and stage.handovers_waiting,
        returned=weighs and stage.returned,
        unsent_elsewhere=tuple(stage.unsent_elsewhere) if weighs else (),
        waits_elsewhere=weighs and stage.waits_elsewhere,
        late_answers=tuple(stage.unread) if weighs else (),
        told=stage.told,
        disagreement=stage.disagreement if weighs else "",
        own_request=own,
    )


def rates_higher(request: Request, level: str) -> bool:
    """Whether an agency rates more urgent than the hub, and nobody has said why the hub does not."""
    view, kept = request.__dict__["view"] or "", request.__dict__["kept"]
    return not kept and URGENCY[view] > URGENCY[level]


def marks_of(enquiry: Enquiry, now: datetime, *, weighs: bool) -> list[AgencyMark]:
    """The agencies asked, as a strip of marks; that one rates higher only for those who weigh. No query."""
    return [
        AgencyMark(
            request.agency.mark,
            request.agency.name,
            _mark_of(request, now),
            rated_higher=weighs and rates_higher(request, enquiry.level),
        )
        for request in enquiry.requests.all()
        if request.state != Request.State.EXCUSED
    ]


def _mark_of(request: Request, now: datetime) -> Mark:
    match request.state:
        case Request.State.ANSWERED:
            return Mark.ANSWERED
        case Request.State.HOLDING:
            return Mark.HOLDING if now <= request.due_at else Mark.LATE
        case _:
            return Mark.WAITING if now <= request.due_at else Mark.LATE
