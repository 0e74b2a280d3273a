"""The decisions of an enquiry with their outcomes and reasons, as its page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery, prefetch_related_objects

from mash.pathway.decisions.models import Decision, Outcome
from mash.pathway.enquiries.models import Enquiry, Rationale


@dataclass(frozen=True, slots=True)
class Made:
    """A decision, why it was made, and what it means for each subject, in their order."""

    decision: Decision
    why: str
    outcomes: list[Outcome] = field(default_factory=list)


def decisions_of(enquiry: Enquiry) -> list[Made]:
    """All decisions, the one that stands first; for those who weigh, others find none.

    One query for an enquiry as it was loaded: the parts of its page share it.
    """
    why = Rationale.objects.filter(about=OuterRef("decision"), kind=Rationale.Kind.DECISION).values("text")[:1]
    outcomes = (
        Outcome.objects.select_related("subject", "team", "decision__decided_by")
        .annotate(why_decided=Subquery(why))
        .order_by("subject__order")
    )
    prefetch_related_objects([enquiry], Prefetch("outcomes", outcomes))
    made: dict[Any, Made] = {}
    rows: Iterable[Any] = enquiry.outcomes.all()
    for outcome in rows:
        one = made.setdefault(outcome.decision_id, Made(outcome.decision, outcome.why_decided or ""))
        one.outcomes.append(outcome)
    return _the_one_that_stands_first(made)


def _the_one_that_stands_first(made: dict[Any, Made]) -> list[Made]:
    """Each before the one that it replaced, whatever the clock said meanwhile."""
    replaced = {one.decision.replaces_id for one in made.values()}
    key, ordered = next((key for key in made if key not in replaced), None), []
    while key in made:
        ordered.append(made[key])
        key = made[key].decision.replaces_id
    return ordered
