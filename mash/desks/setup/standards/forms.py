"""Limits, opening hours and closures as people type them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from mash.desks.setup.forms import SetUpForm
from mash.desks.setup.standards.actions import Standards
from mash.desks.setup.standards.opening import hours_in_words, read_hours
from mash.desks.setup.standards.rules import Rules, difference
from mash.desks.setup.verbs import digest
from mash.foundation.clock.calendar import WEEKDAYS, Calendar, bank_holidays
from mash.foundation.clock.closures import Closure
from mash.foundation.clock.limits import Limit, Unit
from mash.foundation.clock.london import london_date
from mash.foundation.clock.repeats import MOST_CONTACTS, MOST_DAYS
from mash.foundation.clock.standard import (
    MOST_ALERT_MINUTES,
    MOST_COOL_OFF_DAYS,
    MOST_GLASS_MINUTES,
    Level,
    Standard,
)
from mash.foundation.clock.when import long_date
from mash.ui.fields import DateField, Radios, Ticks

RUNS_ON = "working_hours_on"
UNITS = (
    (Unit.WORKING_HOURS.value, "working hours"),
    (RUNS_ON, "working hours, running on past closing"),
    (Unit.CLOCK_HOURS.value, "hours by day and night"),
    (Unit.WORKING_DAYS.value, "working days, to closing"),
)
BEFORE_THE_DECISION = (Unit.WORKING_DAYS_BEFORE_DECISION.value, "working days before the decision is due")
BY_LEVEL = {
    "decision": "From receipt to the decision",
    "agency": "From asking an agency to its answer",
    "handover": "From sending a handover to its acknowledgement",
}
FOR_ALL = {
    "first_rating": "From receipt to the first rating",
    "tell_referrer": "From the decision to telling the referrer",
    "review_late_answer": "From a late answer to its review",
}
BY_STAGE = {
    "first": "A disagreement, from its opening to the managers' result",
    "second": "A disagreement, from there to the heads of service's result",
    "third": "A disagreement, from there to the partnership's result",
}
NUMBERS = {
    "alert_minutes": ("Minutes in which an alert is to be acknowledged", MOST_ALERT_MINUTES),
    "glass_minutes": ("Minutes for which broken glass stays open", MOST_GLASS_MINUTES),
    "cool_off_days": ("Days for which a closed enquiry can still be read", MOST_COOL_OFF_DAYS),
}
REPEATS = {
    "re_referral_days": ("Days for which an earlier referral is marked", MOST_DAYS),
    "contacts": ("How many contacts escalate concern?", MOST_CONTACTS),
    "contacts_days": ("Within how many days, contacts?", MOST_DAYS),
    "enquirers": ("How many independent enquirers stand out?", MOST_CONTACTS),
    "enquirers_days": ("Within how many days, enquirers?", MOST_DAYS),
}
MONTHS_AHEAD = 18


def day_box() -> DateField:
    """From which day a change holds."""
    return DateField(
        label="From which day?",
        said="The day from which it holds",
        required=False,
        help_text="Leave it empty for now. A later day begins at midnight. Enquiries keep what held when they came.",
    )


class LimitsForm(SetUpForm):
    """Every limit of the standard."""

    def __init__(self, data: Any = None, *, stands: Standards) -> None:
        super().__init__(data, stands=_limits_shown(stands.clock))
        self.stands, self.seen = stands, digest(stands.shown)
        for name, label in BY_LEVEL.items():
            units = [*UNITS, BEFORE_THE_DECISION] if name == "agency" else list(UNITS)
            for level in Level:
                self._limit(f"{name}_{level}", f"{label}: {level}", units)
        for name, label in {**FOR_ALL, **_of_disagreements()}.items():
            self._limit(name, label, list(UNITS))
        for name, (label, most) in (NUMBERS | REPEATS).items():
            message = f"Enter a whole number from 1 to {most}"
            self.fields[name] = forms.IntegerField(
                label=label,
                min_value=1,
                max_value=most,
                widget=forms.TextInput({"class": "govuk-input--width-4", "inputmode": "numeric"}),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), message),
            )
        self.fields["holds_from"] = day_box()

    def _limit(self, name: str, label: str, units: list[tuple[str, str]]) -> None:
        self.fields[f"{name}_amount"] = forms.FloatField(
            label=label,
            widget=forms.TextInput({"class": "govuk-input--width-3", "inputmode": "decimal"}),
            error_messages=dict.fromkeys(("required", "invalid"), f"{label}: enter a number"),
        )
        self.fields[f"{name}_unit"] = forms.ChoiceField(
            label=f"{label}: of what?",
            choices=units,
            error_messages=dict.fromkeys(("required", "invalid_choice"), f"{label}: choose what is counted"),
        )

    def clean(self) -> dict[str, Any]:
        """Each limit by itself, then all together."""
        said = self.cleaned_data
        rules: Rules = {}
        for name in BY_LEVEL:
            rules[name] = {level.value: self._typed(f"{name}_{level}") for level in Level}
        rules |= {name: self._typed(name) for name in FOR_ALL}
        rules["disagreement"] = {stage: self._typed(f"disagreement_{stage}") for stage in BY_STAGE}
        if self.errors:
            return said
        rules |= {name: said[name] for name in NUMBERS} | {"repeats": {name: said[name] for name in REPEATS}}
        before = self.stands.clock.to_json()
        said["change"] = difference({name: before[name] for name in rules}, rules)
        return said

    def _typed(self, name: str) -> Rules:
        amount, unit = self.cleaned_data.get(f"{name}_amount"), self.cleaned_data.get(f"{name}_unit")
        if amount is None or not unit:
            return {}
        try:
            return _limit_of(amount, unit).to_json()
        except ValueError as error:
            self.add_error(f"{name}_amount", str(error))
            return {}

    @property
    def told(self) -> dict[str, Any]:
        """What `set_limits` takes."""
        return _told(self)

    def groups(self) -> list[tuple[str, list[tuple[str, BoundField, BoundField]]]]:
        """The limits with a level each, as the page shows them: (what, [(level, amount, unit)])."""
        return [
            (
                label,
                [(level.title(), self[f"{name}_{level}_amount"], self[f"{name}_{level}_unit"]) for level in Level],
            )
            for name, label in BY_LEVEL.items()
        ]

    def for_all(self) -> list[tuple[str, BoundField, BoundField]]:
        """The limits that are the same at each level: (what, amount, unit)."""
        labels = {**FOR_ALL, **_of_disagreements()}
        return [(label, self[f"{name}_amount"], self[f"{name}_unit"]) for name, label in labels.items()]

    def numbers(self) -> list[BoundField]:
        """The plain numbers."""
        return [self[name] for name in (*NUMBERS, *REPEATS)]


def _of_disagreements() -> dict[str, str]:
    return {f"disagreement_{stage}": label for stage, label in BY_STAGE.items()}


def _limit_of(amount: float, unit: str) -> Limit:
    whole = int(amount) if amount == int(amount) else amount
    return Limit(whole, Unit.WORKING_HOURS, runs_on=True) if unit == RUNS_ON else Limit(whole, Unit(unit))


def _limits_shown(standard: Standard) -> dict[str, Any]:
    limits = {f"{name}_{level}": getattr(standard, name).of(level) for name in BY_LEVEL for level in Level}
    limits |= {name: getattr(standard, name) for name in FOR_ALL}
    limits |= {f"disagreement_{stage}": getattr(standard.disagreement, stage) for stage in BY_STAGE}
    shown: dict[str, Any] = {}
    for name, limit in limits.items():
        shown[f"{name}_amount"] = f"{limit.amount:g}"
        shown[f"{name}_unit"] = RUNS_ON if limit.runs_on else limit.unit.value
    shown |= {name: getattr(standard, name) for name in NUMBERS}
    return shown | {name: getattr(standard.repeats, name) for name in REPEATS}


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
        return _told(self)

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


def _told(form: SetUpForm) -> dict[str, Any]:
    said: Mapping[str, Any] = form.cleaned_data
    return {"change": said["change"], "holds_from": said["holds_from"], "seen": str(form.data.get("seen", ""))}
