"""Coming back: with reference and code, or signed in as the professional who sent it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Refused, together
from mash.foundation.partnership.models import Area
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import add_to_enquiry, answer_hub, attach_files, read_referrer_feedback
from mash.pathway.enquiries.coming_back import Became, sent_by_me, steps_of, what_became
from mash.pathway.enquiries.drafts.opening import Begun, drafts_of, open_draft, opener_of
from mash.pathway.enquiries.forms.working import AddForm, AnswerForm, BackForm
from mash.pathway.enquiries.models import Draft
from mash.pathway.enquiries.references import as_reference
from mash.pathway.enquiries.views.frame import framed, token_of
from mash.pathway.enquiries.views.public import go_on

HAPPENED = {
    "added": "Thank you. It has reached the hub.",
    "disagreed": "Thank you. A manager of the hub looks at it again. Come back here to read what comes of it.",
}


@page(public=True, does=(read_referrer_feedback, add_to_enquiry, answer_hub, attach_files))
def back(request: HubRequest) -> HttpResponse:
    """Where an enquirer comes back. Nothing is held in the browser: each step brings reference and code along."""
    form = BackForm(request.POST or None)
    if form.is_valid():
        opened = {name: form.cleaned_data[name] for name in ("reference", "code")}
        if (draft := _begun(request, opened)) is not None:
            return go_on(draft)
        try:
            read_referrer_feedback(request.me, **opened)
            became = what_became(request.me, **opened)
        except Refused:
            form.add_error("code", "Reference and code do not fit together. Check both")
        else:
            return _read(request, form, became, opened)
    said = next((words for name, words in HAPPENED.items() if name in request.GET), "")
    context = {"page": framed(request), "form": form, "said": said}
    return render(request, "enquiries/back.jinja", context)


def _begun(request: HubRequest, opened: Mapping[str, str]) -> Begun | None:
    """What they began to tell and have not sent; none when reference and code open no such thing."""
    try:
        draft = open_draft(request.me, opener=opener_of(opened["reference"], opened["code"]))
    except Refused:
        return None
    return draft if draft.door == Draft.Door.PUBLIC and draft.enquiry is None else None


@page(Seat.INTAKE, reads=(Became,))
def mine(request: HubRequest) -> HttpResponse:
    """What a professional began and what they sent from their account."""
    sent = sent_by_me(request.me)
    for became in sent:
        note(enquiry=became.id)
    drafts = [draft for draft in drafts_of(request.me) if draft.door == Draft.Door.PROFESSIONAL]
    return render(request, "enquiries/mine.jinja", {"sent": sent, "drafts": drafts})


@page(Seat.INTAKE, does=(read_referrer_feedback, add_to_enquiry, answer_hub, attach_files), reads=(Became,))
def sent(request: HubRequest, reference: str) -> HttpResponse:
    """One of them: what was sent, what became of it, what the hub asks."""
    found = sent_by_me(request.me, as_reference(reference) or reference)
    if not found:
        raise Refused("not_found")
    became = found[0]
    note(enquiry=became.id)
    form = _write_form(request, became)
    if form is not None and form.is_valid():
        with attempt(form):
            said = _write(request, became, {"reference": became.reference}, form)
            return done(request, said, to=reverse("enquiries:sent", args=[became.reference]))
    if request.method == "GET" and became.told:
        read_referrer_feedback(request.me, reference=became.reference)
    clock = Area.objects.get(pk=became.area).standard_on(became.received_at).clock
    context = {"became": became, "form": form, "steps": steps_of(became, clock)}
    return render(request, "enquiries/sent.jinja", context)


def _read(request: HubRequest, form: BackForm, became: Became, opened: dict[str, Any]) -> HttpResponse:
    """What became of it; and what they say now, when they say something."""
    writing = _write_form(request, became, sent="text" in request.POST)
    if writing is not None and writing.is_valid():
        with attempt(writing):
            _write(request, became, opened, writing)
            return HttpResponseRedirect(f"{reverse('enquiries:back')}?added=1")
    note(enquiry=became.id)
    area = Area.objects.get(pk=became.area)
    context = {
        "page": framed(request, area),
        "became": became,
        "form": writing,
        "opened": opened,
        "token": token_of(request) if "text" in request.POST else "",
    }
    return render(request, "enquiries/became.jinja", context)


def _write_form(request: HubRequest, became: Became, *, sent: bool | None = None) -> forms.Form | None:
    """The form that fits: an answer where the hub asks, else an addition; none once it is closed."""
    if became.is_closed:
        return None
    sent = request.method == "POST" if sent is None else sent
    told = (request.POST, request.FILES) if sent else (None, None)
    return AnswerForm(*told) if became.question else AddForm(*told)


def _write(request: HubRequest, became: Became, opened: dict[str, Any], form: forms.Form) -> str:
    text, files = form.cleaned_data["text"], form.cleaned_data["attachments"]
    with together():
        if text.strip():
            verb = answer_hub if became.question else add_to_enquiry
            verb(request.me, **opened, text=text)
        if files:
            attach_files(request.me, **opened, files=files)
    return "Your answer has reached the hub." if became.question and text.strip() else "The hub has what you added."
