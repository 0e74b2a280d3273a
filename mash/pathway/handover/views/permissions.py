"""Asking an item's owner, and the owner's own pages."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.permit import permit
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Role, Team
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.handover.actions import agree_release, ask_owner, refuse_release
from mash.pathway.handover.actions.permissions import readable_item
from mash.pathway.handover.forms import AskForm, PermissionForm
from mash.pathway.handover.models import Permission
from mash.pathway.handover.reading import permission_for
from mash.pathway.intelligence.models import Item

MOST_ANSWERED = 50


@page(Seat.HUB, does=(ask_owner,), reads=(Enquiry, DescribedPerson, Item, Permission))
def ask(request: HubRequest, key: uuid.UUID) -> HttpResponse:
    """Ask the owner of an item whether it may go to a team."""
    me = request.me
    item = readable_item(me, key)
    enquiry = Enquiry.objects.visible_to(me).select_related("area", "standard").filter(pk=item.enquiry_id).first()
    if enquiry is None:
        raise Refused("not_found")
    permit(me, "ask_owner", enquiry)
    note(enquiry=enquiry.pk)
    teams = list(Team.objects.receiving(enquiry.area_id, request.me.now))
    form = AskForm(request.POST or None, teams=teams, initial={"team": request.GET.get("team", "")})
    back = reverse("casework:enquiry", args=[enquiry.reference])
    if form.is_valid():
        with attempt(form):
            asked = ask_owner(me, item.pk, team=form.cleaned_data["team"], purpose=form.cleaned_data["purpose"])
            to = reverse("handover:prepare", args=[enquiry.reference, asked.team.slug])
            return done(request, f"{item.agency} has been asked. You see the answer here.", to=to)
    context = {
        "enquiry": enquiry,
        "subjects": enquiry.people.filter(is_subject=True),
        "about": enquiry.people.filter(pk__in=item.about),
        "item": item,
        "asked": Permission.objects.visible_to(me).filter(item=item).select_related("team"),
        "form": form,
        "back": back,
    }
    return render(request, "handover/ask_owner.jinja", context)


@page(Seat.HUB, Seat.PARTNER, reads=(Permission,))
def permissions(request: HubRequest) -> HttpResponse:
    """What the own agency is asked to let go: oldest first; below it what has been answered."""
    me = request.me
    if not me.is_a(Role.RESEARCHER):
        raise Refused("not_found")
    owned = Permission.objects.owned_by(me).select_related("team", "asked_by", "answered_by")
    return render(
        request,
        "handover/permissions.jinja",
        {
            "waiting": owned.filter(state=Permission.State.ASKED),
            "answered": owned.exclude(state=Permission.State.ASKED).order_by("-answered_at")[:MOST_ANSWERED],
        },
    )


@page(Seat.HUB, Seat.PARTNER, does=(agree_release, refuse_release), reads=(Permission, Item))
def permission(request: HubRequest, key: uuid.UUID) -> HttpResponse:
    """Agree, agree to a gist, or refuse: for the researchers of the item's owner."""
    me = request.me
    if not me.is_a(Role.RESEARCHER):
        raise Refused("not_found")
    asked = permission_for(me, key)
    note(enquiry=asked.enquiry_id)
    for person in asked.item.about:
        note(person)
    form = PermissionForm(request.POST or None)
    if form.is_valid():
        with attempt(form):
            said = form.cleaned_data
            if said["answer"] == "refuse":
                refuse_release(me, asked.pk, why=said["why"])
                message = f"Refused. {asked.team} does not get it."
            else:
                agree_release(me, asked.pk, gist=said["gist"] if said["answer"] == "gist" else "")
                message = f"Agreed. It may go to {asked.team}, and nowhere else."
            return done(request, message, to=reverse("handover:permissions"))
    if form.is_bound:
        asked = permission_for(me, key)  # somebody else may have been faster
    return render(request, "handover/permission.jinja", {"asked": asked, "item": asked.item, "form": form})
