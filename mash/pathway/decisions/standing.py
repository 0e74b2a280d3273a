"""What stands on an enquiry when it is decided: who is missing, who rates higher, and what a tab may have missed."""

from __future__ import annotations

import hashlib

from django.db.models import Exists, OuterRef

from mash.pathway.decisions.models import Decision
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.gathering.models import Answer, Request

UNANSWERED = (Request.State.ASKED, Request.State.HOLDING)


def standing_decision(enquiry: Enquiry) -> Decision | None:
    """The decision that no later one corrects; none before the first. One query."""
    return Decision.objects.filter(enquiry=enquiry, replaced_by__isnull=True).select_related("decided_by").first()


def missing_agencies(enquiry: Enquiry) -> tuple[list[str], bool]:
    """Slugs of those asked who had not answered or only held, in alphabetical order, and whether nobody was asked.

    One query. An agency that was excused is not missing (rule 49).
    """
    asked = dict(Request.objects.filter(enquiry=enquiry).values_list("agency__slug", "state"))
    return sorted(slug for slug, state in asked.items() if state in UNANSWERED), not asked


def what_stands(enquiry: Enquiry) -> str:
    """A short code of all that a decision weighs: it changes when somebody rates, asks, answers or decides.

    A page carries it, so that a stale tab cannot decide on what is no longer so. Three queries.
    """
    rating = enquiry.ratings.filter(replaced_by__isnull=True).values_list("pk", flat=True).first()
    decision = standing_decision(enquiry)
    answers = enquiry.answers.order_by("given_at").values_list("pk", flat=True)
    asked = Request.objects.filter(enquiry=enquiry).order_by("pk").values_list("pk", "state")
    said = "|".join(map(str, (rating, decision.pk if decision else "", *answers, *asked)))
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def late_answers(enquiry: Enquiry) -> list[Request]:
    """Requests whose answer came after the decision and which nobody has reviewed since (rule 51). One query."""
    reviewed = Rationale.objects.filter(
        kind=Rationale.Kind.LATE_ANSWER, about=OuterRef("request"), given_at__gte=OuterRef("given_at")
    )
    late = Answer.objects.filter(~Exists(reviewed), enquiry=enquiry, after_decision=True)
    return list({answer.request_id: answer.request for answer in late.select_related("request__agency")}.values())
