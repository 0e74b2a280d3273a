"""Where analysts go."""

from mash.foundation.access.plugs import way
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat

way("Figures", "insight:figures", seats=[Seat.FIGURES], roles=[Role.ANALYST], order=10)
