"""Tell another area that a family has moved there; and read there who has moved, and from where."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit_role
from mash.foundation.access.policy import WEIGHS
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Refused
from mash.foundation.clock.london import london_date
from mash.foundation.partnership.models import Area, Role
from mash.foundation.zones import Seat
from mash.pathway.people.models import Caution, Person, Relocation, Resident
from mash.pathway.people.moving.actions import say_moved, take_back_move, take_note_of_move
from mash.pathway.people.moving.forms import MovedForm, NotMovedForm
from mash.pathway.people.moving.reading import own_areas, who_may_move


@page(Seat.HUB, does=(say_moved,), reads=(Caution, Person, Resident))
def moved(request: HubRequest, person: uuid.UUID) -> HttpResponse:
    """Say that somebody has moved to another area, and who of their household with them."""
    me = request.me
    found = Person.objects.visible_to(me).unmerged().filter(pk=person).first()
    if found is None:
        raise Refused("not_found")
    permit_role(me, "say_moved", frozenset(Role(held.role) for held in me.roles if held.area_id in found.areas))
    own, today = own_areas(me, found), london_date(me.now)
    others = list(Area.objects.exclude(pk__in=[area.pk for area in own[:1]]).order_by("name"))
    form = MovedForm(request.POST or None, areas=others, movers=who_may_move(me, found, own[0].pk, today), today=today)
    if form.is_valid():
        with attempt(form):
            move = say_moved(me, found.pk, **form.cleaned_data)
            where = next(area for area in others if area.pk == move.to_area)
            return done(request, f"The hub of {where} is told.", to=reverse("people:person", args=[found.pk]))
    return render(request, "people/moved.jinja", {"person": found, "form": form, "others": others})


@page(Seat.HUB, does=(take_note_of_move,), reads=(Relocation, Person))
def move(request: HubRequest, move: uuid.UUID) -> HttpResponse:
    """Who has moved, from which hub's area, and whom to ring there; the hub that was told says that it knows."""
    me = request.me
    visible = Relocation.objects.visible_to(me).select_related("told_by", "noted_by", "taken_back_by")
    found = visible.filter(pk=move).first()
    if found is None:
        raise Refused("not_found")
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with attempt(form):
            take_note_of_move(me, found.pk)
            return done(request, "Noted.", to=reverse("people:move", args=[found.pk]))
    if form.errors:  # somebody was faster: the page says who
        found = visible.get(pk=found.pk)
    # Whom a hub was told of by mistake it does not read any more: then nobody is among these
    together = visible.filter(together=found.together, person__in=Person.objects.visible_to(me))
    people = list(together.select_related("person").order_by("person__born", "pk"))
    for one in people:
        note(one.person_id)
    areas = Area.objects.in_bulk([found.area, found.to_area])
    context = {
        "move": found,
        "people": people,
        "home": areas[found.area],
        "other": areas[found.to_area],
        "form": form,
        "may_note": found.waits and found.to_area in me.areas_as(*WEIGHS),
        "may_take_back": found.taken_back_at is None and found.area in me.areas_as(*WEIGHS),
    }
    return render(request, "people/move.jinja", context)


@page(Seat.HUB, does=(take_back_move,), reads=(Relocation, Person))
def not_moved(request: HubRequest, move: uuid.UUID) -> HttpResponse:
    """Say why it was a mistake to tell of a move: the hub there no longer reads these people because of it."""
    me = request.me
    found = Relocation.objects.visible_to(me).filter(pk=move).first()
    if found is None:
        raise Refused("not_found")
    permit_role(me, "take_back_move", frozenset(Role(held.role) for held in me.roles if held.area_id == found.area))
    form = NotMovedForm(request.POST or None)
    other = Area.objects.get(pk=found.to_area)
    if form.is_valid():
        with attempt(form):
            take_back_move(me, found.pk, why=form.cleaned_data["why"])
            said = f"Taken back. The hub of {other} no longer reads them because of it."
            return done(request, said, to=reverse("people:move", args=[found.pk]))
    together = Relocation.objects.visible_to(me).filter(
        together=found.together, person__in=Person.objects.visible_to(me)
    )
    people = list(together.select_related("person").order_by("person__born", "pk"))
    if not people:
        raise Refused("not_found")
    for one in people:
        note(one.person_id)
    return render(request, "people/not_moved.jinja", {"move": found, "people": people, "other": other, "form": form})
