"""The agreements, and for each what signing or ending it does."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from mash.desks.setup.agencies.forms import WhyForm
from mash.desks.setup.agreements.actions import end_agreement, sign_agreement, standing
from mash.desks.setup.agreements.effects import closes, opens
from mash.desks.setup.agreements.forms import SignForm
from mash.desks.setup.showing import asked, own, show
from mash.desks.setup.verbs import own_areas
from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, page
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Agency, Area, SharingAgreement
from mash.foundation.partnership.models.agencies import Serving
from mash.foundation.zones import Seat

LIST = "setup:agreements"


@dataclass(frozen=True, slots=True)
class Line:
    """An agency in an area, and the agreement that holds or will hold there."""

    agency: Agency
    area: Area
    agreement: SharingAgreement | None


@page(Seat.SETUP, reads=(SharingAgreement,))
def agreements(request: HubRequest) -> HttpResponse:
    """Every agency that is asked in one's areas, and what it has signed."""
    me = request.me
    serving = (
        Serving.objects.filter(area__in=own_areas(me), until__gt=me.now, agency__host=False)
        .exclude(agency__question="")
        .select_related("agency", "area")
        .order_by("area__name", "agency__virtual", "agency__name")
    )
    signed = SharingAgreement.objects.filter(area__in=own_areas(me), signed_at__isnull=False).order_by("signed_at")
    holds = {(one.agency_id, one.area_id): one for one in signed if one.ends_at is None or one.ends_at > me.now}
    lines = [Line(one.agency, one.area, holds.get((one.agency_id, one.area_id))) for one in serving]
    return show(request, "setup/agreements/agreements.jinja", {"lines": lines}, subject="agreements")


@page(Seat.SETUP, does=(sign_agreement,), reads=(SharingAgreement,))
def sign(request: HubRequest, agency: str, area: str) -> HttpResponse:
    """Write down that an agreement was signed: what that opens is shown before."""
    me = request.me
    of, where = _both(me, agency, area)
    former = standing(of, where, me.now)
    return asked(
        request,
        SignForm(request.POST or None),
        lambda told: sign_agreement(me, agency=agency, area=area, **told),
        heading=f"{of.name} signs for {where.name}",
        button="It is signed",
        says=lambda _: f"The agreement of {of.name} for {where.name} is written down.",
        back=reverse(LIST),
        subject="agreements",
        stops=f"{of.name} has signed for {where.name} already." if former else "",
        will=() if former else opens(me, of, where),
    )


@page(Seat.SETUP, does=(end_agreement,), reads=(SharingAgreement,))
def end(request: HubRequest, agency: str, area: str) -> HttpResponse:
    """End an agreement: what that closes is shown before."""
    me = request.me
    of, where = _both(me, agency, area)
    found = standing(of, where, me.now)
    return asked(
        request,
        WhyForm(request.POST or None),
        lambda told: end_agreement(me, agency=agency, area=area, **told),
        heading=f"End the agreement of {of.name} for {where.name}",
        button="End the agreement",
        warns=True,
        says=lambda _: f"The agreement of {of.name} for {where.name} has ended.",
        back=reverse(LIST),
        subject="agreements",
        stops="" if found else f"No agreement of {of.name} holds for {where.name}.",
        will=closes(me, of, where) if found else (),
        row=found,
    )


def _both(me: Acting, agency: str, area: str) -> tuple[Agency, Area]:
    where = own(me, Area.objects.filter(slug=area))
    of = Agency.objects.filter(slug=agency, serving__area=where, host=False).first()
    if of is None:
        raise Refused("not_found")
    return of, where
