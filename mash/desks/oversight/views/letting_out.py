"""Broken glass to review, and what was released and withdrawn."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import reverse

from mash.desks.oversight import asking
from mash.desks.oversight.asked import Asked, areas_of
from mash.desks.oversight.forms import ReviewForm
from mash.desks.oversight.glasses import glasses as glasses_of
from mash.desks.oversight.releases import releases as releases_of
from mash.desks.oversight.telling import told
from mash.foundation.access.models import Glass
from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Refused
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import review_break_glass
from mash.pathway.handover.models import Release
from mash.ui.page import Link


@page(Seat.AUDIT, reads=(Glass,))
def glasses(request: HubRequest) -> HttpResponse:
    """Broken glass: all that waits for a review, then what has had one, by period and area."""
    me, areas = request.me, areas_of(request.me)
    asked = Asked.in_address(request.GET, areas)
    area = next((one.pk for one in areas if one.slug == asked.area), None)
    waiting, _ = glasses_of(me, Asked(), None, waiting=True)
    reviewed, earlier = glasses_of(me, asked, area, waiting=False)
    for broken in (*waiting, *reviewed):
        note(enquiry=broken.glass.enquiry)
    context = {
        "waiting": waiting[::-1],
        "reviewed": reviewed,
        "filters": asked.periods(),
        "areas": asked.areas(areas),
        "earlier": earlier,
        "first": asked.address() if asked.after else "",
    }
    return render(request, "oversight/glasses.jinja", context)


@page(Seat.AUDIT, does=(review_break_glass,), reads=(Glass,))
def review(request: HubRequest, glass: uuid.UUID) -> HttpResponse:
    """Say what was found of one broken glass, beside what was done behind it."""
    me = request.me
    broken = Glass.objects.select_related("member__agency", "reviewed_by").filter(pk=glass).first()
    reference = asking.references_of([broken.enquiry]).get(broken.enquiry) if broken else None
    if broken is None or reference is None:
        raise Refused("not_found")
    note(enquiry=broken.enquiry)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            review_break_glass(me, glass, finding=form.cleaned_data["finding"])
            return done(request, f"Reviewed broken glass on {reference}.", to=reverse("oversight:glasses"))
    context = {
        "glass": broken,
        "reference": reference,
        "form": form,
        "lines": told(me, asking.through_glass(glass), Asked(), broken.enquiry).lines,
    }
    return render(request, "oversight/review.jinja", context)


@page(Seat.AUDIT, reads=(Release,))
def releases(request: HubRequest) -> HttpResponse:
    """What was released to teams and what was withdrawn, by period and area, in words and numbers alone."""
    me, areas = request.me, areas_of(request.me)
    asked = Asked.in_address(request.GET, areas)
    rows, earlier = releases_of(me, asked, next((one.pk for one in areas if one.slug == asked.area), None))
    for one in rows:
        note(enquiry=one.row.enquiry)
    only = Link("only the withdrawn", asked.address(only=not asked.only), asked.only)
    context = {
        "releases": rows,
        "filters": [*asked.periods(), only],
        "areas": asked.areas(areas),
        "earlier": earlier,
        "first": asked.address() if asked.after else "",
    }
    return render(request, "oversight/releases.jinja", context)
