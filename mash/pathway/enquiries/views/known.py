"""Are they known? Answers while somebody is typed, on the call screen and wherever a person is described."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render as draw

from mash.foundation.access.pages import HubRequest, page
from mash.foundation.access.policy import CORE
from mash.foundation.access.verbs import Refused, record
from mash.foundation.clock.london import in_london
from mash.foundation.ledger.terms import sealed
from mash.foundation.zones import Seat
from mash.pathway.enquiries.forms.known import companions_typed, description_typed, prefix_in, says_something
from mash.pathway.enquiries.known import NOTHING, Known, known_already
from mash.pathway.people.haste import faster_than_a_hand
from mash.pathway.people.matching import Description
from mash.pathway.people.models import Person
from mash.ui.page import Page


@page(Seat.HUB, reads=(Person,))
def known(request: HubRequest) -> HttpResponse:
    """A part of a page: who the person of the sent boxes may be, and all that the hub has of them.

    Sent by POST, so that no name stands in an address or a log. `prefix` says whose boxes are meant; the other people
    of the same form (`people_0_…`) count as evidence. Every look-up is in the ledger, its words sealed.
    """
    me = request.me
    if not me.is_a(*CORE):
        raise Refused("role")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    typed, prefix, today = request.POST, prefix_in(request.POST), in_london(me.now).date()
    described = description_typed(typed, prefix, today)
    if too_many := faster_than_a_hand(me, "look_up"):
        record(me, "look_up", outcome="refused", reasons=["too_many"])
    found = NOTHING
    if says_something(described) and not (too_many and not settings.DEMO):
        found = known_already(me, described, named_too=companions_typed(typed, prefix, today))
        record(me, "look_up", outcome="read", people=[one.pk for one in found.people], term=sealed(_term(described)))
    return _part(request, found, prefix, slow_down=too_many)


def _part(request: HubRequest, found: Known, prefix: str, *, slow_down: bool) -> HttpResponse:
    request.page = Page(now=request.me.now)  # type: ignore[attr-defined]  # a part of a page has no frame to ask for
    blocked = slow_down and not settings.DEMO
    context = {"found": found, "prefix": prefix, "slow_down": slow_down}
    return draw(request, "enquiries/known.jinja", context, status=429 if blocked else 200)


def _term(described: Description) -> str:
    """All that was looked for, as one text for the ledger's seal: the same look-up bears the same mark."""
    told = (
        described.given,
        described.middle,
        described.family,
        *described.also_known_as,
        described.born,
        described.age,
        described.address,
        described.postcode,
        described.uprn,
        described.nhs_number,
        described.upn,
        described.phone,
        described.email,
        described.school,
        described.practice,
    )
    return "|".join(str(part) for part in told if part not in (None, ""))
