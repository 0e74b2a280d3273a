"""The entries of this app in the navigation, with how much waits there."""

from __future__ import annotations

from django.db.models import QuerySet

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import way
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.handover.models import Handover, Permission


def waiting_handovers(me: Acting) -> QuerySet[Handover]:
    """Handovers that the own team has not answered. In the hub, those that came back stand on the start page."""
    if me.seat is not Seat.OPS:
        return Handover.objects.none()
    return Handover.objects.visible_to(me).filter(state__in=[Handover.State.SENT, Handover.State.OPENED])


def waiting_permissions(me: Acting) -> QuerySet[Permission]:
    """Permissions that the own agency has not answered."""
    return Permission.objects.owned_by(me).filter(state=Permission.State.ASKED)


way(
    "Permissions",
    "handover:permissions",
    seats=[Seat.HUB, Seat.PARTNER],
    roles=[Role.RESEARCHER],
    order=50,
    counts=waiting_permissions,
)
way(
    "Handovers",
    "handover:handovers",
    seats=[Seat.HUB, Seat.OPS],
    roles=[Role.PRACTICE_MANAGER, Role.SOCIAL_WORKER, Role.TEAM_MEMBER, Role.EARLY_HELP],
    order=60,
    counts=waiting_handovers,
)
