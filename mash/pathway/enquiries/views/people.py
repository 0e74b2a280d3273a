"""The people of an enquiry: one more, how they belong together, and who they are."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.access.policy import CORE
from mash.foundation.access.verbs import Refused
from mash.foundation.clock.london import in_london
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import add_person, identify_subject, relate, say_where_lives
from mash.pathway.enquiries.family import in_words
from mash.pathway.enquiries.forms.known import description_typed, says_something
from mash.pathway.enquiries.forms.working import IdentifyForm, LivesForm, PersonForm, RelateForm
from mash.pathway.enquiries.household import where_they_live
from mash.pathway.enquiries.known import NOTHING, known_already, known_of
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.enquiries.reading import enquiry_for, household, livings_of
from mash.pathway.enquiries.views.working import choices_of, page_of
from mash.pathway.people.models import Person


@page(Seat.HUB, does=(add_person,), reads=(Enquiry, Person))
def add(request: HubRequest, reference: str) -> HttpResponse:
    """Describe one more person; whoever may look them up can say at once who they are."""
    me = request.me
    enquiry, facts = enquiry_for(me, reference)
    may_identify = bool(facts.roles & CORE)
    form = PersonForm(request.POST or None, may_name_subjects=may_identify)
    chosen, why = request.POST.get("known", ""), request.POST.get("why", "")
    if form.is_valid():
        with attempt(form):
            added = _add(me, enquiry, form, chosen if may_identify else "", why)
            return done(request, f"Added {added}.", to=page_of(enquiry))
    today = in_london(me.now).date()
    described = description_typed(request.POST, "", today)
    found = known_already(me, described) if may_identify and says_something(described) else NOTHING
    context = {
        "enquiry": enquiry,
        "form": form,
        "may_identify": may_identify,
        "found": found,
        "why": why,
        "wrong": next(iter(form.errors.get("why", [])), ""),
    }
    return render(request, "enquiries/add_person.jinja", context)


def _add(me: Acting, enquiry: Enquiry, form: PersonForm, chosen: str, why: str) -> DescribedPerson:
    """Both or none: somebody who cannot be identified as was chosen is not added either."""
    try:
        with transaction.atomic():
            added = add_person(me, enquiry.pk, person=form.told())
            if chosen:
                identify_subject(me, enquiry.pk, subject=added.pk, person=chosen, why=why)
            return added
    except Refused as refused:
        refused.recorded = False  # its event was undone with the rest: the page writes it again
        raise


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


@page(Seat.HUB, does=(say_where_lives,), reads=(Enquiry, DescribedPerson))
def lives(request: HubRequest, reference: str) -> HttpResponse:
    """Say whether somebody lives with those whom the enquiry is about, and since when."""
    enquiry, _ = enquiry_for(request.me, reference)
    form = LivesForm(request.POST or None, people=_with_where_they_live(enquiry))
    if form.is_valid():
        with attempt(form):
            living = say_where_lives(request.me, enquiry.pk, **form.told())
            return done(request, f"Kept: {living.described} {living.get_where_display().lower()}.", to=page_of(enquiry))
    return render(request, "enquiries/lives.jinja", {"enquiry": enquiry, "form": form})


def _with_where_they_live(enquiry: Enquiry) -> list[tuple[str, str]]:
    """Everybody described, each with what is known of it already: nobody is asked again what they said at the door."""
    lives = where_they_live(household(enquiry), livings_of(enquiry))
    return [(key, f"{called}: {in_words(lives[uuid.UUID(key)])}") for key, called in choices_of(enquiry)]


@page(Seat.HUB, does=(identify_subject,), reads=(Enquiry, DescribedPerson, Person))
def identify(request: HubRequest, reference: str, person: uuid.UUID) -> HttpResponse:
    """Who is it? The candidates with what speaks for and against each; one button each."""
    enquiry, _ = enquiry_for(request.me, reference)
    permit(request.me, "identify_subject", enquiry)
    described = next((one for one in household(enquiry) if one.pk == person), None)
    if described is None:
        raise Refused("not_found", about=enquiry)
    form = IdentifyForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            identify_subject(request.me, enquiry.pk, subject=described.pk, **form.cleaned_data)
            return done(request, "Kept, with what stood on this page.", to=_next(enquiry, described))
    found = known_of(request.me, enquiry, described)
    context = {
        "enquiry": enquiry,
        "described": described,
        "form": form,
        "found": found,
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
