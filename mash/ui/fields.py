"""Form fields and widgets that GOV.UK Frontend has and Django has not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
EARLIEST_YEAR = 1900
LATEST_YEAR = 2100


class Radios(forms.RadioSelect):
    """Radio buttons whose choices may each carry a hint: `hints={"restricted": "Its owner is asked first"}`."""

    def __init__(
        self,
        attrs: Mapping[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, str] | None = None,
        inline: bool = False,
    ) -> None:
        super().__init__(dict(attrs or {}), choices)
        self.hints = dict(hints or {})
        self.inline = inline


class Ticks(forms.CheckboxSelectMultiple):
    """Checkboxes whose choices may each carry a hint. `nobody` is the choice that rules out all others."""

    def __init__(
        self,
        attrs: Mapping[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, str] | None = None,
        nobody: str = "",
    ) -> None:
        super().__init__(dict(attrs or {}), choices)
        self.hints = dict(hints or {})
        self.nobody = nobody


class Choose(forms.Select):
    """One of a long list: chosen by typing where the page loads `ui.choosing()` and scripts run, else as a list.

    What was typed and is none of them comes along, so that it can be said and stands there again.
    """

    def __init__(self, attrs: Mapping[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-choose": "", **(attrs or {})}, choices)

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> Any:  # as Django's own
        """What was chosen, else what was typed."""
        return data.get(name) or data.get(f"{name}_typed")


class LongText(forms.CharField):
    """Free text of several lines, with a character count. Line ends count once, as the browser's counter has it.

    NUL, which no keyboard has and the database refuses, is left out.
    """

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """The text with its line ends as a single character each."""
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\x00", "")


class DateInput(forms.Widget):
    """Three boxes for day, month and year. Its value is what stands in them, right or wrong."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> tuple[str, str, str] | None:
        """What was typed; none when nothing was. A whole date pasted into the first box is spread over all three."""
        if all(f"{name}_{part}" not in data for part in PARTS):
            return None
        day, month, year = (str(data.get(f"{name}_{part}", "")).strip() for part in PARTS)
        pasted = day.replace("/", " ").replace(".", " ").replace("-", " ").split()
        if len(pasted) > 1 and not month and not year:
            day, month, year = (*pasted, "", "")[:3]
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        """Whether the form that was sent had no such boxes at all."""
        return all(f"{name}_{part}" not in data for part in PARTS)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The first box."""
        return f"{id_}_day" if id_ else ""


class DateField(forms.Field):
    """A date typed in three boxes. Months may be words; what is wrong is said about the box that it is wrong in.

    Args:
        said: the field at the start of a sentence, 'Date of birth'; its label unless given.
    """

    widget = DateInput
    default_error_messages = {"required": "Enter a date"}

    def __init__(self, *, said: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.said = said or str(self.label or "Date").rstrip("?")

    def to_python(self, value: date | Sequence[str] | None) -> date | None:
        """The date.

        Raises:
            ValidationError: with the code of the box that is wrong (`day`, `month`, `year`), or `whole`.
        """
        if value is None or isinstance(value, date):
            return value
        typed = dict(zip(PARTS, value, strict=True))
        if not any(typed.values()):
            return None
        if missing := [part for part in PARTS if not typed[part]]:
            raise ValidationError(f"{self.said} must include a {' and '.join(missing)}", code=missing[0])
        day, month, year = _number(typed["day"]), _month(typed["month"]), _number(typed["year"])
        if day is None or not 1 <= day <= 31:
            raise ValidationError(f"{self.said}: the day must be a number from 1 to 31", code="day")
        if month is None:
            raise ValidationError(f"{self.said}: the month must be a number from 1 to 12", code="month")
        if year is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise ValidationError(f"{self.said}: the year must have 4 numbers, like 2019", code="year")
        try:
            return date(year, month, day)
        except ValueError:
            raise ValidationError(
                f"{self.said} must be a real date: there is no {day} {MONTHS[month - 1].title()} {year}", code="whole"
            ) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another date was typed than the one shown; what cannot be read counts as another."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


def typed_parts(value: date | Sequence[str] | None) -> tuple[str, str, str]:
    """What stands in the three boxes for a date, for what was typed, or for nothing."""
    match value:
        case None | "":
            return "", "", ""
        case date():
            return str(value.day), str(value.month), str(value.year)
        case _:
            day, month, year = value
            return day, month, year


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else None


def _month(typed: str) -> int | None:
    number = _number(typed)
    if number is not None:
        return number if 1 <= number <= 12 else None
    word = typed[:3].lower()
    return MONTHS.index(word) + 1 if word in MONTHS else None
