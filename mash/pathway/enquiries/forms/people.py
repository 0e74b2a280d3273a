"""The boxes for one person, alone or several times on a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from mash.pathway.enquiries.models import Living
from mash.ui.fields import PARTS, DateField, Radios

WIDTH_2 = {"class": "govuk-input--width-2"}
WIDTH_10 = {"class": "govuk-input--width-10"}
WIDTH_20 = {"class": "govuk-input--width-20"}
SEXES = [("", "Not said"), ("female", "Female"), ("male", "Male"), ("other", "Another, or not known")]
HERE, ELSEWHERE, LEFT = Living.Where.values
LIVES = [(HERE, "Yes"), (ELSEWHERE, "Somewhere else"), (LEFT, "They used to")]

FIRST = ("given", "family", "age", "dob", "role", "subject")
STAYS = ("lives", "lives_since", "lives_until")
LIVING = (*STAYS, "address", "postcode", "address_protected", "school")
MORE = ("due_date", "middle", "also_known_as", "sex", "phone", "email", "gp", "nhs_number", "upn", "uprn")
OF_THE_HUB = ("uprn",)
"""What only the hub is asked of somebody."""
EVERYTHING = (*FIRST, *LIVING, *MORE)
TICKS = ("subject", "address_protected", "lives")
"""What is ticked or chosen of somebody, and alone tells of nobody."""
CARRIED = ("as",)
"""What goes along with a person and says nothing about them."""
DATES = ("dob", "due_date", "lives_since", "lives_until")


def person_fields() -> dict[str, forms.Field]:
    """Fresh fields for one person; none is required, because whoever tells may not know."""
    return {
        "given": _text("First name, or what they are called", 120, WIDTH_20),
        "family": _text("Last name", 120, WIDTH_20),
        "age": _text("Age in years", 40, {**WIDTH_2, "inputmode": "numeric"}, "A guess is fine"),
        "dob": DateField(label="Date of birth", required=False),
        "role": _text(
            "Who they are in the household", 60, WIDTH_20, "For example child, mother, partner of mother, lodger"
        ),
        "subject": forms.BooleanField(label="The worry is about this person", required=False),
        "lives": forms.ChoiceField(
            label="Do they live with the child or adult?",
            choices=LIVES,
            required=False,
            widget=Radios(),
            error_messages={"invalid_choice": "Choose whether they live there"},
        ),
        "lives_since": DateField(
            label="Since when, if you know the day", said="The day since when they live there", required=False
        ),
        "lives_until": DateField(
            label="Until when, if you know the day", said="The day until when they lived there", required=False
        ),
        "address": _text("Address, or where they can be found", 250),
        "postcode": _text("Postcode", 20, WIDTH_10),
        "address_protected": forms.BooleanField(
            label="This address must be kept secret",
            help_text="For example a refuge. Few people will see it, or the school and GP.",
            required=False,
        ),
        "school": _text("School or nursery", 160, WIDTH_20),
        "due_date": DateField(
            label="For an unborn baby: when it is due", said="The date when the baby is due", required=False
        ),
        "middle": _text("Middle names", 120, WIDTH_20),
        "also_known_as": _text("Other names", 1000, {}, "Separate them with commas"),
        "sex": forms.ChoiceField(label="Sex", choices=SEXES, required=False),
        "phone": _text("Phone number", 30, WIDTH_20),
        "email": _text("E-mail address", 254, WIDTH_20),
        "gp": _text("GP or GP practice", 160, WIDTH_20),
        "nhs_number": _text("NHS number", 40, WIDTH_20, "If its check digit is wrong it is kept as you type it"),
        "upn": _text("Unique pupil number", 40, WIDTH_20),
        "uprn": _text("Number of the property (UPRN)", 20, WIDTH_20, "From the address register, if you have it"),
    }


def person_told(cleaned: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """One person as the verbs take them."""
    told = {name: cleaned.get(prefix + name) for name in EVERYTHING}
    told["also_known_as"] = [name.strip() for name in (told["also_known_as"] or "").split(",") if name.strip()]
    return told


def as_chosen(told: Mapping[str, Any]) -> dict[str, Any]:
    """One person as told by a form that shows each date only under the answer to which it belongs.

    What was typed under an answer that was not given in the end stands hidden there, and is not told.
    """
    since = told["lives_since"] if told["lives"] != ELSEWHERE else None
    until = told["lives_until"] if told["lives"] in (LEFT, "") else None
    return {**told, "lives_since": since, "lives_until": until}


def prefix_of(number: int) -> str:
    """How the boxes of the n-th person begin, and the errors that the verbs find in them."""
    return f"people_{number}_"


def closed_up(data: QueryDict, count: int) -> tuple[QueryDict, int]:
    """What was typed without the persons of whom nothing was, so that the first one is number 0; and how many stay."""
    data = data.copy()
    taken = [_take(data, prefix_of(number)) for number in range(count)]
    kept = [typed for typed in taken if any(_says_something(name, values) for name, values in typed.items())]
    for number, typed in enumerate(kept):
        for name, values in typed.items():
            data.setlist(prefix_of(number) + name, values)
    return data, len(kept)


def _take(data: QueryDict, prefix: str) -> dict[str, list[str]]:
    names = [*EVERYTHING, *TICKS, *CARRIED, *(f"{date}_{part}" for date in DATES for part in PARTS)]
    found = {name: data.getlist(prefix + name) for name in names if prefix + name in data}
    for name in found:
        del data[prefix + name]
    return found


def _says_something(name: str, values: list[str]) -> bool:
    return name not in (*TICKS, *CARRIED) and any(value.strip() for value in values)


def _text(label: str, most: int, attrs: Mapping[str, str] | None = None, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=most,
        strip=False,
        widget=forms.TextInput(attrs=dict(attrs or {})),
        error_messages={"max_length": f"Shorten it to {most:,} characters"},
    )
