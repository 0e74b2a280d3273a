"""What stands: the rating, and which agencies find it more urgent without anybody having said why not."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Rationale
from mash.pathway.gathering.models import Answer
from mash.pathway.triage.models import URGENCY, CareDuty, Rating


def standing_rating(enquiry: Enquiry) -> Rating | None:
    """The rating that no later one replaces; none before the first. One query."""
    return Rating.objects.filter(enquiry=enquiry, replaced_by__isnull=True).select_related("rated_by").first()


def standing_care_duty(adult: DescribedPerson) -> CareDuty | None:
    """What was found of an adult by the Care Act that no later finding replaces; none before the first. One query."""
    return CareDuty.objects.filter(adult=adult, replaced_by__isnull=True).select_related("weighed_by").first()


def rated_higher(enquiry: Enquiry) -> list[Answer]:
    """The answers whose agency finds this more urgent than the hub, unresolved: nobody re-rated or kept it since.

    Of each agency its latest view counts; 'no view' takes none back. For practice managers and social workers: others
    find nothing here. One query.

    Source: DOMAIN rule 28.
    """
    kept = Rationale.objects.filter(
        enquiry=enquiry,
        kind=Rationale.Kind.KEPT_RATING,
        about=OuterRef("request_id"),
        given_at__gte=OuterRef("given_at"),
    ).order_by("-given_at")
    views = (
        Answer.objects.filter(enquiry=enquiry)
        .exclude(rating=Answer.Rating.NONE)
        .annotate(kept_at=Subquery(kept.values("given_at")[:1]))
        .select_related("agency")
        .order_by("given_at")
    )
    latest = {answer.agency_id: answer for answer in views}
    return [answer for answer in latest.values() if is_higher(answer, enquiry) and answer.kept_at is None]


def is_higher(answer: Answer, enquiry: Enquiry) -> bool:
    """Whether an agency finds this more urgent than the rating that stands."""
    return URGENCY[answer.rating] > URGENCY[enquiry.level]
