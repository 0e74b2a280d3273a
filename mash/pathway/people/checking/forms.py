"""What a checker types of those for whom they ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from mash.pathway.people.checking.actions import LENGTHS, LONGEST_CASE, MOST, prefix_of
from mash.pathway.people.checking.reasons import Why
from mash.ui.fields import DateField, Radios

CHOOSE = "Choose why you ask"
NARROW = {"class": "govuk-input--width-10"}
WIDE = {"class": "govuk-input--width-20"}
NAMES = (*LENGTHS, "born")


class CheckForm(forms.Form):
    """Why somebody asks, and up to ten people."""

    why = forms.ChoiceField(
        label="Why do you ask?",
        choices=Why.choices,
        widget=Radios(),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    case = forms.CharField(
        label="Your case number, if there is one",
        help_text="The record of checks keeps a mark of it: who knows the number can find this check, nobody reads it.",
        required=False,
        max_length=LONGEST_CASE,
        widget=forms.TextInput(attrs=WIDE),
        error_messages={"max_length": f"Shorten it to {LONGEST_CASE} characters"},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, count: int = 1, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.count = count
        for number in range(count):
            for name, field in _person_fields().items():
                self.fields[prefix_of(number) + name] = field

    @property
    def people(self) -> Iterator[dict[str, BoundField]]:
        """The boxes of each person, by name."""
        return ({name: self[prefix_of(number) + name] for name in NAMES} for number in range(self.count))

    @property
    def told(self) -> list[dict[str, Any]]:
        """Each person as the verb takes them."""
        return [
            {name: self.cleaned_data.get(prefix_of(number) + name) for name in NAMES} for number in range(self.count)
        ]

    @property
    def is_too_long(self) -> bool:
        """Whether more was typed into a box than it takes."""
        return any(one.code == "max_length" for errors in self.errors.as_data().values() for one in errors)

    def with_one_more(self) -> CheckForm:
        """The same form with what was typed so far, right or wrong, and boxes for one more person."""
        typed = {name: bound.data for name in self.fields if (bound := self[name])}
        return CheckForm(count=min(self.count + 1, MOST), initial=typed)


def count_in(typed: Mapping[str, Any]) -> int:
    """For how many people there were boxes."""
    number = str(typed.get("count", ""))
    return max(1, min(int(number), MOST)) if number.isascii() and number.isdigit() and len(number) <= 2 else 1


def _person_fields() -> dict[str, forms.Field]:
    return {
        "given": _text("Given names", "given", WIDE, required="Enter their given names"),
        "family": _text("Family name", "family", WIDE, required="Enter their family name"),
        "born": DateField(
            label="Date of birth",
            error_messages={"required": "Enter their date of birth: somebody else may bear the same name"},
        ),
        "former": _text("A former name, if you know one", "former", WIDE, "For example a family name before marriage"),
        "nhs_number": _text("NHS number, if you know it", "nhs_number", NARROW),
        "address": _text("An address of theirs, present or past, if you know one", "address", {}),
        "postcode": _text("Its postcode", "postcode", NARROW),
    }


def _text(label: str, name: str, attrs: Mapping[str, str], hint: str = "", *, required: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(required),
        max_length=LENGTHS[name],
        widget=forms.TextInput(attrs=dict(attrs)),
        error_messages={"required": required, "max_length": f"Shorten it to {LENGTHS[name]} characters"},
    )
