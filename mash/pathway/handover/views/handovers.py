"""What a team receives: its list, the handover itself, and the same on paper."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, attempt, done, page, render
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.partnership.models import Member, Role
from mash.foundation.zones import Seat
from mash.pathway.handover.actions import acknowledge_handover, return_handover
from mash.pathway.handover.forms import ReturnForm
from mash.pathway.handover.models import Handover
from mash.pathway.handover.paper import paper_of
from mash.pathway.handover.product import as_drawn
from mash.pathway.handover.reading import RECEIVERS, handover_for, note_all, opened

WAITS = (Handover.State.SENT, Handover.State.OPENED)
MOST_DONE = 50


@page(Seat.OPS, Seat.HUB, reads=(Handover,))
def handovers(request: HubRequest) -> HttpResponse:
    """What waits for the own team, oldest first; for the hub, what became of what it sent."""
    me = request.me
    if not me.is_a(*RECEIVERS, Role.PRACTICE_MANAGER, Role.SOCIAL_WORKER):
        raise Refused("not_found")
    rows = Handover.objects.visible_to(me).select_related("team")
    waiting = list(rows.filter(state__in=WAITS).order_by("sent_at"))
    dealt_with = list(rows.exclude(state__in=WAITS).order_by("-sent_at")[:MOST_DONE])
    for one in (*waiting, *dealt_with):
        note_all(one, title_only=True)
    context = {"waiting": waiting, "dealt_with": dealt_with, "receives": me.seat is Seat.OPS}
    return render(request, "handover/handovers.jinja", context)


@page(Seat.OPS, Seat.HUB, does=(acknowledge_handover, return_handover), reads=(Handover,))
def handover(request: HubRequest, key: uuid.UUID) -> HttpResponse:
    """Read a handover. When somebody of the team reads it first, it has been opened."""
    me = request.me
    found = handover_for(me, key)
    receives = me.seat is Seat.OPS
    returning = ReturnForm()
    errors: list[str] = []
    if request.method == "POST" and receives:
        answer = _answered(request, found)
        if isinstance(answer, HttpResponse):
            return answer
        if isinstance(answer, ReturnForm):
            returning = answer
        else:
            errors = answer
        found = handover_for(me, key)  # somebody else may have been faster
    if receives:
        opened(me, found)
    note_all(found)
    members = {member.pk: member for member in Member.objects.filter(pk__in=[found.opened_by, found.answered_by])}
    return render(
        request,
        "handover/handover.jinja",
        {
            "handover": found,
            "drawn": as_drawn(found.html),
            "receives": receives,
            "waits": found.state in WAITS,
            "members": members,
            "returning": returning,
            "errors": errors,
        },
    )


def _answered(request: HubRequest, found: Handover) -> HttpResponse | ReturnForm | list[str]:
    """Acknowledge or return: where it leads, or what is wrong with it."""
    me = request.me
    to = reverse("handover:handovers")
    if request.POST.get("do") == "acknowledge":
        try:
            acknowledge_handover(me, found.pk)
        except Invalid as invalid:
            return list(invalid.errors.values())
        return done(request, f"Acknowledged {found.reference}. The hub sees it.", to=to)
    form = ReturnForm(request.POST)
    if form.is_valid():
        with attempt(form):
            return_handover(me, found.pk, why=form.cleaned_data["why"])
            return done(request, f"Returned {found.reference}. The hub sees why.", to=to)
    return form


@page(Seat.OPS, Seat.HUB, reads=(Handover,))
def paper(request: HubRequest, key: uuid.UUID) -> HttpResponse:
    """A handover as PDF, marked with its reader and the time."""
    me = request.me
    found = handover_for(me, key)
    if found.state == Handover.State.WITHDRAWN:
        raise Refused("not_found", about=found)
    if me.seat is Seat.OPS:
        opened(me, found)
    note_all(found)
    answer = HttpResponse(paper_of(me, found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="handover-{found.reference}.pdf"'
    return answer
