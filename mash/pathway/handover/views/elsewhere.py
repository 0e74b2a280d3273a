"""Writing down what went to an authority outside this hub, and that they have it."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.when import when
from mash.foundation.partnership.authorities import authority_named
from mash.foundation.zones import Seat
from mash.pathway.decisions.made import decisions_of
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.handover.actions import acknowledge_elsewhere, say_sent_elsewhere
from mash.pathway.handover.elsewhere import UNNAMED, decided_elsewhere, gone_of
from mash.pathway.handover.forms import ElsewhereForm, HasItForm
from mash.pathway.handover.models import SentElsewhere


@page(Seat.HUB, does=(say_sent_elsewhere,), reads=(Enquiry, SentElsewhere))
def sent(request: HubRequest, reference: str) -> HttpResponse:
    """Say when, how and to whom it was sent; the authority that was decided stands there."""
    me = request.me
    enquiry, _ = enquiry_for(me, reference)
    permit(me, "say_sent_elsewhere", enquiry)
    note(enquiry=enquiry.pk)
    form = ElsewhereForm(request.POST or None, now=me.now, **_decided(enquiry))
    closed = enquiry.state == Enquiry.State.CLOSED
    if form.is_valid() and not closed:
        said = form.cleaned_data
        try:
            gone = say_sent_elsewhere(
                me, enquiry.pk, to=said["authority"] or said["other"], how=said["how"], sent_at=form.moment()
            )
        except Invalid as invalid:
            form.complain(invalid, of="sent_at")
        else:
            told = f"Kept: sent to {gone.named}, {when(gone.sent_at, me.now)}."
            return done(request, told, to=_page_of(enquiry))
    context = {"enquiry": enquiry, "form": form, "closed": closed}
    return render(request, "handover/elsewhere.jinja", context)


@page(Seat.HUB, does=(acknowledge_elsewhere,), reads=(Enquiry, SentElsewhere))
def has_it(request: HubRequest, key: uuid.UUID) -> HttpResponse:
    """Say who there said that they have it, and when."""
    me = request.me
    found = SentElsewhere.objects.filter(pk=key, enquiry__in=Enquiry.objects.visible_to(me)).first()
    enquiry = Enquiry.objects.filter(pk=found.enquiry_id).first() if found else None
    if found is None or enquiry is None:
        raise Refused("not_found")
    permit(me, "acknowledge_elsewhere", enquiry)
    note(enquiry=enquiry.pk)
    form = HasItForm(request.POST or None, now=me.now)
    if form.is_valid():
        try:
            acknowledge_elsewhere(me, found.pk, there=form.cleaned_data["there"], acknowledged_at=form.moment())
        except Invalid as invalid:
            form.complain(invalid, of="acknowledged_at")
        else:
            return done(request, f"Kept: {found.named} has it.", to=_page_of(enquiry))
    context = {"enquiry": enquiry, "sent": found, "form": form}
    return render(request, "handover/elsewhere_has_it.jinja", context)


def _decided(enquiry: Enquiry) -> dict[str, str]:
    """The first authority that was decided and to which nothing went, in the box where it belongs."""
    gone = {one.named for one in gone_of(enquiry)}
    named = next((one for one in decided_elsewhere(decisions_of(enquiry)) if one not in {*gone, UNNAMED}), "")
    authority = authority_named(named)
    return {"authority": authority.name} if authority else {"other": named}


def _page_of(enquiry: Enquiry) -> str:
    return f"{reverse('casework:enquiry', args=[enquiry.reference])}?open=elsewhere#elsewhere"
