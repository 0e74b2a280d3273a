"""The board's place in the navigation: for those who work on enquiries in the hub."""

from mash.foundation.access.plugs import way
from mash.foundation.access.policy import CORE
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat

way("Board", "board:board", seats=[Seat.HUB], roles=[*sorted(CORE), Role.RESEARCHER], order=10)
