"""Where administrators, and auditors with them, read how the partnership is set up."""

from mash.foundation.access.plugs import way
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat

SEATS, ROLES = [Seat.SETUP, Seat.AUDIT], [Role.ADMINISTRATOR, Role.AUDITOR]

way("Set-up", "setup:home", seats=SEATS, roles=ROLES, order=80)
way("As it stands", "setup:partnership", seats=SEATS, roles=ROLES, order=81)
way("Access table", "setup:access", seats=SEATS, roles=ROLES, order=82)
