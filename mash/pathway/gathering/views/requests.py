"""What an agency is asked, and its answer: the worklist, one request, and the two short ways to answer."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.partnership.models import Area
from mash.foundation.zones import Seat
from mash.pathway.gathering.actions.answering import answer_request
from mash.pathway.gathering.forms import TelephoneForm, ViewForm
from mash.pathway.gathering.models import Answer, Reply, Request
from mash.pathway.gathering.own import AskedPerson, entries_on, people_of, said_of, subjects_of
from mash.pathway.gathering.parts import parts_of
from mash.pathway.gathering.permission import is_own, reading_request
from mash.pathway.gathering.progress import Asked
from mash.pathway.gathering.sheet import AnswerSheet
from mash.ui.page import Link

State = Request.State
LISTS = (
    ("waiting", "Waiting", (State.ASKED,), "Requests stand here when the hub asks your agency about somebody."),
    ("holding", "Holding", (State.HOLDING,), "Requests stand here once you have said that more is to follow."),
    ("answered", "Answered", (State.ANSWERED, State.EXCUSED), "Requests stand here once you have answered them."),
)
MOST = 100


@page(Seat.HUB, Seat.PARTNER, reads=(Request,))
def worklist(request: HubRequest) -> HttpResponse:
    """The requests to one's own agency: what waits first, most pressing first."""
    me = request.me
    shown = request.GET.get("show", "")
    key, _, states, filled_by = next((one for one in LISTS if one[0] == shown), LISTS[0])
    own = Request.objects.for_own_agency(me).select_related("agency")
    counts = dict(own.order_by().values_list("state").annotate(Count("pk")))
    order = "due_at" if key != "answered" else "-asked_at"
    lines = [
        (Asked(asked, "", rated_higher=False, now=me.now), subjects_of(asked))
        for asked in own.filter(state__in=states).order_by(order)[:MOST]
    ]
    return render(
        request,
        "gathering/requests.jinja",
        {
            "lines": lines,
            "filled_by": filled_by,
            "most": MOST,
            "sections": [
                Link(title, f"?show={name}", current=name == key, count=sum(counts.get(state, 0) for state in of))
                for name, title, of, _ in LISTS
            ],
        },
    )


@page(Seat.HUB, Seat.PARTNER, does=(answer_request,), reads=(Request, Answer, Reply))
def request(request: HubRequest, request_id: uuid.UUID) -> HttpResponse:
    """One request. Its agency answers; the hub reads exactly what the agency was told."""
    me = request.me
    asked, facts = reading_request(me, request_id)
    note(enquiry=asked.enquiry_id)
    people = people_of(asked)
    if not is_own(me, asked, facts):
        return render(request, "gathering/told.jinja", _shown(asked, people))
    sheet = None
    if asked.state != State.ANSWERED:
        sheet = AnswerSheet(people, request.POST or None, more_for=request.POST.get("add", ""))
    if sheet is not None and request.method == "POST" and "add" not in request.POST and sheet.is_valid():
        try:
            answer_request(me, asked.pk, **sheet.told())
        except Invalid as invalid:
            sheet.take(invalid)
        else:
            return done(request, "Your answer is with the hub.", to=request.path)
    return render(
        request,
        "gathering/request.jinja",
        {
            **_shown(asked, people),
            "sheet": sheet,
            "failed": sheet is not None and "add" not in request.POST and any(form.errors for form in sheet.every_form),
            "too_late": AnswerSheet(people, request.POST).every_form if sheet is None and request.POST else [],
            "said": said_of(asked, people),
            "entries": entries_on(me, asked, people),
            "own_agency": me.known.agency_id,
            "parts": parts_of(me, asked),
        },
    )


@page(Seat.HUB, Seat.PARTNER, does=(answer_request,), reads=(Request,))
def nothing_known(request: HubRequest, request_id: uuid.UUID) -> HttpResponse:
    """Nothing is known about any of them: one button, and this confirmation."""
    me = request.me
    asked, people = _own_open(me, request_id)
    form = ViewForm(request.POST or None, initial={"rating": Answer.Rating.NONE})
    if form.is_valid():
        with attempt(form):
            answers = [{"subject": str(person.pk), "reply": Reply.Kind.NO_TRACE} for person in people]
            answer_request(me, asked.pk, rating=form.cleaned_data["rating"], answers=answers)
            return done(request, "Answered: not known to you.", to=reverse("gathering:request", args=[asked.pk]))
    return render(request, "gathering/nothing_known.jinja", {**_shown(asked, people), "form": form})


@page(Seat.HUB, Seat.PARTNER, does=(answer_request,), reads=(Request,))
def telephone(request: HubRequest, request_id: uuid.UUID) -> HttpResponse:
    """A call between practitioners, recorded at once; the request stays open for the rest of the answer."""
    me = request.me
    asked, people = _own_open(me, request_id)
    form = TelephoneForm(request.POST or None, people=people)
    if form.is_valid():
        with attempt(form):
            answer_request(me, asked.pk, rating=form.cleaned_data["rating"], answers=_call(people, form.cleaned_data))
            said = "The call is recorded. The request stays open for the rest of your answer."
            return done(request, said, to=reverse("gathering:request", args=[asked.pk]))
    return render(request, "gathering/telephone.jinja", {**_shown(asked, people), "form": form})


def _call(people: list[AskedPerson], typed: dict[str, Any]) -> list[dict[str, Any]]:
    """A call as an answer: one item under the first person it is about, and more to follow of everybody."""
    item = {
        "text": typed["text"],
        "source": typed["who"],
        "kind": "telephone call",
        "about": typed["about"],
        "handling": typed["handling"],
        "conditions": typed["conditions"],
    }
    first = typed["about"][0]
    return [
        {
            "subject": str(person.pk),
            "reply": Reply.Kind.HOLDING,
            "items": [item] if str(person.pk) == first else [],
        }
        for person in people
    ]


def _own_open(me: Acting, request_id: uuid.UUID) -> tuple[Request, list[AskedPerson]]:
    asked, facts = reading_request(me, request_id)
    if not is_own(me, asked, facts):
        raise Refused("not_found", about=asked)
    note(enquiry=asked.enquiry_id)
    return asked, people_of(asked)


def _shown(asked: Request, people: list[AskedPerson]) -> dict[str, Any]:
    return {
        "asked": asked,
        "people": people,
        "subjects": [person for person in people if person.subject] or people,
        "area": Area.objects.get(pk=asked.area),
    }
