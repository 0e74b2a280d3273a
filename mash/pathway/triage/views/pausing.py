"""Letting the clock of an enquiry stand, and run on."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.triage.actions.pausing import pause_clock, resume_clock, standing_pause
from mash.pathway.triage.forms import PauseForm


@page(Seat.HUB, does=(pause_clock,), reads=(Enquiry,))
def pause(request: HubRequest, reference: str) -> HttpResponse:
    """Say what the hub waits for."""
    enquiry, _ = enquiry_for(request.me, reference)
    permit(request.me, "pause_clock", enquiry)
    form = PauseForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            pause_clock(request.me, enquiry.pk, **form.cleaned_data)
            return done(request, "The clock is paused. The due times stay.", to=_clocks(reference))
    return _form(request, enquiry, form, "Pause the clock", "Pause it")


@page(Seat.HUB, does=(resume_clock,), reads=(Enquiry,))
def resume(request: HubRequest, reference: str) -> HttpResponse:
    """Let it run on."""
    enquiry, _ = enquiry_for(request.me, reference)
    permit(request.me, "resume_clock", enquiry)
    if request.method != "POST" and standing_pause(enquiry) is None:
        return HttpResponseRedirect(_clocks(reference))
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with attempt(form):
            resume_clock(request.me, enquiry.pk)
            return done(request, "The clock runs on.", to=_clocks(reference))
    return _form(request, enquiry, form, "Let the clock run on", "Let it run on")


def _clocks(reference: str) -> str:
    return reverse("casework:clocks", args=[reference])


def _form(request: HubRequest, enquiry: Enquiry, form: forms.Form, heading: str, button: str) -> HttpResponse:
    context = {"enquiry": enquiry, "form": form, "heading": heading, "button": button}
    return render(request, "triage/pause.jinja", context)
