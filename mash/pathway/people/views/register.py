"""Find somebody, and what the hub knows of one person."""

from __future__ import annotations

import uuid
from dataclasses import replace

import jinja2
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.frame import frame_of
from mash.foundation.access.pages import HubRequest, page, render
from mash.foundation.access.policy import CORE, WEIGHS
from mash.foundation.access.verbs import Refused, record
from mash.foundation.ledger.terms import sealed
from mash.foundation.partnership.models import Area
from mash.foundation.zones import Seat
from mash.pathway.people.merging.reading import merged_into
from mash.pathway.people.models import Merging, Person, PersonAddress
from mash.pathway.people.plugs import FINDERS, PARTS, PersonPart
from mash.pathway.people.search import asked, look_for

LONGEST_SEARCH = 200


@page(Seat.HUB, reads=(Person,))
def search(request: HubRequest) -> HttpResponse:
    """Find somebody by name, date of birth, postcode or number, or an enquiry by its reference."""
    me = request.me
    if not me.is_a(*CORE):
        raise Refused("role")
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    for find in FINDERS:
        address = find(me, typed) if typed else ""
        if address:
            return HttpResponseRedirect(address)
    wanted = asked(typed)
    found = look_for(me, wanted)
    if typed:
        record(me, "search_people", outcome="read", people=[person.pk for person in found], term=sealed(typed))
    context = {
        "weighs": me.is_a(*WEIGHS),
        "page": replace(frame_of(request), find_text=typed),
        "typed": typed,
        "found": found,
        "understood": wanted.says_something,
    }
    return render(request, "people/search.jinja", context)


@page(Seat.HUB, reads=(Person, PersonAddress, Merging))
def person(request: HubRequest, person: uuid.UUID) -> HttpResponse:
    """What the hub knows of one person."""
    me = request.me
    found = Person.objects.visible_to(me).filter(pk=person).first()
    if found is None:
        raise Refused("not_found")
    if found.merged_into_id is not None:
        return _to_the_record_that_stays(me, found.merged_into_id)
    weighs = bool(me.areas_as(*WEIGHS) & set(found.areas))
    context = {
        "person": found,
        "weighs": weighs,
        "merged": merged_into(me, found) if weighs else [],
        "addresses": list(PersonAddress.objects.visible_to(me).filter(person=found).order_by("-told_at")),
        "areas": list(Area.objects.filter(pk__in=found.areas)),
        "parts": [part for make in PARTS if (part := make(me, found)) is not None],
        "body_of": body_of,
    }
    return render(request, "people/person.jinja", context)


def _to_the_record_that_stays(me: Acting, key: uuid.UUID) -> HttpResponse:
    """Whoever has the address of a record that was merged is led to the other one, where they may read that."""
    kept = Person.objects.visible_to(me).filter(pk=key).first()
    if kept is None:
        raise Refused("not_found")
    return HttpResponseRedirect(reverse("people:person", args=[kept.pk]))


@jinja2.pass_context
def body_of(context: jinja2.runtime.Context, part: PersonPart) -> jinja2.environment.TemplateModule:
    """A part drawn by its own template, inside the page's frame; as safe as any template."""
    return context.environment.get_template(part.template).make_module({**context.get_all(), **part.context})
