"""The small pages of those who work on an enquiry: take, add, ask, link, a tie, broken glass."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import everywhere, permit, permit_role
from mash.foundation.access.sightings import note, sighted
from mash.foundation.access.verbs import Invalid, Refused, together
from mash.foundation.clock.when import clock_time
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import (
    add_to_enquiry,
    ask_enquirer,
    attach_files,
    break_glass,
    declare_tie,
    hear_enquirer,
    link_enquiry,
    see_risks,
    take_enquiry,
)
from mash.pathway.enquiries.forms.working import AddForm, GlassForm, LinkForm, QuestionForm, TieForm
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.enquiries.reading import enquiry_for


def page_of(enquiry: Enquiry) -> str:
    """The enquiry's own page."""
    return reverse("casework:enquiry", args=[enquiry.reference])


@page(Seat.HUB, does=(take_enquiry,))
def take(request: HubRequest, reference: str) -> HttpResponse:
    """Take it on: a button elsewhere, so there is nothing to see here. Whoever comes from a list goes back to it."""
    enquiry, _ = enquiry_for(request.me, reference)
    back = request.POST.get("back", "")
    to = back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else page_of(enquiry)
    if request.method != "POST":
        return HttpResponseRedirect(page_of(enquiry))
    try:
        take_enquiry(request.me, enquiry.pk, had_by=request.POST.get("had_by"))
    except Invalid as invalid:
        note(enquiry=enquiry.pk)
        context = {"enquiry": enquiry, "said": str(invalid), "has_gone": "taken" in invalid.errors, "back": to}
        return render(request, "enquiries/taken.jinja", context)
    return done(request, f"{reference} is yours now.", to=to)


@page(Seat.HUB, does=(add_to_enquiry, attach_files), reads=(Enquiry,))
def add(request: HubRequest, reference: str) -> HttpResponse:
    """Write down what somebody told after it was sent."""
    enquiry, _ = enquiry_for(request.me, reference)
    form = AddForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with attempt(form), together():
            if form.cleaned_data["text"].strip():
                add_to_enquiry(request.me, enquiry=enquiry.pk, text=form.cleaned_data["text"])
            if form.cleaned_data["attachments"]:
                attach_files(request.me, enquiry=enquiry.pk, files=form.cleaned_data["attachments"])
            return done(request, "Added.", to=page_of(enquiry))
    return _form(request, enquiry, form, "Add to this enquiry", "Add it")


@page(Seat.HUB, does=(ask_enquirer,), reads=(Enquiry,))
def ask(request: HubRequest, reference: str) -> HttpResponse:
    """Ask the enquirer something."""
    enquiry, _ = enquiry_for(request.me, reference)
    permit(request.me, "ask_enquirer", enquiry)
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            ask_enquirer(request.me, enquiry.pk, text=form.cleaned_data["text"])
            return done(request, "Asked. The answer will stand with the enquiry.", to=page_of(enquiry))
    return _form(request, enquiry, form, "Ask the enquirer", "Ask")


@page(Seat.HUB, does=(hear_enquirer,))
def heard(request: HubRequest, reference: str) -> HttpResponse:
    """Take the alert away that the enquirer has said something: a button elsewhere."""
    enquiry, _ = enquiry_for(request.me, reference)
    if request.method == "POST":
        hear_enquirer(request.me, enquiry.pk)
    return HttpResponseRedirect(f"{page_of(enquiry)}?open=enquirer#enquirer")


@page(Seat.HUB, does=(see_risks,))
def risk(request: HubRequest, reference: str, risk: uuid.UUID) -> HttpResponse:
    """Take one's own alert away that an adult with a caution lives with a child: a button elsewhere."""
    enquiry, _ = enquiry_for(request.me, reference)
    if request.method == "POST":
        see_risks(request.me, enquiry.pk, risk=risk)
    return HttpResponseRedirect(f"{page_of(enquiry)}?open=people#people")


@page(Seat.HUB, does=(link_enquiry,), reads=(Enquiry,))
def link(request: HubRequest, reference: str) -> HttpResponse:
    """Say that another enquiry belongs together with this one."""
    enquiry, _ = enquiry_for(request.me, reference)
    permit(request.me, "link_enquiry", enquiry)
    form = LinkForm(request.POST or None)
    if form.is_valid():
        try:
            with attempt(form):
                link_enquiry(request.me, enquiry.pk, to=form.cleaned_data["to"])
                return done(request, "Linked.", to=page_of(enquiry))
        except Refused:  # the other one, of which it is not said whether it is there
            form.add_error("to", "No enquiry with this reference is open to you. Check it")
    return _form(request, enquiry, form, "Link another enquiry", "Link it")


@page(Seat.HUB, does=(declare_tie,), reads=(Enquiry, DescribedPerson))
def tie(request: HubRequest, reference: str) -> HttpResponse:
    """Say that one knows somebody here; the enquiry is shut to oneself from then on."""
    enquiry, _ = enquiry_for(request.me, reference)
    form = TieForm(request.POST or None, people=choices_of(enquiry))
    if form.is_valid():
        with attempt(form):
            declare_tie(request.me, enquiry=enquiry.pk, **form.cleaned_data)
            return done(request, "Thank you. This enquiry is shut to you from now on.", to=reverse("casework:start"))
    note = "As soon as you say so you cannot see this enquiry any more, and nothing opens it for you but an auditor."
    return _form(request, enquiry, form, "I know somebody here", "Say so and leave the enquiry", note=note)


@page(Seat.HUB, does=(break_glass,))
def glass(request: HubRequest, reference: str) -> HttpResponse:
    """Open what relationship or role deny. The page knows nothing of the enquiry, not even that there is one."""
    permit_role(request.me, "break_glass", everywhere(request.me))
    form = GlassForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            opened = break_glass(request.me, reference, why=form.cleaned_data["why"])
            said = f"Open to you until {clock_time(opened.until)}. The auditors and the owners have been told."
            return done(request, said, to=reverse("casework:enquiry", args=[reference.strip().upper()]))
    return render(request, "enquiries/glass.jinja", {"form": form, "reference": reference})


def choices_of(enquiry: Enquiry) -> list[tuple[str, str]]:
    """Everybody described, as choices; that they are shown is noted."""
    return [(str(person.pk), _called(person)) for person in DescribedPerson.objects.filter(enquiry=enquiry)]


def _called(person: DescribedPerson) -> str:
    name = sighted(person)
    return f"{name}, {person.role}" if person.role and person.role != name else name


def _form(
    request: HubRequest,
    enquiry: Enquiry,
    form: forms.Form,
    title: str,
    button: str,
    *,
    note: str = "",
    said: str = "",
) -> HttpResponse:
    context = {"enquiry": enquiry, "form": form, "heading": title, "button": button, "note": note, "said": said}
    return render(request, "enquiries/form.jinja", context)
