"""Where the navigation leads to enquiries."""

from mash.foundation.access.plugs import way
from mash.foundation.access.policy import TELLERS
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat

way("New enquiry", "enquiries:new", seats=[Seat.HUB], roles=sorted(TELLERS - {Role.REFERRER}), order=60)
way("What I sent", "enquiries:mine", seats=[Seat.INTAKE], roles=[Role.REFERRER], order=10)
way("New enquiry", "enquiries:professional", seats=[Seat.INTAKE], roles=[Role.REFERRER], order=20)
