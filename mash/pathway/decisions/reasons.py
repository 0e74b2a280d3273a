"""What was said in the hub besides the reasons of ratings, decisions and disagreements: flags, proposals, excuses."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, JSONField, OuterRef, Subquery, Value

from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Rationale
from mash.pathway.triage.models import Alert, OutcomeKind, Proposal

FLAG = "flag"
TOLD_ELSEWHERE = (
    Rationale.Kind.RATING,
    Rationale.Kind.DECISION,
    Rationale.Kind.INTERIM_PLAN,
    Rationale.Kind.DISAGREEMENT,
)
COLUMNS = ("what", "said", "who", "at", "thing", "outcomes")


@dataclass(frozen=True, slots=True)
class Given:
    """A reason: what it is for, who gave it and when. `proposed` are a proposal's outcomes, by the subject."""

    heading: str
    why: str
    by: str
    at: datetime
    proposed: Sequence[tuple[DescribedPerson, str]]


def reasons_of(enquiry: Enquiry, people: Sequence[DescribedPerson], agencies: Mapping[uuid.UUID, str]) -> list[Given]:
    """The reasons that were given on an enquiry, oldest first. One query.

    For practice managers and social workers: others find nothing here.

    Args:
        agencies: the asked agencies' names by their request, for a reason that is about one of them.
    """
    outcomes = Subquery(Proposal.objects.filter(pk=OuterRef("about")).values("outcomes")[:1])
    reasons = Rationale.objects.filter(enquiry=enquiry).exclude(kind__in=TOLD_ELSEWHERE).order_by()
    flags = Alert.objects.filter(enquiry=enquiry).order_by()
    rows = reasons.annotate(
        what=F("kind"), said=F("text"), who=F("by__name"), at=F("given_at"), thing=F("about"), outcomes=outcomes
    ).values_list(*COLUMNS)
    flagged = flags.annotate(
        what=Value(FLAG),
        said=F("why"),
        who=F("raised_by__name"),
        at=F("raised_at"),
        thing=F("pk"),
        outcomes=Value(None, output_field=JSONField(null=True)),
    ).values_list(*COLUMNS)
    found = sorted(rows.union(flagged, all=True), key=lambda row: row[3])
    return [
        Given(_heading(what, agencies.get(thing, "")), said, who or "", at, _proposed(outcomes, people))
        for what, said, who, at, thing, outcomes in found
    ]


def _heading(what: str, agency: str) -> str:
    label = "Child protection" if what == FLAG else str(Rationale.Kind(what).label)
    return f"{label}: {agency}" if agency else label


def _proposed(outcomes: Any, people: Sequence[DescribedPerson]) -> list[tuple[DescribedPerson, str]]:
    by_id = {str(person.pk): person for person in people}
    return [
        (by_id[one["subject"]], str(OutcomeKind(one["outcome"]).label))
        for one in outcomes or ()
        if one["subject"] in by_id
    ]
