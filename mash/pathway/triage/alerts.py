"""What stands under the masthead of every page: child protection, and agencies that rate higher than the hub."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Standing
from mash.foundation.access.permit import has_reason, visible_enquiries
from mash.foundation.access.plugs import alerts
from mash.foundation.access.sightings import note
from mash.foundation.clock.london import london_date
from mash.foundation.clock.when import clock_time, day_and_month
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.gathering.models import Answer
from mash.pathway.triage.alerting import alerted_areas, waiting_alerts
from mash.ui.page import Alert

MOST_WHY = 200


def _flagged(me: Acting, told: Mapping[str, Any]) -> Alert:
    note(enquiry=uuid.UUID(told["enquiry"]))
    for person in told["about"]:
        note(uuid.UUID(person))
    seen = reverse("triage:seen", args=[told["id"]])
    why = told["why"] if len(told["why"]) <= MOST_WHY else f"{told['why'][:MOST_WHY]}…"
    return Alert(
        title="Child protection",
        href=reverse("casework:enquiry", args=[told["reference"]]) if told["readable"] else seen,
        reference=told["reference"],
        text=f"{told['subjects'] or 'Nobody named yet'}: {why} ({_raised(datetime.fromisoformat(told['at']), me.now)})",
        seen_url=seen,
    )


def _raised(moment: datetime, now: datetime) -> str:
    """When an alert was raised, in words that stay the same while a page is open, so that polling sends nothing."""
    if london_date(moment) == london_date(now):
        return clock_time(moment)
    return f"{day_and_month(moment)} {clock_time(moment)}"


@alerts(_flagged, order=10)
def child_protection(me: Acting) -> QuerySet[Any] | None:
    """Alerts that this practice manager or police member has not acknowledged."""
    if me.seat is not Seat.HUB or not alerted_areas(me):
        return None
    readable = Enquiry.objects.visible_to(me).filter(pk=OuterRef("enquiry_id"))
    return waiting_alerts(me).annotate(
        told=JSONObject(
            id="pk",
            enquiry="enquiry_id",
            reference="reference",
            subjects="subjects",
            about="about",
            why="why",
            at="raised_at",
            readable=Exists(readable),
        )
    )


def _higher(me: Acting, told: Mapping[str, Any]) -> Alert:
    note(enquiry=uuid.UUID(told["enquiry"]))
    return Alert(
        title=f"{told['agency']} rates {told['said']}",
        href=reverse("casework:enquiry", args=[told["reference"]]),
        reference=told["reference"],
        text=f"rated {told['level']} by the hub. A social worker rates again, or says why not.",
    )


@alerts(_higher, order=20)
def rated_higher(me: Acting) -> QuerySet[Any] | None:
    """Agencies that find an enquiry more urgent than the hub: for its rater, whoever took it, and practice managers.

    It stands until somebody rates again or says why not.
    """
    weighing = me.areas_as(Role.SOCIAL_WORKER, Role.PRACTICE_MANAGER)
    if me.seat is not Seat.HUB or not weighing:
        return None
    told = JSONObject(
        enquiry="enquiry_id",
        reference="enquiry__reference",
        level="enquiry__level",
        agency="agency__name",
        said="rating",
        at="given_at",
    )
    found: QuerySet[Any] = _unresolved(me, weighing).annotate(told=told)
    return found


def _unresolved(me: Acting, weighing: frozenset[uuid.UUID]) -> QuerySet[Any]:
    """The answers that find an enquiry more urgent than its rating: of each request the latest that gives a view."""
    views = Answer.objects.exclude(rating=Answer.Rating.NONE)
    later = views.filter(request=OuterRef("request"), given_at__gt=OuterRef("given_at"))
    kept = Rationale.objects.filter(
        kind=Rationale.Kind.KEPT_RATING, about=OuterRef("request"), given_at__gte=OuterRef("given_at")
    )
    rated_by_me = has_reason(me, Q(kind=Standing.Kind.RATER, holder=me.known.pk))
    found: QuerySet[Any] = Answer.objects.filter(
        Q(rating="red", enquiry__level__in=["green", "amber"]) | Q(rating="amber", enquiry__level="green"),
        Q(area__in=list(me.areas_as(Role.PRACTICE_MANAGER))) | rated_by_me | Q(enquiry__taken_by=me.known),
        ~Exists(later),
        ~Exists(kept),
        visible_enquiries(me, "enquiry_id", "area"),
        enquiry__state=Enquiry.State.GATHERING,
        enquiry__area__in=weighing,
    )
    return found
