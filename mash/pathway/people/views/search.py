"""Find somebody: from the one box, by Enter or as one types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect

from mash.foundation.access.acting import Acting
from mash.foundation.access.frame import frame_of
from mash.foundation.access.pages import HubRequest, page, render
from mash.foundation.access.policy import CORE, WEIGHS
from mash.foundation.access.verbs import Refused, record
from mash.foundation.clock.london import london_date
from mash.foundation.ledger.terms import sealed
from mash.foundation.zones import Seat
from mash.pathway.people.asked_for import asked
from mash.pathway.people.by_place import AtPlace, living_at
from mash.pathway.people.forms import DoorForm
from mash.pathway.people.haste import faster_than_a_hand
from mash.pathway.people.lines import lines_of
from mash.pathway.people.models import Caution, Person, PersonAddress
from mash.pathway.people.places_told import place_in
from mash.pathway.people.plugs import FINDERS, PLACE_PARTS
from mash.pathway.people.search import look_for
from mash.pathway.people.views.register import body_of
from mash.ui.page import Page

LONGEST_SEARCH = 200
MOST_IN_BRIEF = 6


@page(Seat.HUB, reads=(Caution, Person, PersonAddress))
def search(request: HubRequest) -> HttpResponse:
    """Find somebody by name, date of birth or number, all at an address, or an enquiry by its reference.

    While it is typed it is sent by POST, and what was found is all of the answer. Every search is in the ledger.
    """
    me = request.me
    if not me.is_a(*CORE):
        raise Refused("role")
    if request.method == "POST":
        return _as_typed(request)
    typed = _typed(request.GET)
    address = _leads_to(me, typed)
    if address:
        return HttpResponseRedirect(address)
    found = _found(me, typed, DoorForm(request.GET if "number" in request.GET else None))
    frame = replace(frame_of(request), find_text=typed)
    return render(request, "people/search.jinja", {**found, "page": frame, "weighs": me.is_a(*WEIGHS)})


def _as_typed(request: HubRequest) -> HttpResponse:
    """A part of a page: what was found so far, or its first few in brief, for the box that every page has."""
    me, typed, in_brief = request.me, _typed(request.POST), "brief" in request.POST
    leads_to, too_many = _leads_to(me, typed), faster_than_a_hand(me, "search_people")
    if too_many:
        record(me, "search_people", outcome="refused", reasons=["too_many"])
    stops = too_many and not settings.DEMO
    found: dict[str, Any] = {"lines": {}, "in_all": None, "understood": False}
    if not stops and not leads_to:
        found = _found(me, typed, DoorForm(None), most=MOST_IN_BRIEF if in_brief else None)
    told = {"page": Page(now=me.now), "typed": typed, "leads_to": leads_to, "slow_down": too_many}
    name = "found_in_brief" if in_brief else "found_so_far"
    return render(request, f"people/{name}.jinja", {**found, **told}, status=429 if stops else 200)


def _typed(sent: Mapping[str, str]) -> str:
    return sent.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]


def _leads_to(me: Acting, typed: str) -> str:
    """Where a search leads that means something else than a person; empty where it does not."""
    return next((address for find in FINDERS if typed and (address := find(me, typed))), "")


def _found(me: Acting, typed: str, form: DoorForm, *, most: int | None = None) -> dict[str, Any]:
    """What a search finds, as its templates show it, recorded. `most` is how many people it shows."""
    place = place_in(typed)
    number = form.cleaned_data["number"] if place and place.is_wide and form.is_valid() else ""
    place = place.door(number) if place and number else place
    wanted = asked(place.rest if place and place.uprn and place.sure else typed)
    there = living_at(me, place) if place else AtPlace([], [])
    made = PLACE_PARTS if place and most is None else []  # in brief they are not shown, so they are not read either
    parts = [part for make in made if place and (part := make(me, place)) is not None]
    if place and not (place.sure or there.now or there.before or parts):
        place = None
    at_place = [one.person for one in (*there.now, *there.before)]
    found = look_for(me, wanted) if place is None or wanted.says_whom else []
    if place and not place.rest:
        found = [person for person in found if person not in at_place]
    everybody = {person.pk: person for person in (*found, *at_place)}
    shown = [*everybody.values()][:most]
    if typed:
        people = [person.pk for person in shown]
        record(me, "search_people", outcome="read", people=people, term=sealed(f"{number} {typed}".strip()))
    narrows = place is not None and place.is_wide and (there.more or there.unread)
    lines = {line.person.pk: line for line in lines_of(me, shown, london_date(me.now))}
    return {
        "door": form if place and (number or form.errors or narrows) else None,
        "narrows": narrows,
        "typed": typed,
        "found": [lines[person.pk] for person in found if person.pk in lines],
        "lines": lines,
        "in_all": len(everybody),
        "place": place,
        "there": there,
        "parts": parts,
        "body_of": body_of,
        "is_an_age": wanted.is_an_age,
        "understood": wanted.says_something or place is not None,
    }
