"""Opening hours and bank holidays, as administrators type them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from mash.desks.setup.forms import SetUpForm
from mash.desks.setup.standards.actions import Standards
from mash.desks.setup.standards.forms.days import day_box, told_from_a_day
from mash.desks.setup.standards.opening import hours_in_words, read_hours
from mash.desks.setup.standards.rules import difference
from mash.desks.setup.verbs import digest
from mash.foundation.clock.calendar import WEEKDAYS, Calendar, bank_holidays
from mash.foundation.clock.london import london_date
from mash.foundation.clock.when import long_date
from mash.ui.fields import Radios, Ticks


class HoursForm(SetUpForm):
    """When the hub is open in an ordinary week, and what it does on bank holidays."""

    keeps_bank_holidays = forms.ChoiceField(
        label="Is the hub closed on England's bank holidays?",
        choices=[("yes", "Yes"), ("no", "No, it opens as on any other day")],
        widget=Radios(inline=True),
        error_messages={"required": "Say whether the hub is closed on bank holidays"},
    )
    opens_anyway = forms.MultipleChoiceField(
        label="On which of them does it open all the same?",
        required=False,
        widget=Ticks(),
        error_messages={"invalid_choice": "Choose bank holidays from the list"},
    )

    def __init__(self, data: Any = None, *, stands: Standards, now: datetime) -> None:
        self.calendar = stands.clock.calendar
        super().__init__(data, stands=_hours_shown(self.calendar))
        self.stands, self.seen = stands, digest(stands.shown)
        boxes: dict[str, forms.Field] = {
            name: forms.CharField(
                label=name.title(),
                required=False,
                max_length=80,
                widget=forms.TextInput({"class": "govuk-input--width-20"}),
                error_messages={"max_length": "Shorten it to 80 characters"},
            )
            for name in WEEKDAYS
        }
        self.fields = {**boxes, **self.fields, "holds_from": day_box()}
        holidays = coming_bank_holidays(london_date(now))
        chosen = {day: bank_holidays(day.year).get(day, "") for day in self.calendar.opens_anyway}
        choices = [
            (day.isoformat(), f"{long_date(day)}: {what}") for day, what in sorted({**chosen, **holidays}.items())
        ]
        box = self.fields["opens_anyway"]
        if isinstance(box, forms.MultipleChoiceField):
            box.choices = choices

    def clean(self) -> dict[str, Any]:
        """Each day by itself, then the week."""
        said = self.cleaned_data
        week: dict[str, Any] = {}
        for name in WEEKDAYS:
            try:
                week[name] = [hours.to_json() for hours in read_hours(said.get(name) or "")]
            except ValueError as error:
                self.add_error(name, f"{name.title()}: {error}")
        if self.errors:
            return said
        calendar = {
            "week": week,
            "keeps_bank_holidays": said["keeps_bank_holidays"] == "yes",
            "opens_anyway": sorted(said["opens_anyway"]),
        }
        try:
            Calendar.from_json({**self.calendar.to_json(), **calendar})
        except ValueError as error:
            self.add_error(None, str(error))
            return said
        before = self.calendar.to_json()
        said["change"] = {"calendar": part} if (part := difference({n: before[n] for n in calendar}, calendar)) else {}
        return said

    @property
    def told(self) -> dict[str, Any]:
        """What `set_opening_hours` takes."""
        return told_from_a_day(self)

    def days(self) -> list[BoundField]:
        """The seven days."""
        return [self[name] for name in WEEKDAYS]


def coming_bank_holidays(today: date) -> dict[date, str]:
    """England's bank holidays from a day on, for this year and the next."""
    years = {**bank_holidays(today.year), **bank_holidays(today.year + 1)}
    return {day: what for day, what in years.items() if day >= today}


def _hours_shown(calendar: Calendar) -> dict[str, Any]:
    return {
        **{name: hours_in_words(day) for name, day in zip(WEEKDAYS, calendar.week, strict=True)},
        "keeps_bank_holidays": "yes" if calendar.keeps_bank_holidays else "no",
        "opens_anyway": [day.isoformat() for day in sorted(calendar.opens_anyway)],
    }
