"""Where auditors go."""

from django.db.models import QuerySet

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Glass
from mash.foundation.access.plugs import way
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat


def glasses_to_review(me: Acting) -> QuerySet[Glass]:
    """Broken glass that nobody has reviewed."""
    return Glass.objects.filter(reviewed_at=None)


way("Ledger", "oversight:ledger", seats=[Seat.AUDIT], roles=[Role.AUDITOR], order=10)
way("Refusals", "oversight:refusals", seats=[Seat.AUDIT], roles=[Role.AUDITOR], order=11)
way(
    "Broken glass",
    "oversight:glasses",
    seats=[Seat.AUDIT],
    roles=[Role.AUDITOR],
    order=12,
    counts=glasses_to_review,
)
way("Releases", "oversight:releases", seats=[Seat.AUDIT], roles=[Role.AUDITOR], order=13)
way("Ties", "oversight:ties", seats=[Seat.AUDIT], roles=[Role.AUDITOR], order=14)
way("Seal", "oversight:seal", seats=[Seat.AUDIT], roles=[Role.AUDITOR], order=15)
