"""Where the navigation leads to the register."""

from mash.foundation.access.plugs import way
from mash.foundation.access.policy import CORE
from mash.foundation.zones import Seat

way("People", "people:search", seats=[Seat.HUB], roles=sorted(CORE), order=50)
