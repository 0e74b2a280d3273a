"""How far each agency has come with its request: late, holding, excused, and whether it rates higher than the hub."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, prefetch_related_objects

from mash.foundation.clock.when import span
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.models import URGENCY, Answer, Request
from mash.pathway.gathering.said import with_replies
from mash.ui.parts import AgencyMark, Progress
from mash.ui.words import count, listed


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as people see it now. `view` is the agency's own rating, empty for those who may not know it."""

    request: Request
    view: str
    rated_higher: bool
    now: datetime

    @property
    def is_late(self) -> bool:
        """Whether it is still waited for and its time has gone by."""
        return self.request.is_open and self.now > self.request.due_at

    @property
    def progress(self) -> Progress:
        """For the strip of marks."""
        if self.is_late:
            return Progress.LATE
        return {
            Request.State.HOLDING: Progress.HOLDING,
            Request.State.ASKED: Progress.WAITING,
        }.get(Request.State(self.request.state), Progress.ANSWERED)

    @property
    def said(self) -> str:
        """`answered`, `late 47 min`, `holding`, `excused`, `waiting`."""
        if self.is_late:
            held = ", holding" if self.request.state == Request.State.HOLDING else ""
            return f"late {span(self.now - self.request.due_at)}{held}"
        return str(self.request.get_state_display()).lower()

    @property
    def mark(self) -> AgencyMark:
        """Its mark in the strip."""
        agency = self.request.agency
        return AgencyMark(agency.mark, agency.name, self.progress, rated_higher=self.rated_higher)


def viewed() -> QuerySet[Request]:
    """Requests with their agency and its own rating (`view`), agencies in the hub first. No query of its own.

    Of each agency its latest view counts; 'no view' takes none back. Views are hidden from those who do not weigh.
    """
    latest = Answer.objects.filter(request=OuterRef("pk")).exclude(rating=Answer.Rating.NONE).order_by("-given_at")
    return (
        Request.objects.select_related("agency")
        .annotate(view=Subquery(latest.values("rating")[:1]), viewed_at=Subquery(latest.values("given_at")[:1]))
        .order_by("agency__virtual", "agency__name")
    )


def asked_of(enquiry: Enquiry, now: datetime) -> list[Asked]:
    """Every request of an enquiry, agencies in the hub first.

    One query for an enquiry as it was loaded: the parts of its page share it.
    """
    prefetch_related_objects([enquiry], Prefetch("requests", with_replies(viewed())))
    rows: Iterable[Any] = enquiry.requests.all()
    return [
        Asked(request, request.view or "", URGENCY[request.view or ""] > URGENCY[enquiry.level], now)
        for request in rows
    ]


def in_a_line(asked: list[Asked]) -> str:
    """`3 of 4 answered · Education late 47 min`."""
    if not asked:
        return "Nobody has been asked."
    done = sum(one.request.state == Request.State.ANSWERED for one in asked)
    late = [f"{one.request.agency} {one.said}" for one in asked if one.is_late]
    higher = [one.request.agency.name for one in asked if one.rated_higher]
    excused = sum(one.request.state == Request.State.EXCUSED for one in asked)
    parts = [f"{done} of {count(len(asked), 'agency', 'agencies')} answered", *late]
    if excused:
        parts.append(f"{excused} excused")
    if higher:
        parts.append(f"{listed(higher)} {'rates' if len(higher) == 1 else 'rate'} higher")
    return " · ".join(parts)
