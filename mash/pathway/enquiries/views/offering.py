"""Offering an enquiry to another area of the hub, and answering such an offer."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Invalid
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import accept_offer, offer_to_area, send_offer_back
from mash.pathway.enquiries.files import counted_files, files_of
from mash.pathway.enquiries.forms.working import OfferForm, SendBackForm
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Offer
from mash.pathway.enquiries.offering.reading import living_elsewhere, offers_of, other_areas
from mash.pathway.enquiries.reading import enquiry_for, household
from mash.pathway.enquiries.views.working import page_of


@page(Seat.HUB, does=(offer_to_area,), reads=(Enquiry, DescribedPerson, Offer))
def offer(request: HubRequest, reference: str) -> HttpResponse:
    """Offer it: to whom, why, and what goes along."""
    me = request.me
    enquiry, _ = enquiry_for(me, reference)
    permit(me, "offer_to_area", enquiry)
    note(enquiry=enquiry.pk)
    people = household(enquiry)
    areas = other_areas(enquiry)
    seem = [one.area.slug for one in living_elsewhere(enquiry, people)]
    proposed = seem[0] if seem else areas[0].slug if len(areas) == 1 else ""
    form = OfferForm(request.POST or None, areas=[(one.slug, one.name) for one in areas], area=proposed)
    if form.is_valid():
        with attempt(form):
            offer_to_area(me, enquiry.pk, **form.cleaned_data)
            name = next(one.name for one in areas if one.slug == form.cleaned_data["area"])
            return done(request, f"Offered. {name} sees it now.", to=page_of(enquiry))
    files = files_of(enquiry)
    context = {
        "enquiry": enquiry,
        "people": people,
        "form": form,
        "areas": areas,
        "files": counted_files(files) if files else "",
    }
    return render(request, "enquiries/offer.jinja", context)


@page(Seat.HUB, does=(accept_offer,))
def accept(request: HubRequest, reference: str) -> HttpResponse:
    """Take it on: a button elsewhere, so there is nothing to see here."""
    enquiry, _ = enquiry_for(request.me, reference)
    if request.method != "POST":
        return HttpResponseRedirect(page_of(enquiry))
    try:
        accept_offer(request.me, enquiry.pk)
    except Invalid as invalid:
        return _back_page(request, enquiry, forms.Form(), said=str(invalid))
    return done(request, "Taken on. It is this area's now.", to=page_of(enquiry))


@page(Seat.HUB, does=(send_offer_back,), reads=(Enquiry, Offer))
def send_back(request: HubRequest, reference: str) -> HttpResponse:
    """Send it back, and say why."""
    me = request.me
    enquiry, _ = enquiry_for(me, reference)
    permit(me, "send_offer_back", enquiry)
    form = SendBackForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            send_offer_back(me, enquiry.pk, why=form.cleaned_data["why"])
            return done(request, "Sent back. The other hub sees why.", to=reverse("casework:start"))
    return _back_page(request, enquiry, form)


def _back_page(request: HubRequest, enquiry: Enquiry, form: forms.Form, *, said: str = "") -> HttpResponse:
    offers = [one for one in offers_of(enquiry) if not one.outgoing]
    context = {"enquiry": enquiry, "form": form, "offer": offers[0] if offers else None, "said": said}
    return render(request, "enquiries/send_back.jinja", context)
