"""The ratings of an enquiry, each with the reason that was given for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.triage.models import Rating


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating and why; `why` is empty for those who may not read reasons."""

    rating: Rating
    why: str


def ratings_of(enquiry: Enquiry) -> list[Rated]:
    """All ratings, the one that stands last. One query."""
    reasons = Rationale.objects.filter(about=OuterRef("pk"), kind=Rationale.Kind.RATING).values("text")[:1]
    found = Rating.objects.filter(enquiry=enquiry).select_related("rated_by").annotate(why=Subquery(reasons))
    ratings = list(found)
    why = {rating.pk: rating.why or "" for rating in ratings}
    return [Rated(rating, why[rating.pk]) for rating in sorted(ratings, key=lambda rating: _depth(rating, ratings))]


def _depth(rating: Rating, ratings: Sequence[Rating]) -> int:
    """How many ratings it has replaced: two of one minute stand in the order in which they were given."""
    by_id = {one.pk: one for one in ratings}
    depth = 0
    while rating.replaces_id in by_id:
        rating, depth = by_id[rating.replaces_id], depth + 1
    return depth
