"""What the hub knows of one person."""

from __future__ import annotations

import uuid

import jinja2
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.policy import CORE, WEIGHS
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Refused
from mash.foundation.clock.london import london_date
from mash.foundation.partnership.models import Area
from mash.foundation.zones import Seat
from mash.pathway.people.actions import say_died
from mash.pathway.people.forms import DiedForm
from mash.pathway.people.merging.reading import merged_into
from mash.pathway.people.models import Merging, Person, PersonAddress, Reference, Relocation, Resident
from mash.pathway.people.moving.reading import moments_of_moves, moves_of
from mash.pathway.people.plugs import PARTS, PersonPart
from mash.pathway.people.record import age_of, homes_of, households_of, moments_of, newest_first, numbers_of


@page(Seat.HUB, reads=(Person, PersonAddress, Resident, Reference, Merging, Relocation))
def person(request: HubRequest, person: uuid.UUID) -> HttpResponse:
    """What the hub knows of one person: a summary, its parts, and one timeline of all."""
    me = request.me
    found = Person.objects.visible_to(me).filter(pk=person).first()
    if found is None:
        raise Refused("not_found")
    if found.merged_into_id is not None:
        return _to_the_record_that_stays(me, found.merged_into_id)
    weighs = bool(me.areas_as(*WEIGHS) & set(found.areas))
    note(found.pk)
    today = london_date(me.now)
    homes, households = homes_of(me, found), households_of(me, found, today)
    parts = [part for make in PARTS for part in make(me, found)]
    own = me.areas_as(*CORE)
    areas = list(Area.objects.filter(pk__in=found.areas).order_by("name"))
    moves = moves_of(me, found)
    moments = [
        *moments_of(found, homes, households),
        *moments_of_moves(moves),
        *(moment for part in parts for moment in part.moments),
    ]
    context = {
        "person": found,
        "weighs": weighs,
        "merged": merged_into(me, found) if weighs else [],
        "heading": next((part.heading for part in parts if part.heading), ""),
        "age": age_of(found, today),
        "homes": homes,
        "households": households,
        "numbers": numbers_of(me, found),
        "areas": areas,
        "moves": moves,
        "elsewhere": [area for area in areas if area.pk not in own],
        "warnings": [part for part in parts if part.warning],
        "parts": [part for part in parts if not part.warning],
        "moments": newest_first(moments),
        "body_of": body_of,
    }
    return render(request, "people/person.jinja", context)


@page(Seat.HUB, does=(say_died,), reads=(Person,))
def died(request: HubRequest, person: uuid.UUID) -> HttpResponse:
    """Say on which day somebody died, or that they are alive after all."""
    found = Person.objects.visible_to(request.me).filter(pk=person).first()
    if found is None:
        raise Refused("not_found")
    if found.merged_into_id and request.method != "POST":
        return HttpResponseRedirect(reverse("people:person", args=[found.pk]))
    form = DiedForm(request.POST or None, initial={"died": found.died, "seen": found.died or ""})
    if form.is_valid():
        with attempt(form):
            kept = say_died(request.me, found.pk, **form.cleaned_data)
            said = f"Kept: {kept.death}." if kept.died else "Kept: they are alive."
            return done(request, said, to=reverse("people:person", args=[found.pk]))
    return render(request, "people/died.jinja", {"person": found, "form": form})


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
