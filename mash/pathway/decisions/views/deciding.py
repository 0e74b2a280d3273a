"""Deciding and correcting: the picture left, the outcome for each subject right, and a look before it counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.access.sightings import note
from mash.foundation.clock.london import london_date
from mash.foundation.clock.when import due_when
from mash.foundation.partnership.models import Service, Team
from mash.foundation.zones import Seat
from mash.pathway.decisions.actions import correct_decision, decide
from mash.pathway.decisions.forms import DecisionForm
from mash.pathway.decisions.made import Made, decisions_of
from mash.pathway.decisions.models import Decision, Outcome
from mash.pathway.decisions.picture import from_agencies, proposed_for, recorded_as_missing
from mash.pathway.decisions.sentences import all_that_follows
from mash.pathway.decisions.standing import what_stands
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.enquiries.moves import UNDECIDED
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.gathering.models import Request
from mash.pathway.intelligence.models import Item
from mash.pathway.triage.models import Proposal


@page(Seat.HUB, does=(decide,), reads=(Enquiry, DescribedPerson, Request, Item, Proposal))
def decide_enquiry(request: HubRequest, reference: str) -> HttpResponse:
    """Decide: an outcome for each subject, shown as sentences before it is saved."""
    enquiry, _ = enquiry_for(request.me, reference)
    permit(request.me, "decide", enquiry)
    proposed = proposed_for(enquiry)
    initial = DecisionForm.initial_of(proposed.proposal.outcomes) if proposed else {}
    return _decided_on(
        request,
        enquiry,
        initial,
        verb=decide,
        seen=what_stands(enquiry),
        shown={
            "proposed": proposed,
            "heading": "Decide",
            "button": "Decide",
            **_decided_already(enquiry),
        },
    )


@page(Seat.HUB, does=(correct_decision,), reads=(Enquiry, DescribedPerson, Request, Item, Decision, Outcome))
def correct(request: HubRequest, reference: str) -> HttpResponse:
    """Correct a decision: a new one takes its place, and the old one is shown struck."""
    enquiry, _ = enquiry_for(request.me, reference)
    permit(request.me, "correct_decision", enquiry)
    stands = _that_stands(enquiry)
    former = stands.decision if stands else None
    initial: dict[str, Any] = {}
    if stands and former:
        initial = DecisionForm.initial_of(
            {
                "subject": outcome.subject_id,
                "outcome": outcome.outcome,
                "team": outcome.team.slug if outcome.team else "",
                "service": outcome.service,
                "why": outcome.why,
            }
            for outcome in stands.outcomes
        )
        initial["threshold"] = str(former.threshold)
    stops = "" if former and enquiry.state == Enquiry.State.DECIDED else "There is no decision that can be corrected."
    return _decided_on(
        request,
        enquiry,
        initial,
        verb=correct_decision,
        seen=str(former.pk) if former else "",
        shown={
            "proposed": None,
            "heading": "Correct the decision",
            "button": "Save the correction",
            "stops": stops,
            "stands": stands,
        },
    )


def _decided_already(enquiry: Enquiry) -> dict[str, Any]:
    """What stops a decision: another one, which the page shows."""
    if enquiry.state in UNDECIDED:
        return {"stops": "", "stands": None}
    return {"stops": "This enquiry has been decided already.", "stands": _that_stands(enquiry)}


def _that_stands(enquiry: Enquiry) -> Made | None:
    """The decision that no later one corrects. One query."""
    return next(iter(decisions_of(enquiry)), None)


def _decided_on(
    request: HubRequest,
    enquiry: Enquiry,
    initial: dict[str, Any],
    *,
    verb: Callable[..., Decision],
    seen: str,
    shown: dict[str, Any],
) -> HttpResponse:
    me = request.me
    note(enquiry=enquiry.pk)
    people = list(enquiry.people.all())
    subjects = [person for person in people if person.is_subject]
    teams = list(Team.objects.receiving(enquiry.area_id, me.now))
    form = DecisionForm(
        request.POST or None,
        subjects=subjects,
        teams=teams,
        services=list(Service.objects.filter(area=enquiry.area_id)),
        on=london_date(enquiry.received_at),
        initial=initial,
    )
    agencies = from_agencies(me, enquiry)
    step = request.POST.get("do", "")
    context = {
        **shown,
        "enquiry": enquiry,
        "subjects": subjects,
        "names": {person.pk: person for person in people},
        "form": form,
        "agencies": agencies,
        "missing": recorded_as_missing(agencies, me.now),
        "seen": request.POST.get("seen", seen),
        "back": reverse("casework:enquiry", args=[enquiry.reference]),
    }
    looks_only = step == "check" and shown["stops"]  # there is nothing to save any more
    if step in ("check", "save") and not looks_only and form.is_valid():
        if step == "check":
            return render(
                request, "decisions/check.jinja", {**context, **_before_saving(request, enquiry, form, teams)}
            )
        context["seen"] = seen  # should it fail, they have seen what stands now
        with attempt(form):
            verb(
                me,
                enquiry.pk,
                threshold=form.cleaned_data["threshold"],
                rationale=form.cleaned_data["rationale"],
                outcomes=form.outcomes(),
                seen=request.POST.get("seen") or None,
            )
            return done(request, "Decided. The teams get nothing before a release is read twice.", to=context["back"])
    return render(request, "decisions/decide.jinja", context)


def _before_saving(request: HubRequest, enquiry: Enquiry, form: DecisionForm, teams: list[Team]) -> dict[str, Any]:
    """What will happen, in sentences."""
    told_by = enquiry.standard.clock.referrer_due(request.me.now)
    by_slug = {team.slug: team for team in teams}
    return {
        "sentences": all_that_follows(form.subjects, form.outcomes(), by_slug),
        "referrer": f"The referrer is told by you or a social worker, {due_when(told_by, request.me.now)}.",
        "kept": [(name, request.POST.get(name, "")) for name in form.fields],
    }
