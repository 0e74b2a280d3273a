"""The child protection button, and the alerts that it raises."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace

from django.http import HttpResponse, HttpResponseNotModified
from django.urls import reverse

from mash.foundation.access.frame import frame_of
from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Refused
from mash.foundation.access.waiting import waiting_for
from mash.foundation.zones import EVERYONE_KNOWN, Seat
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.triage.actions.alerting import acknowledge_alert, flag_child_protection
from mash.pathway.triage.alerting import alerted_areas
from mash.pathway.triage.forms import FlagForm
from mash.pathway.triage.models import Alert
from mash.ui.page import Page

MOST_LISTED = 200
"""Alerts of one kind on the page of all: more than anybody reads at once. Those that are seen make room."""


@page(Seat.HUB, does=(flag_child_protection,), reads=(Enquiry,))
def flag(request: HubRequest, reference: str) -> HttpResponse:
    """One button: practice managers and police know at once."""
    me = request.me
    enquiry, _ = enquiry_for(me, reference)
    permit(me, "flag_child_protection", enquiry)
    form = FlagForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            flag_child_protection(me, enquiry.pk, **form.cleaned_data)
            said = "Flagged. The practice managers and the police in the hub have been alerted."
            return done(request, said, to=reverse("casework:enquiry", args=[reference]))
    subjects = [person for person in enquiry.people.all() if person.is_subject]
    return render(request, "triage/flag.jinja", {"enquiry": enquiry, "subjects": subjects, "form": form})


@page(Seat.HUB, does=(acknowledge_alert,), reads=(Alert,))
def seen(request: HubRequest, alert_id: uuid.UUID) -> HttpResponse:
    """Read one alert, and say that one has seen it."""
    me = request.me
    if request.method == "POST":
        acknowledge_alert(me, alert_id)
        return done(request, "Recorded: you have seen it.", to=reverse("casework:start"))
    alert = Alert.objects.filter(pk=alert_id, area__in=list(alerted_areas(me))).first()
    if alert is None:
        raise Refused("not_found")
    note(enquiry=alert.enquiry_id)
    for person in alert.about:
        note(person)
    readable = Enquiry.objects.visible_to(me).filter(pk=alert.enquiry_id).exists()
    return render(request, "triage/alert.jinja", {"alert": alert, "readable": readable})


@page(*EVERYONE_KNOWN)
def polled(request: HubRequest) -> HttpResponse:
    """What cannot wait, for pages that are open: nothing is sent, and nothing read, when nothing has changed."""
    me = request.me
    found = waiting_for(me)
    told = (me.known.pk, found.alerts, found.more)
    tag = '"' + hashlib.sha256(repr(told).encode()).hexdigest()[:24] + '"'
    if request.headers.get("If-None-Match") == tag:
        me.seen.people.clear()
        me.seen.enquiries.clear()
        unchanged = HttpResponseNotModified()
        unchanged["ETag"] = tag
        return unchanged
    facts = {"alerts": found.alerts, "more": found.more, "all_url": reverse("triage:everything")}
    response = render(
        request, "ui/alerts.jinja", {"page": Page(now=me.now), **facts}
    )  # a part of a page needs no frame
    response["ETag"] = tag
    return response


@page(*EVERYONE_KNOWN)
def everything(request: HubRequest) -> HttpResponse:
    """All that cannot wait, where more waits than fits under the masthead: by kind, the oldest first."""
    found = frame_of(request, most=MOST_LISTED)
    frame = replace(found, alerts=(), more_alerts=0, alerts_url="")  # they stand on the page itself
    return render(
        request, "triage/everything.jinja", {"page": frame, "alerts": found.alerts, "older": found.more_alerts}
    )
