"""Weighing the duty of the Care Act to one adult."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import Refused
from mash.foundation.clock.london import london_date
from mash.foundation.zones import Seat
from mash.pathway.enquiries.adults import was_then
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.enquiries.reading import enquiry_for, household
from mash.pathway.triage.actions.weighing import weigh_care_duty
from mash.pathway.triage.care import DUTY
from mash.pathway.triage.forms import CareDutyForm
from mash.pathway.triage.models import CareDuty
from mash.pathway.triage.standing import standing_care_duty


@page(Seat.HUB, does=(weigh_care_duty,), reads=(Enquiry, DescribedPerson, CareDuty))
def weigh(request: HubRequest, reference: str, person: uuid.UUID) -> HttpResponse:
    """Answer the three questions; what whoever told it had answered stands there until the hub has said otherwise."""
    me = request.me
    enquiry, _ = enquiry_for(me, reference)
    permit(me, "weigh_care_duty", enquiry)
    adult = next((one for one in household(enquiry) if one.pk == person), None)
    if adult is None:
        raise Refused("not_found", about=enquiry)
    former, particulars = standing_care_duty(adult), getattr(enquiry, "particulars", None)
    told = particulars.care if particulars and not former else {}
    form = CareDutyForm(request.POST or None, area=enquiry.area.name, before=former.answers if former else told)
    stops = _stops(enquiry, adult)
    if form.is_valid() and not stops:
        with attempt(form):
            said = weigh_care_duty(
                me, enquiry.pk, adult=adult.pk, seen=request.POST.get("seen") or None, **form.cleaned_data
            )
            return done(request, f"Kept. {DUTY[said.applies]}.", to=reverse("casework:enquiry", args=[reference]))
    context = {
        "enquiry": enquiry,
        "adult": adult,
        "form": form,
        "stops": stops,
        "told": any(answer is not None for answer in told.values()),
        "seen": former.pk if former else "",
    }
    return render(request, "triage/weigh.jinja", context)


def _stops(enquiry: Enquiry, adult: DescribedPerson) -> str:
    on = london_date(enquiry.received_at)
    if adult.is_of_age_on(on) is False:
        return f"{was_then(adult, on)}. The duty of the Care Act is to adults."
    return "This enquiry is closed." if enquiry.state == Enquiry.State.CLOSED else ""
