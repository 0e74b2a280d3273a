"""Who has answered, who is late, who was excused and why; chasing, excusing and asking another."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.policy import CORE, Part, Reading, read_part
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.london import moment_of
from mash.foundation.clock.when import when
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.gathering.actions.asking import ask_agency
from mash.pathway.gathering.actions.chasing import chase_agency, excuse_agency
from mash.pathway.gathering.asking import candidates
from mash.pathway.gathering.forms import AskForm, ExcuseForm
from mash.pathway.gathering.models import Answer, Chase, Reply, Request
from mash.pathway.gathering.permission import request_for
from mash.pathway.gathering.progress import asked_of, in_a_line
from mash.pathway.gathering.said import said_in


@page(Seat.HUB, reads=(Request, Answer, Reply, Rationale))
def agencies(request: HubRequest, reference: str) -> HttpResponse:
    """Every agency of an enquiry: how far it is, what it said of whom, and who was not asked and why."""
    me = request.me
    enquiry, facts = _in_hub(me, reference)
    weighs = read_part(Part.WEIGHING, facts).allowed
    asked = asked_of(enquiry, me.now)
    people = list(enquiry.people.all())
    known = {one.request.agency_id for one in asked}
    return render(
        request,
        "gathering/agencies.jinja",
        {
            "enquiry": enquiry,
            "subjects": [person for person in people if person.is_subject],
            "asked": asked,
            "line": in_a_line(asked),
            "weighs": weighs,
            "said": {one.request.pk: said_in(one.request, people) for one in asked} if weighs else {},
            "chases": _by_request(Chase.objects.filter(enquiry=enquiry.pk)),
            "excused": _excused(enquiry) if weighs else {},
            "not_asked": [one for one in candidates(me, enquiry, people) if one.agency.pk not in known],
            "may_ask": weighs and enquiry.state == Enquiry.State.GATHERING,
        },
    )


@page(Seat.HUB, does=(ask_agency,), reads=(Enquiry,))
def ask(request: HubRequest, reference: str) -> HttpResponse:
    """Ask one more agency by hand."""
    me = request.me
    enquiry, facts = _in_hub(me, reference)
    if not read_part(Part.WEIGHING, facts).allowed:
        raise Refused("not_found", about=enquiry)
    people = list(enquiry.people.all())
    known = set(Request.objects.filter(enquiry=enquiry).values_list("agency_id", flat=True))
    left = [one for one in candidates(me, enquiry, people) if one.agency.pk not in known]
    form = AskForm(request.POST or None)
    form.fields["agency"].choices = [  # type: ignore[attr-defined]  # a choice field
        (one.agency.slug, one.agency.name) for one in left if one.can_be_asked
    ]
    if form.is_valid():
        with attempt(form):
            typed = form.cleaned_data
            asked = ask_agency(me, enquiry.pk, agency=typed["agency"], what=typed["what"], due=_due(typed))
            said = f"{asked.agency} has been asked. The answer is due {when(asked.due_at, me.now)}."
            return done(request, said, to=reverse("gathering:agencies", args=[reference]))
    context = {
        "enquiry": enquiry,
        "subjects": [person for person in people if person.is_subject],
        "form": form,
        "hindered": [one for one in left if not one.can_be_asked],
    }
    return render(request, "gathering/ask.jinja", context)


@page(Seat.HUB, does=(chase_agency,), reads=(Request,))
def chase(request: HubRequest, request_id: uuid.UUID) -> HttpResponse:
    """Remind an agency by hand."""
    asked, back = _to_act_on(request.me, "chase_agency", request_id)
    errors: list[str] = []
    if request.method == "POST":
        try:
            chase_agency(request.me, asked.pk)
        except Invalid as invalid:
            errors = list(invalid.errors.values())
        else:
            return done(request, f"{asked.agency} has been reminded.", to=back)
    return render(request, "gathering/chase.jinja", {"asked": asked, "back": back, "errors": errors})


@page(Seat.HUB, does=(excuse_agency,), reads=(Request,))
def excuse(request: HubRequest, request_id: uuid.UUID) -> HttpResponse:
    """Stop waiting for an agency, with a reason."""
    asked, back = _to_act_on(request.me, "excuse_agency", request_id)
    form = ExcuseForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            excuse_agency(request.me, asked.pk, **form.cleaned_data)
            return done(request, f"{asked.agency} is excused. It may still answer.", to=back)
    return render(request, "gathering/excuse.jinja", {"asked": asked, "back": back, "form": form})


def _to_act_on(me: Acting, verb: str, request_id: uuid.UUID) -> tuple[Request, str]:
    """A request that whoever acts may do a verb on, and the way back."""
    asked = request_for(me, verb, request_id)
    return asked, reverse("gathering:agencies", args=[asked.content["reference"]])


def _in_hub(me: Acting, reference: str) -> tuple[Enquiry, Reading]:
    enquiry, facts = enquiry_for(me, reference)
    if not (facts.roles & CORE or facts.glass):
        raise Refused("not_found", about=enquiry)
    return enquiry, facts


def _due(typed: dict[str, Any]) -> datetime | None:
    day, clock = typed["due_day"], typed["due_time"]
    if day is None and clock is None:
        return None
    if day is None or clock is None:
        missing = {"due_day": "Give the day too"} if day is None else {"due_time": "Give the time too"}
        raise Invalid(**missing)
    return moment_of(day, clock)


def _excused(enquiry: Enquiry) -> dict[uuid.UUID, Rationale]:
    rows = Rationale.objects.filter(enquiry=enquiry, kind=Rationale.Kind.EXCUSED).select_related("by")
    return {row.about: row for row in rows}


def _by_request(chases: Any) -> dict[uuid.UUID, list[Chase]]:
    found: dict[uuid.UUID, list[Chase]] = defaultdict(list)
    for one in chases:
        found[one.request_id].append(one)
    return found
