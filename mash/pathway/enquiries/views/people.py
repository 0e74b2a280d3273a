"""The people of an enquiry: one more, how they belong together, and who they are."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.access.policy import CORE
from mash.foundation.partnership.models import Area
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import add_person, identify_subject, relate
from mash.pathway.enquiries.actions.identifying import description_of
from mash.pathway.enquiries.actions.people import described_on
from mash.pathway.enquiries.forms.working import IdentifyForm, PersonForm, RelateForm
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.enquiries.views.working import choices_of, page_of
from mash.pathway.people import register
from mash.pathway.people.matching.score import LIKELY
from mash.pathway.people.models import Person


@page(Seat.HUB, does=(add_person,), reads=(Enquiry,))
def add(request: HubRequest, reference: str) -> HttpResponse:
    """Describe one more person."""
    enquiry, facts = enquiry_for(request.me, reference)
    form = PersonForm(request.POST or None, may_name_subjects=bool(facts.roles & CORE))
    if form.is_valid():
        with attempt(form):
            added = add_person(request.me, enquiry.pk, person=form.told())
            return done(request, f"Added {added}.", to=page_of(enquiry))
    return render(request, "enquiries/add_person.jinja", {"enquiry": enquiry, "form": form})


@page(Seat.HUB, does=(relate,), reads=(Enquiry, DescribedPerson))
def belong(request: HubRequest, reference: str) -> HttpResponse:
    """Say how two people belong together."""
    enquiry, _ = enquiry_for(request.me, reference)
    form = RelateForm(request.POST or None, people=choices_of(enquiry))
    if form.is_valid():
        with attempt(form):
            relation = relate(request.me, enquiry.pk, **form.told())
            return done(request, f"{relation}.", to=page_of(enquiry))
    return render(request, "enquiries/relate.jinja", {"enquiry": enquiry, "form": form})


@page(Seat.HUB, does=(identify_subject,), reads=(Enquiry, DescribedPerson, Person))
def identify(request: HubRequest, reference: str, person: uuid.UUID) -> HttpResponse:
    """Who is it? The candidates with what speaks for and against each; one button each."""
    enquiry, _ = enquiry_for(request.me, reference)
    permit(request.me, "identify_subject", enquiry)
    described = described_on(enquiry, person)
    form = IdentifyForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            identify_subject(request.me, enquiry.pk, subject=described.pk, **form.cleaned_data)
            return done(request, "Kept, with what stood on this page.", to=_next(enquiry, described))
    found = register.find(description_of(described, enquiry))
    names = dict(Area.objects.values_list("pk", "name"))
    context = {
        "enquiry": enquiry,
        "described": described,
        "form": form,
        "found": found,
        "likely": [f for f in found if f.candidate.p >= LIKELY],
        "known_in": {f.known.pk: [names[area] for area in f.known.areas] for f in found},
        "home": getattr(described, "protected_address", None),
    }
    return render(request, "enquiries/identify.jinja", context)


def _next(enquiry: Enquiry, described: DescribedPerson) -> str:
    """The next one whom nobody has looked up, else the enquiry."""
    others = DescribedPerson.objects.filter(enquiry=enquiry, person__isnull=True).exclude(pk=described.pk)
    following = others.filter(order__gt=described.order).first()
    if following is None:
        return page_of(enquiry)
    return reverse("enquiries:identify", args=[enquiry.reference, following.pk])
