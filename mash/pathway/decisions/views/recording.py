"""Recording a strategy discussion, and reviewing an answer that came after the decision."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Member, Role
from mash.foundation.zones import Seat
from mash.pathway.decisions.actions import hold_strategy_discussion, review_answer
from mash.pathway.decisions.forms import ReviewForm, StrategyForm
from mash.pathway.decisions.models import Decision, Party
from mash.pathway.decisions.standing import standing_decision
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Rationale
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.gathering.models import Answer, Reply, Request
from mash.pathway.intelligence.models import Item
from mash.ui.words import listed

TAKE_PART = (Role.SOCIAL_WORKER, Role.PRACTICE_MANAGER, Role.RESEARCHER, Role.POLICE_EVALUATOR)


@page(Seat.HUB, does=(hold_strategy_discussion,), reads=(Enquiry, DescribedPerson))
def strategy(request: HubRequest, reference: str) -> HttpResponse:
    """Record a strategy discussion."""
    me = request.me
    enquiry, _ = enquiry_for(me, reference)
    permit(me, "hold_strategy_discussion", enquiry)
    note(enquiry=enquiry.pk)
    members = (
        Member.objects.filter(roles__area=enquiry.area_id, roles__role__in=TAKE_PART, agency__virtual=False)
        .exclude(pk=me.known.pk)
        .select_related("agency")
        .order_by("agency__name", "name")
        .distinct()
    )
    form = StrategyForm(request.POST or None, members=members)
    back = reverse("casework:enquiry", args=[enquiry.reference])
    if form.is_valid():
        with attempt(form):
            discussion = hold_strategy_discussion(
                me,
                enquiry.pk,
                present=form.present(),
                decision=form.cleaned_data["decision"],
                section_47=form.cleaned_data["section_47"] == "yes",
                agency=form.cleaned_data["agency"],
                absent_why=form.cleaned_data["absent_why"],
            )
            absent = listed((Party(party).label for party in discussion.absent), "or")
            said = f" The record says that {absent} did not take part." if absent else ""
            return done(request, f"Recorded.{said}", to=back)
    return render(
        request,
        "decisions/strategy.jinja",
        {"enquiry": enquiry, "subjects": enquiry.people.filter(is_subject=True), "form": form, "back": back},
    )


@page(Seat.HUB, does=(review_answer,), reads=(Enquiry, DescribedPerson, Request, Answer, Reply, Item, Decision))
def review(request: HubRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """Read an answer that came after the decision, and say what it changes."""
    me = request.me
    enquiry, _ = enquiry_for(me, reference)
    permit(me, "review_answer", enquiry)
    asked = Request.objects.filter(pk=key, enquiry=enquiry).select_related("agency").first()
    answer = asked.answers.filter(after_decision=True).last() if asked else None
    if asked is None or answer is None:
        raise Refused("not_found", about=enquiry)
    note(enquiry=enquiry.pk)
    form = ReviewForm(request.POST or None)
    back = reverse("casework:enquiry", args=[enquiry.reference])
    if form.is_valid():
        with attempt(form):
            review_answer(me, asked.pk, finding=form.cleaned_data["finding"])
            return done(request, f"Reviewed what {asked.agency} answered.", to=back)
    items = Item.objects.filter(enquiry=enquiry, request=asked.pk, given_at__gte=answer.given_at)
    return render(
        request,
        "decisions/review.jinja",
        {
            "enquiry": enquiry,
            "subjects": enquiry.people.filter(is_subject=True),
            "asked": asked,
            "answer": answer,
            "replies": answer.replies.select_related("described").order_by("described__order"),
            "items": items.select_related("agency").readable(me),
            "decision": standing_decision(enquiry),
            "reviewed": Rationale.objects.filter(about=asked.pk, kind=Rationale.Kind.LATE_ANSWER).select_related("by"),
            "form": form,
            "back": back,
        },
    )
