"""Where practice managers find what to print before an outage."""

from mash.foundation.access.plugs import way
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat

way("Outage", "outage:packs", seats=[Seat.HUB], roles=[Role.PRACTICE_MANAGER], order=90)
