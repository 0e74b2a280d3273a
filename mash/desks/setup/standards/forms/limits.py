"""Every limit of a standard, as administrators type it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from mash.desks.setup.forms import SetUpForm
from mash.desks.setup.standards.actions import Standards
from mash.desks.setup.standards.forms.days import day_box, told_from_a_day
from mash.desks.setup.standards.rules import Rules, difference
from mash.desks.setup.verbs import digest
from mash.foundation.clock.limits import Limit, Unit
from mash.foundation.clock.repeats import MOST_CONTACTS, MOST_DAYS
from mash.foundation.clock.standard import (
    MOST_ALERT_MINUTES,
    MOST_COOL_OFF_DAYS,
    MOST_GLASS_MINUTES,
    Level,
    Standard,
)

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
STAGES = {
    "first": "A disagreement, from its opening to the managers' result",
    "second": "A disagreement, from there to the heads of service's result",
    "third": "A disagreement, from there to the partnership's result",
}
ALIKE = FOR_ALL | {f"disagreement_{stage}": label for stage, label in STAGES.items()}
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


class LimitsForm(SetUpForm):
    """Every limit of the standard."""

    def __init__(self, data: Any = None, *, stands: Standards) -> None:
        super().__init__(data, stands=_limits_shown(stands.clock))
        self.stands, self.seen = stands, digest(stands.shown)
        for name, label in BY_LEVEL.items():
            units = [*UNITS, BEFORE_THE_DECISION] if name == "agency" else list(UNITS)
            for level in Level:
                self._limit(f"{name}_{level}", f"{label}: {level}", units)
        for name, label in ALIKE.items():
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
        rules["disagreement"] = {stage: self._typed(f"disagreement_{stage}") for stage in STAGES}
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
        return told_from_a_day(self)

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
        return [(label, self[f"{name}_amount"], self[f"{name}_unit"]) for name, label in ALIKE.items()]

    def numbers(self) -> list[BoundField]:
        """The plain numbers."""
        return [self[name] for name in (*NUMBERS, *REPEATS)]


def _limit_of(amount: float, unit: str) -> Limit:
    whole = int(amount) if amount == int(amount) else amount
    return Limit(whole, Unit.WORKING_HOURS, runs_on=True) if unit == RUNS_ON else Limit(whole, Unit(unit))


def _limits_shown(standard: Standard) -> dict[str, Any]:
    limits = {f"{name}_{level}": getattr(standard, name).of(level) for name in BY_LEVEL for level in Level}
    limits |= {name: getattr(standard, name) for name in FOR_ALL}
    limits |= {f"disagreement_{stage}": getattr(standard.disagreement, stage) for stage in STAGES}
    shown: dict[str, Any] = {}
    for name, limit in limits.items():
        shown[f"{name}_amount"] = f"{limit.amount:g}"
        shown[f"{name}_unit"] = RUNS_ON if limit.runs_on else limit.unit.value
    shown |= {name: getattr(standard, name) for name in NUMBERS}
    return shown | {name: getattr(standard.repeats, name) for name in REPEATS}
