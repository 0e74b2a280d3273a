"""Where the navigation begins: what waits for whoever has signed in."""

from __future__ import annotations

from django.db.models import BooleanField, Func, QuerySet

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import way
from mash.foundation.access.policy import CORE
from mash.foundation.partnership.models import Role
from mash.foundation.zones import EVERYONE_KNOWN, Seat
from mash.pathway.enquiries.models import Enquiry

MINE = Func("pk", template="(%(expressions)s = any (pathway.mine()))", output_field=BooleanField())


def my_work(me: Acting) -> QuerySet[Enquiry]:
    """The enquiries on the own start page: what waits for one's role and no colleague has taken."""
    return Enquiry.objects.filter(MINE)


way("My work", "casework:start", seats=[Seat.HUB], roles=sorted(CORE), order=20, counts=my_work)
way("Start", "casework:start", seats=list(EVERYONE_KNOWN), roles=sorted(set(Role) - CORE), order=1)
