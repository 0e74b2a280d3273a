"""From which day a change of the standard holds, and what a form of one tells its verb."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mash.desks.setup.forms import SetUpForm
from mash.ui.fields import DateField


def day_box() -> DateField:
    """From which day a change holds."""
    return DateField(
        label="From which day?",
        said="The day from which it holds",
        required=False,
        help_text="Leave it empty for now. A later day begins at midnight. Enquiries keep what held when they came.",
    )


def told_from_a_day(form: SetUpForm) -> dict[str, Any]:
    """What a verb takes that changes the standard from a day on."""
    said: Mapping[str, Any] = form.cleaned_data
    return {"change": said["change"], "holds_from": said["holds_from"], "seen": str(form.data.get("seen", ""))}
