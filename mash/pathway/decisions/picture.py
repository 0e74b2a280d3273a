"""The picture beside a decision: what each agency holds and rated, what is proposed, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mash.foundation.access.acting import Acting
from mash.pathway.decisions.standing import UNANSWERED
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.gathering.models import Answer, Request
from mash.pathway.intelligence.models import Item
from mash.pathway.triage.models import Proposal
from mash.ui.words import listed


@dataclass(frozen=True, slots=True)
class FromAgency:
    """What one agency was asked and gave. `items` are those versions that nothing corrects, oldest first."""

    request: Request
    rating: str
    items: Sequence[Item]
    late: bool

    @property
    def unanswered(self) -> bool:
        """Whether the decision will say that it had not answered."""
        return self.request.state in UNANSWERED


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a social worker proposes, and why."""

    proposal: Proposal
    why: str


def from_agencies(me: Acting, enquiry: Enquiry) -> list[FromAgency]:
    """What every asked agency holds, in the order of their names. Three queries."""
    items = Item.objects.filter(enquiry=enquiry, gist_of=None).select_related("agency").readable(me)
    corrected = {item.supersedes_id for item in items}
    ratings = dict(Answer.objects.filter(enquiry=enquiry).order_by("given_at").values_list("request", "rating"))
    requests = Request.objects.filter(enquiry=enquiry).select_related("agency").order_by("agency__name")
    return [
        FromAgency(
            request=request,
            rating=ratings.get(request.pk, ""),
            items=[item for item in items if item.agency_id == request.agency_id and item.pk not in corrected],
            late=request.state in UNANSWERED and request.due_at < me.now,
        )
        for request in requests
    ]


def proposed_for(enquiry: Enquiry) -> Proposed | None:
    """What was proposed last. Two queries at most."""
    proposal = Proposal.objects.filter(enquiry=enquiry).select_related("proposed_by").last()
    if proposal is None:
        return None
    why = Rationale.objects.filter(about=proposal.pk).values_list("text", flat=True).first()
    return Proposed(proposal, why or "")


def recorded_as_missing(agencies: Sequence[FromAgency], now: datetime) -> str:
    """What the decision will say about who had not answered; empty when everybody had."""
    if not agencies:
        return "Nobody has been asked. The decision will say so, and your reason why."
    missing = [str(one.request.agency) for one in agencies if one.unanswered]
    if not missing:
        return ""
    late = [str(one.request.agency) for one in agencies if one.late]
    said = f"The decision will say that {listed(missing)} had not answered."
    if len(late) > 1 and late == missing:
        return f"{said} All of them are late."
    return f"{said} {listed(late)} {'is' if len(late) == 1 else 'are'} late." if late else said
