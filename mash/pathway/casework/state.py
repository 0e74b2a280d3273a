"""Where enquiries stand: all that the strip, the next step, the board and the start pages need, in few queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import JSONObject

from mash.foundation.access.acting import Acting
from mash.pathway.casework.next_step import Progress
from mash.pathway.decisions.models import Outcome
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Rationale
from mash.pathway.gathering.models import Answer, Request
from mash.pathway.gathering.progress import viewed
from mash.pathway.handover.models import Feedback, Handover, Permission, Release
from mash.pathway.triage.models import URGENCY, Alert, Proposal
from mash.ui.parts import AgencyMark
from mash.ui.parts import Progress as Mark

RECEIVED, GATHERING, DECIDED, CLOSED = Enquiry.State.values
ACKNOWLEDGED = Handover.State.ACKNOWLEDGED
OPEN_REQUEST = (Request.State.ASKED, Request.State.HOLDING)
UNDER_WAY = (Handover.State.SENT, Handover.State.OPENED)
CAME_BACK = (Handover.State.RETURNED, Handover.State.WITHDRAWN)


def _kept() -> Exists:
    kept = Rationale.Kind.KEPT_RATING
    return Exists(Rationale.objects.filter(kind=kept, about=OuterRef("pk"), given_at__gte=OuterRef("viewed_at")))


def _unresolved_ratings() -> QuerySet[Request]:
    """Requests whose agency rates more urgent than the hub, unanswered: `rates_higher`, said in SQL."""
    higher = (
        Q(view="red") & ~Q(enquiry__level="red")
        | Q(view="amber") & ~Q(enquiry__level__in=["red", "amber"])
        | Q(view="green", enquiry__level="")
    )
    return viewed().order_by().filter(higher, ~Q(_kept()), enquiry=OuterRef("pk"))


def _unread_late_answers() -> QuerySet[Answer]:
    """Answers that came after the decision, and of which nobody has said what they change."""
    read = Rationale.objects.filter(
        kind=Rationale.Kind.LATE_ANSWER, about=OuterRef("request"), given_at__gte=OuterRef("given_at")
    )
    return Answer.objects.filter(~Exists(read), enquiry=OuterRef("pk"), after_decision=True)


def with_stage(enquiries: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
    """The same enquiries, each with what decides on which list it stands. No query of its own.

    What a reader may not see does not count for them: row-level security hides it from the subqueries. Each is asked
    only where the enquiry's state lets it matter: most of a long list has not been decided.
    """
    under_way, decided = [RECEIVED, GATHERING], [DECIDED]
    waiting = Request.objects.filter(enquiry=OuterRef("pk"), state__in=OPEN_REQUEST)
    handovers = Handover.objects.filter(enquiry=OuterRef("pk"))
    return enquiries.annotate(
        proposed=_while(under_way, Exists(Proposal.objects.filter(enquiry=OuterRef("pk")))),
        waits_for_agency=_while([GATHERING], Exists(waiting)),
        higher=_while([GATHERING, DECIDED], Exists(_unresolved_ratings())),
        not_sent=_while(decided, Exists(_for_teams_without(Handover.objects.exclude(state__in=CAME_BACK)))),
        not_arrived=_while(decided, Exists(_for_teams_without(Handover.objects.filter(state=ACKNOWLEDGED)))),
        handovers_waiting=_while(decided, Exists(handovers.filter(state__in=UNDER_WAY))),
        returned=_while(decided, Exists(handovers.filter(state=Handover.State.RETURNED))),
        unread=_while(decided, Exists(_unread_late_answers())),
        told=_while(decided, Exists(Feedback.objects.filter(enquiry=OuterRef("pk")))),
    )


def _while(states: Sequence[str], condition: Exists) -> Case:
    return Case(When(state__in=states, then=condition), default=Value(False), output_field=BooleanField())


def with_progress(enquiries: QuerySet[Enquiry], me: Acting) -> QuerySet[Enquiry]:
    """The same enquiries, each with all that has been reached on it. No query of its own."""
    member = me.member.pk if me.member else None
    prepared = Release.objects.filter(enquiry=OuterRef("pk"), state=Release.State.PREPARED)
    to_send = _for_teams_without(Handover.objects.exclude(state__in=CAME_BACK))
    return with_stage(enquiries).annotate(
        child_protection=has_alert(),
        second_reading=Subquery(prepared.exclude(prepared_by=member).values("pk")[:1]),
        waits_for_second=Exists(prepared.filter(prepared_by=member)),
        waits_for_owner=Exists(Permission.objects.filter(enquiry=OuterRef("pk"), state=Permission.State.ASKED)),
        teams_to_send=ArraySubquery(
            to_send.annotate(found=JSONObject(slug="team__slug", name="team__name")).values("found").distinct()
        ),
        late_answers=ArraySubquery(_unread_late_answers().values("request").distinct()),
    )


def has_alert() -> Exists:
    """Whether somebody has said that an enquiry is of child protection nature."""
    return Exists(Alert.objects.filter(enquiry=OuterRef("pk")))


def _for_teams_without(handovers: QuerySet[Handover]) -> QuerySet[Outcome]:
    """Outcomes of the decision that stands which name a team, to which none of these handovers went."""
    there = handovers.filter(enquiry=OuterRef("enquiry"), team=OuterRef("team"))
    return Outcome.objects.filter(
        ~Exists(there), enquiry=OuterRef("pk"), team__isnull=False, decision__replaced_by__isnull=True
    ).order_by()


def fetch_requests(enquiry: Enquiry) -> None:
    """Fetch the requests of an enquiry, as `progress_of` and the parts of its page need them. One query."""
    prefetch_related_objects([enquiry], Prefetch("requests", viewed().annotate(kept=_kept())))


def fetch_rows(enquiries: Sequence[Enquiry]) -> None:
    """Fetch what a line of a list shows of these enquiries: subjects and marks of agencies. Two queries for all."""
    subjects = DescribedPerson.objects.filter(is_subject=True)
    requests = viewed().annotate(kept=_kept()).defer("content", "what", "basis")
    prefetch_related_objects(list(enquiries), Prefetch("people", subjects), Prefetch("requests", requests))


def progress_of(enquiry: Enquiry, me: Acting, *, weighs: bool) -> Progress:
    """How far an enquiry has come, for whoever looks. No query.

    Args:
        enquiry: one of `with_progress`, after `household` and `fetch_requests`.
        weighs: whether the reader may read what was weighed, such as replies, proposals and releases.
    """
    found: dict[str, Any] = enquiry.__dict__
    requests = list(enquiry.requests.all())
    still_open = [request for request in requests if request.state in OPEN_REQUEST]
    own = next((request.pk for request in still_open if me.member and request.agency_id == me.member.agency_id), None)
    return Progress(
        state=enquiry.state,
        level=enquiry.level,
        child_protection=found["child_protection"],
        unidentified=tuple(person.pk for person in enquiry.people.all() if person.person_id is None),
        asked=len(requests),
        open_agencies=tuple(request.agency.name for request in still_open),
        late_agencies=tuple(request.agency.name for request in still_open if request.due_at < me.now),
        rated_higher=tuple(
            (request.pk, request.agency.name) for request in requests if weighs and rates_higher(request, enquiry.level)
        ),
        proposed=weighs and found["proposed"],
        second_reading=found["second_reading"] if weighs else None,
        waits_for_second=weighs and found["waits_for_second"],
        waits_for_owner=weighs and found["waits_for_owner"],
        teams_to_send=tuple((team["slug"], team["name"]) for team in found["teams_to_send"] if weighs),
        handovers_waiting=weighs and found["handovers_waiting"],
        returned=weighs and found["returned"],
        late_answers=tuple(found["late_answers"]) if weighs else (),
        told=found["told"],
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
