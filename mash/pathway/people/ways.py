"""Where the navigation leads to the register."""

from django.db.models import QuerySet

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import way
from mash.foundation.access.policy import CORE
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.people.models import Merging


def to_confirm(me: Acting) -> QuerySet[Merging]:
    """The mergings that wait for whoever acts, as the second person."""
    return Merging.objects.for_second_person(me)


way("People", "people:search", seats=[Seat.HUB], roles=sorted(CORE), order=50, counts=to_confirm)
way("Is somebody known?", "people:check", seats=[Seat.PARTNER], roles=[Role.CHECKER], order=10)
