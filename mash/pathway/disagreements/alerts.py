"""What stands under the masthead while a disagreement cannot wait: it has no interim plan, or its stage is late."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import JSONObject
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import visible_enquiries
from mash.foundation.access.plugs import alerts
from mash.foundation.access.sightings import note
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.disagreements.models import Disagreement, Stage
from mash.pathway.enquiries.models import Rationale
from mash.ui.page import Alert

NO_PLAN = "Say who keeps them safe meanwhile."
LATE = "Its stage {number} should have had its result by now. Settle it, or take it further."


def _disagrees(me: Acting, told: Mapping[str, Any]) -> Alert:
    note(enquiry=uuid.UUID(told["enquiry"]))
    return Alert(
        title=f"{told['agency'] or Disagreement.Party.REFERRER.label} disagrees with a decision",
        href=reverse("disagreements:disagreements", args=[told["reference"]]),
        reference=told["reference"],
        text=LATE.format(number=told["stage"]) if told["planned"] else NO_PLAN,
    )


@alerts(_disagrees, order=30)
def somebody_disagrees(me: Acting) -> QuerySet[Any] | None:
    """For the area's practice managers, from the moment when somebody disagrees."""
    areas = me.areas_as(Role.PRACTICE_MANAGER)
    if me.seat is not Seat.HUB or not areas:
        return None
    planned = Rationale.objects.filter(about=OuterRef("disagreement"), kind=Rationale.Kind.INTERIM_PLAN)
    found: QuerySet[Any] = (
        Stage.objects.filter(visible_enquiries(me, "enquiry_id", "area"), area__in=areas, ended_at=None)
        .annotate(planned=Exists(planned))
        .filter(Q(planned=False) | Q(due_at__lte=me.now))
        .annotate(
            told=JSONObject(
                enquiry="enquiry_id",
                reference="enquiry__reference",
                agency="disagreement__agency__name",
                stage="number",
                planned="planned",
                at=Case(When(planned=True, then="due_at"), default="opened_at"),
            )
        )
    )
    return found
