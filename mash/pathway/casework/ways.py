"""Where the navigation begins: what waits for whoever has signed in."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import way
from mash.foundation.access.policy import CORE
from mash.foundation.partnership.models import Role
from mash.foundation.zones import EVERYONE_KNOWN, Seat
from mash.pathway.casework.state import GATHERING, RECEIVED
from mash.pathway.enquiries.models import Enquiry


def my_work(me: Acting) -> QuerySet[Enquiry]:
    """For social workers what they have taken and is not decided; for call handlers what nobody has taken.

    A practice manager's work waits on the board's own lists, each with its number.
    """
    if not me.is_a(Role.SOCIAL_WORKER, Role.CALL_HANDLER):
        return Enquiry.objects.none()
    waits = Q(state__in=[RECEIVED, GATHERING], area_id__in=me.areas_as(Role.SOCIAL_WORKER), taken_by=me.known.pk) | Q(
        state=RECEIVED, area_id__in=me.areas_as(Role.CALL_HANDLER), taken_by=None
    )
    return Enquiry.objects.visible_to(me).filter(waits)


way("My work", "casework:start", seats=[Seat.HUB], roles=sorted(CORE), order=20, counts=my_work)
way("Start", "casework:start", seats=list(EVERYONE_KNOWN), roles=sorted(set(Role) - CORE), order=1)
