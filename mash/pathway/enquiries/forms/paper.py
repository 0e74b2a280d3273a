"""The boxes for what was taken on paper during an outage: the day and the time at which somebody told it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from mash.foundation.clock.london import moment_of
from mash.ui.fields import PARTS, DateField

DAY, CLOCK = "paper_day", "paper_time"
BOXES = (*(f"{DAY}_{part}" for part in PARTS), CLOCK)
NO_CLOCK = "Enter the time as hours and minutes, like 14:30"


class OnPaper(forms.Form):
    """When somebody told it, where it was taken down on paper; nothing where it was not."""

    paper_day = DateField(
        label="Which day was it taken?",
        help_text="The enquiry counts from then. That it was entered later, by whom and when stands on its page.",
        said="The day on which it was taken",
        required=False,
    )
    paper_time = forms.CharField(
        label="At what time?",
        required=False,
        max_length=5,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={"max_length": NO_CLOCK},
    )

    def clean_paper_time(self) -> time | None:
        """A time of day, with a colon, a full stop or nothing between hours and minutes."""
        typed = str(self.cleaned_data[CLOCK] or "").strip()
        found = _time(typed)
        if typed and found is None:
            raise ValidationError(NO_CLOCK)
        return found

    def clean(self) -> dict[str, Any]:
        """Day and time belong together."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not {DAY, CLOCK} & self.errors.keys():
            if said.get(DAY) and not said.get(CLOCK):
                self.add_error(CLOCK, "Enter the time at which it was taken")
            if said.get(CLOCK) and not said.get(DAY):
                self.add_error(DAY, "Enter the day on which it was taken")
        return said

    @property
    def is_on_paper(self) -> bool:
        """Whether anything stands in the boxes, right or wrong."""
        day, clock = self[DAY].value(), self[CLOCK].value()
        return bool(clock or (any(day) if isinstance(day, Sequence) else day))


def taken_at(typed: Mapping[str, Sequence[str]]) -> datetime | None:
    """When it was taken, from what was typed so far; none where that is nothing, or cannot be read yet."""
    day, month, year, clock = ((typed.get(name) or [""])[-1].strip() for name in BOXES)
    found = _time(clock)
    try:
        on = DateField(required=False).clean((day, month, year))
    except ValidationError:
        return None
    return moment_of(on, found) if on and found else None


def _time(typed: str) -> time | None:
    digits = typed.replace(".", ":").replace(":", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in (3, 4)):
        return None
    hour, minute = int(digits[:-2]), int(digits[-2:])
    return time(hour, minute) if hour < 24 and minute < 60 else None
