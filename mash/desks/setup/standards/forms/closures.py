"""Days on which the hub is closed, as administrators type them."""

from __future__ import annotations

from typing import Any

from django import forms

from mash.desks.setup.forms import SetUpForm
from mash.desks.setup.standards.actions import Standards
from mash.foundation.clock.closures import Closure
from mash.ui.fields import DateField


class ClosureForm(SetUpForm):
    """Days on which the hub is closed by its own choice."""

    first = DateField(
        label="First day",
        said="The first day",
        error_messages={"required": "Enter the first day on which it is closed"},
    )
    last = DateField(
        label="Last day", said="The last day", required=False, help_text="Leave it empty when it is closed for one day."
    )
    why = forms.CharField(
        label="Why?",
        help_text="Administrators and auditors read it. For example: moving to Shire Hall.",
        max_length=120,
        error_messages={"required": "Say why the hub is closed", "max_length": "Shorten it to 120 characters"},
    )

    def __init__(self, data: Any = None, *, stands: Standards) -> None:
        super().__init__(data, stands=stands.shown)

    def clean(self) -> dict[str, Any]:
        """The last day does not come before the first."""
        said = self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day cannot come before the first")
        elif first and "why" in said:
            said["closure"] = Closure(first, last or first, said["why"])
        return said

    @property
    def told(self) -> dict[str, Any]:
        """What `close_hub` takes."""
        return {"closure": self.cleaned_data["closure"], "seen": str(self.data.get("seen", ""))}
