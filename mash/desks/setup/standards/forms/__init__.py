"""What administrators type about the standard: limits, opening hours, closures."""

from mash.desks.setup.standards.forms.closures import ClosureForm
from mash.desks.setup.standards.forms.hours import HoursForm
from mash.desks.setup.standards.forms.limits import LimitsForm

__all__ = ["ClosureForm", "HoursForm", "LimitsForm"]
