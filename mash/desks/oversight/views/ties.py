"""Ties that shut enquiries to members, and lifting one."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import reverse

from mash.desks.oversight.forms import LiftForm
from mash.foundation.access.models import Tie
from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.verbs import Refused
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions import lift_tie

MOST = 200
MOST_LIFTED = 20


@page(Seat.AUDIT, reads=(Tie,))
def ties(request: HubRequest) -> HttpResponse:
    """Ties that stand, the latest first, and those lifted of late."""
    found = Tie.objects.select_related("member__agency", "declared_by", "lifted_by").exclude(member=request.me.known)
    return render(
        request,
        "oversight/ties.jinja",
        {
            "standing": list(found.filter(lifted_at=None).order_by("-declared_at")[:MOST]),
            "lifted": list(found.exclude(lifted_at=None).order_by("-lifted_at")[:MOST_LIFTED]),
        },
    )


@page(Seat.AUDIT, does=(lift_tie,), reads=(Tie,))
def lift(request: HubRequest, tie: uuid.UUID) -> HttpResponse:
    """Lift one tie, with a reason. Nobody lifts their own here."""
    found = Tie.objects.select_related("member__agency", "declared_by").filter(pk=tie).first()
    if found is None or found.member_id == request.me.known.pk:
        raise Refused("not_found")
    form = LiftForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            lift_tie(request.me, tie, why=form.cleaned_data["why"])
            return done(request, f"Lifted the tie of {found.member.name}.", to=reverse("oversight:ties"))
    return render(request, "oversight/lift.jinja", {"tie": found, "form": form})
