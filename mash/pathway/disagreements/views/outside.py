"""Where somebody outside says that they disagree: with reference and code, from their account, or for their agency."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Refused
from mash.foundation.clock.when import when
from mash.foundation.partnership.models import Area
from mash.foundation.zones import Seat
from mash.pathway.disagreements.actions.opening import disagree
from mash.pathway.disagreements.forms import DisagreeForm
from mash.pathway.enquiries.coming_back import Became, sent_by_me, what_became
from mash.pathway.enquiries.references import as_reference
from mash.pathway.enquiries.views.frame import framed
from mash.pathway.gathering.models import Request
from mash.pathway.gathering.permission import is_own, reading_request

HEARD = "A manager of the hub looks at it again, and answers by {due}."


@page(public=True, does=(disagree,), reads=(Became,))
def by_code(request: HubRequest) -> HttpResponse:
    """For who has reference and code, which each step brings along: nothing is held in the browser."""
    opened = {name: request.POST.get(name, "") for name in ("reference", "code")}
    if request.method != "POST":
        return HttpResponseRedirect(reverse("enquiries:back"))
    became = what_became(request.me, **opened)
    note(enquiry=became.id)
    form = DisagreeForm(request.POST if "why" in request.POST else None)
    if form.is_valid():
        with attempt(form):
            disagree(request.me, **opened, **form.cleaned_data)
            return HttpResponseRedirect(f"{reverse('enquiries:back')}?disagreed=1")
    area = Area.objects.get(pk=became.area)
    context = {"page": framed(request, area), "form": form, "opened": opened, "became": became}
    return render(request, "disagreements/by_code.jinja", context)


@page(Seat.INTAKE, does=(disagree,), reads=(Became,))
def by_account(request: HubRequest, reference: str) -> HttpResponse:
    """For a professional who sent it from their account."""
    found = sent_by_me(request.me, as_reference(reference) or reference)
    if not found:
        raise Refused("not_found")
    (became,) = found
    note(enquiry=became.id)
    back = reverse("enquiries:sent", args=[became.reference])
    form = DisagreeForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            opened = disagree(request.me, reference=became.reference, **form.cleaned_data)
            return done(request, HEARD.format(due=when(opened.stage.due_at, request.me.now)), to=back)
    context = {"form": form, "back": back, "back_text": became.reference, "heading": f"Enquiry {became.reference}"}
    return render(request, "disagreements/disagree.jinja", context)


@page(Seat.HUB, Seat.PARTNER, does=(disagree,), reads=(Request,))
def for_agency(request: HubRequest, request_id: uuid.UUID) -> HttpResponse:
    """For a researcher of an agency that was asked."""
    me = request.me
    asked, facts = reading_request(me, request_id)
    if not is_own(me, asked, facts):
        raise Refused("not_found", about=asked)
    note(enquiry=asked.enquiry_id)
    back = reverse("gathering:request", args=[asked.pk])
    form = DisagreeForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            opened = disagree(me, request=asked.pk, **form.cleaned_data)
            return done(request, HEARD.format(due=when(opened.stage.due_at, me.now)), to=back)
    context = {
        "form": form,
        "back": back,
        "back_text": "The request",
        "heading": f"Request {asked.content['reference']}",
    }
    return render(request, "disagreements/disagree.jinja", context)
