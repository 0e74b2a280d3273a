"""What waits on start pages of what leaves the hub: permissions for an item's owner, handovers for a team."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import waits
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.handover.ways import waiting_handovers, waiting_permissions
from mash.ui.parts import Heap, Line

MOST = 100


@waits(order=40)
def permissions(me: Acting) -> Sequence[Heap]:
    """What the own agency is asked to let go, the longest asked first."""
    if not me.is_a(Role.RESEARCHER):
        return []
    lines = [
        Line(
            f"May {permission.team} be told something of yours?",
            reverse("handover:permission", args=[permission.pk]),
            rated=False,
        )
        for permission in waiting_permissions(me).select_related("team").order_by("asked_at")[:MOST]
    ]
    filled_by = "When the hub asks whether something of yours may leave, it stands here."
    return [Heap("Permissions to give", lines, filled_by)]


@waits(order=50)
def handovers(me: Acting) -> Sequence[Heap]:
    """What the own team has not acknowledged, oldest promise first."""
    if me.seat is not Seat.OPS:
        return []
    lines = [
        Line(
            f"Handover {handover.reference}",
            reverse("handover:handover", args=[handover.pk]),
            below=f"to {handover.team}, {handover.get_state_display().lower()}",
            level=handover.level,
            due=handover.due_at,
        )
        for handover in waiting_handovers(me).select_related("team").order_by("due_at")[:MOST]
    ]
    filled_by = "What the hub hands over to your team stands here until you acknowledge it."
    return [Heap("Handovers to acknowledge", lines, filled_by)]
