"""Rating an enquiry, and saying why a rating stays."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import Refused
from mash.foundation.clock.when import due_when, when
from mash.foundation.partnership.models import Criterion
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.gathering.asking import candidates
from mash.pathway.gathering.models import Answer
from mash.pathway.gathering.progress import asked_of
from mash.pathway.triage.actions.rating import keep_rating, rate_enquiry
from mash.pathway.triage.forms import KeepForm, RatingForm
from mash.pathway.triage.history import ratings_of
from mash.pathway.triage.models import Level, Rating
from mash.pathway.triage.standing import rated_higher
from mash.ui.words import count


@page(Seat.HUB, does=(rate_enquiry,), reads=(Enquiry, Rating, Rationale))
def rate(request: HubRequest, reference: str) -> HttpResponse:
    """Say how urgent it is; who will be asked, and why, stands on the page before anything is saved."""
    me = request.me
    enquiry, _ = enquiry_for(me, reference)
    permit(me, "rate_enquiry", enquiry)
    people = list(enquiry.people.all())
    asked = asked_of(enquiry, me.now)
    known = {one.request.agency_id for one in asked}
    everybody = candidates(me, enquiry, people)
    left = [one for one in everybody if one.agency.pk not in known]
    data = request.POST.copy() if request.POST else None
    if data is not None:  # a colleague may have asked some of those ticked since the page was opened: that is no error
        asked_already = {one.agency.slug for one in everybody} - {one.agency.slug for one in left}
        data.setlist("ask", [slug for slug in data.getlist("ask") if slug not in asked_already])
    form = RatingForm(data, due=_due_times(me, enquiry), candidates=left, basis=enquiry.area.lawful_basis)
    if form.is_valid():
        with attempt(form):
            rated = rate_enquiry(me, enquiry.pk, seen=request.POST.get("seen") or None, **form.cleaned_data)
            fresh = len(rated.requests) - len(asked)
            said = f"Rated {rated.rating.level}: {due_when(rated.rating.due_at, me.now)}."
            said += f" {count(fresh, 'agency', 'agencies').capitalize()} asked." if fresh else ""
            return done(request, said, to=reverse("casework:enquiry", args=[reference]))
    ratings = ratings_of(enquiry)
    context = {
        "enquiry": enquiry,
        "subjects": [person for person in people if person.is_subject],
        "form": form,
        "seen": ratings[-1].rating.pk if ratings else "",
        "ratings": ratings,
        "asked": asked,
        "hindered": [one for one in left if not one.can_be_asked],
        "criteria": _criteria(enquiry),
    }
    return render(request, "triage/rate.jinja", context)


@page(Seat.HUB, does=(keep_rating,), reads=(Enquiry, Answer))
def keep(request: HubRequest, reference: str, request_id: uuid.UUID) -> HttpResponse:
    """Say why the hub's rating stays, though an agency finds it more urgent."""
    me = request.me
    enquiry, _ = enquiry_for(me, reference)
    permit(me, "keep_rating", enquiry)
    answer = next((one for one in rated_higher(enquiry) if one.request_id == request_id), None)
    form = KeepForm(request.POST or None)
    if answer is None and not form.is_bound:
        raise Refused("not_found", about=enquiry)
    if form.is_valid():
        with attempt(form):
            keep_rating(me, enquiry.pk, request=request_id, **form.cleaned_data)
            said = f"The rating stays {enquiry.level}; the practice managers can see why."
            return done(request, said, to=reverse("casework:enquiry", args=[reference]))
    return render(request, "triage/keep.jinja", {"enquiry": enquiry, "answer": answer, "form": form})


def _due_times(me: Acting, enquiry: Enquiry) -> dict[str, str]:
    """For each level when the decision is due, and what that was worked out from."""
    clock = enquiry.standard.clock
    said = {}
    for level in Level.values:
        due = clock.due(level, enquiry.received_at)
        how = clock.explain_due(level, enquiry.received_at).partition(": ")[2]
        overdue = ", overdue already" if due < me.now else ""
        said[level] = f"Decision due {when(due, me.now)}{overdue}: {how}."
    return said


def _criteria(enquiry: Enquiry) -> dict[str, list[Any]]:
    rows = list(Criterion.objects.filter(area=enquiry.area_id))
    return {level: [row for row in rows if row.level == level] for level in Level.values}
