"""Are they known? Answers while somebody is typed, on the call screen."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render as draw

from mash.foundation.access.pages import HubRequest, page
from mash.foundation.access.policy import CORE
from mash.foundation.access.verbs import Refused, record
from mash.foundation.clock.london import in_london
from mash.foundation.zones import Seat
from mash.pathway.enquiries.forms.known import description_typed, prefix_in, says_something
from mash.pathway.enquiries.known import NOTHING, known_already
from mash.pathway.people.models import Person
from mash.ui.page import Page


@page(Seat.HUB, reads=(Person,))
def known(request: HubRequest) -> HttpResponse:
    """A part of a page: who the person of the sent boxes may be. Sent by POST, so that no name stands in an address."""
    me = request.me
    if not me.is_a(*CORE):
        raise Refused("role")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    prefix = prefix_in(request.POST)
    described = description_typed(request.POST, prefix, in_london(me.now).date())
    found = NOTHING
    if says_something(described):
        found = known_already(me, described)
        record(me, "look_up", outcome="read", people=[one.pk for one in found.people])
    request.page = Page(now=me.now)  # type: ignore[attr-defined]  # a part of a page has no frame to ask for
    return draw(request, "enquiries/known.jinja", {"found": found, "prefix": prefix})
