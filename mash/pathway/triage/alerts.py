"""What stands under the masthead of every page: child protection, and agencies that rate higher than the hub."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Standing
from mash.foundation.access.plugs import alerts
from mash.foundation.access.sightings import note
from mash.foundation.clock.when import clock_time
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.gathering.models import URGENCY, Answer, Request
from mash.pathway.triage.alerting import alerted_areas, waiting_alerts
from mash.ui.page import Alert

MOST_WHY = 200


@alerts
def child_protection(me: Acting) -> Sequence[Alert]:
    """Alerts that this practice manager or police member has not acknowledged. One query, none for the others."""
    if me.seat is not Seat.HUB or not alerted_areas(me):
        return ()
    readable = Enquiry.objects.visible_to(me).filter(pk=OuterRef("enquiry_id"))
    found: Any = waiting_alerts(me).annotate(readable=Exists(readable))
    return [_shown(alert) for alert in found]


def _shown(alert: Any) -> Alert:
    note(enquiry=alert.enquiry_id)
    for person in alert.about:
        note(person)
    seen = reverse("triage:seen", args=[alert.pk])
    why = alert.why if len(alert.why) <= MOST_WHY else f"{alert.why[:MOST_WHY]}…"
    return Alert(
        title="Child protection",
        href=reverse("casework:enquiry", args=[alert.reference]) if alert.readable else seen,
        reference=alert.reference,
        text=f"{alert.subjects or 'Nobody named yet'}: {why} ({clock_time(alert.raised_at)})",
        seen_url=seen,
    )


@alerts
def rated_higher(me: Acting) -> Sequence[Alert]:
    """Agencies that find an enquiry more urgent than the hub: for its rater, whoever took it, and practice managers.

    It stands until somebody rates again or says why not. One query, none for those whom it does not concern.
    """
    weighing = me.areas_as(Role.SOCIAL_WORKER, Role.PRACTICE_MANAGER)
    if me.seat is not Seat.HUB or not weighing:
        return ()
    found = [row for row in _unresolved(me, weighing) if URGENCY[row.said] > URGENCY[row.enquiry.level]]
    for row in found:
        note(enquiry=row.enquiry_id)
    return [
        Alert(
            title=f"{row.agency} rates {row.said}",
            href=reverse("casework:enquiry", args=[row.enquiry.reference]),
            reference=row.enquiry.reference,
            text=f"rated {row.enquiry.level} by the hub. A social worker rates again, or says why not.",
        )
        for row in found
    ]


def _unresolved(me: Acting, weighing: frozenset[uuid.UUID]) -> Any:
    latest = Answer.objects.filter(request=OuterRef("pk")).exclude(rating=Answer.Rating.NONE).order_by("-given_at")
    kept = Rationale.objects.filter(
        kind=Rationale.Kind.KEPT_RATING, about=OuterRef("pk"), given_at__gte=OuterRef("said_at")
    )
    mine = Standing.objects.filter(
        enquiry=OuterRef("enquiry_id"),
        kind=Standing.Kind.RATER,
        holder=me.known.pk,
        since__lte=me.now,
        until__gt=me.now,
    )
    return (
        Request.objects.filter(
            Q(area__in=list(me.areas_as(Role.PRACTICE_MANAGER))) | Q(Exists(mine)) | Q(enquiry__taken_by=me.known),
            enquiry__in=Enquiry.objects.visible_to(me).filter(state=Enquiry.State.GATHERING),
            enquiry__level__in=["green", "amber"],
            area__in=list(weighing),
        )
        .annotate(said=Subquery(latest.values("rating")[:1]), said_at=Subquery(latest.values("given_at")[:1]))
        .filter(~Exists(kept), said__in=["amber", "red"])
        .select_related("agency", "enquiry")
        .order_by("said_at")
    )
