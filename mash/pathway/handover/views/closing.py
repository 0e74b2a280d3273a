"""Telling the referrer, and closing."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Invalid
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.handover.actions import close_enquiry, tell_referrer
from mash.pathway.handover.actions.closing import stands_in_the_way
from mash.pathway.handover.forms import FeedbackForm
from mash.pathway.handover.models import Feedback, Handover
from mash.pathway.handover.replying import is_public

THANKS_PUBLIC = (
    "Thank you for telling us. People who can act on it have read what you told us. "
    "We cannot tell you more, to keep everybody safe. Tell us again if you see or hear more."
)
THANKS_PROFESSIONAL = (
    "Thank you. Your worry has been passed to the people who can act on it. Please tell us of any change."
)


@page(Seat.HUB, does=(tell_referrer,), reads=(Enquiry, DescribedPerson, Feedback))
def feedback(request: HubRequest, reference: str) -> HttpResponse:
    """Tell the referrer what they may know."""
    me = request.me
    enquiry, _ = enquiry_for(me, reference)
    permit(me, "tell_referrer", enquiry)
    note(enquiry=enquiry.pk)
    public = is_public(enquiry)
    told = list(Feedback.objects.filter(enquiry=enquiry).select_related("told_by"))
    suggested = "" if told else THANKS_PUBLIC if public else THANKS_PROFESSIONAL
    form = FeedbackForm(request.POST or None, initial={"text": suggested})
    back = reverse("casework:enquiry", args=[enquiry.reference])
    if form.is_valid():
        with attempt(form):
            tell_referrer(me, enquiry.pk, text=form.cleaned_data["text"])
            return done(request, "The referrer can read this with their reference and code.", to=back)
    clock = enquiry.standard.clock
    context = {
        "enquiry": enquiry,
        "subjects": enquiry.people.filter(is_subject=True),
        "public": public,
        "told": told,
        "due": clock.referrer_due(enquiry.decided_at) if enquiry.decided_at and not told else None,
        "form": form,
        "stops": "" if enquiry.state == Enquiry.State.DECIDED else "The referrer is told once the enquiry is decided.",
        "back": back,
    }
    return render(request, "handover/feedback.jinja", context)


@page(Seat.HUB, does=(close_enquiry,), reads=(Enquiry, DescribedPerson, Handover, Feedback))
def close(request: HubRequest, reference: str) -> HttpResponse:
    """Close an enquiry, or see what stands in the way."""
    me = request.me
    enquiry, _ = enquiry_for(me, reference)
    permit(me, "close_enquiry", enquiry)
    note(enquiry=enquiry.pk)
    back = reverse("casework:enquiry", args=[enquiry.reference])
    if request.method == "POST":
        try:
            close_enquiry(me, enquiry.pk)
        except Invalid:
            pass  # what stands in the way is said below, read anew
        else:
            return done(request, f"Closed {enquiry.reference}.", to=back)
    context = {
        "enquiry": enquiry,
        "subjects": enquiry.people.filter(is_subject=True),
        "in_the_way": stands_in_the_way(enquiry),
        "readable_until": enquiry.standard.clock.cool_off_until(me.now),
        "back": back,
    }
    return render(request, "handover/close.jinja", context)
