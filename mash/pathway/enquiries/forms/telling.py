"""What the forms of the front doors share: their boxes, and how an age is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from mash.pathway.enquiries.actions.told import MOST_NARRATIVE
from mash.pathway.enquiries.described import OLDEST_YEARS
from mash.pathway.enquiries.forms.people import WIDTH_20
from mash.pathway.enquiries.particulars.care import ANSWERS, QUESTIONS
from mash.ui.fields import LongText, Radios

MOST_PEOPLE = 30
PHONE = {**WIDTH_20, "inputmode": "tel"}
NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
TOO_LONG = "Shorten it to {:,} characters"


def short(label: str, most: int, hint: str = "", attrs: Mapping[str, str] | None = None) -> forms.CharField:
    """A box for a few words that may stay empty."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=most,
        strip=False,
        widget=forms.TextInput(attrs=dict(WIDTH_20 if attrs is None else attrs)),
        error_messages={"max_length": TOO_LONG.format(most)},
    )


def story(label: str, hint: str, rows: int = 8) -> LongText:
    """The box for what is happening: kept as it was said."""
    return LongText(
        label=label,
        help_text=hint,
        max_length=MOST_NARRATIVE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": "Say what is happening. A few words are enough",
            "max_length": TOO_LONG.format(MOST_NARRATIVE),
        },
    )


def choice(
    label: str,
    choices: Sequence[tuple[str, str]] = (),
    *,
    required: str = "",
    hint: str = "",
    hints: Mapping[str, str] | None = None,
    inline: bool = False,
) -> forms.ChoiceField:
    """Radio buttons; `required` is what to say when none was chosen."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=list(choices),
        required=bool(required),
        widget=Radios(inline=inline, hints=hints or {}),
        error_messages={"required": required, "invalid_choice": required or "Choose one of these"},
    )


def care_question(name: str, *, required: bool = False) -> forms.ChoiceField:
    """One of the three questions of the Care Act, by its name; that it is not known is an answer."""
    asked = QUESTIONS[name]
    return choice(asked.text, ANSWERS, required=asked.missing if required else "", hint=asked.hint, inline=True)


def age_told(words: str) -> tuple[str, str]:
    """An age as people say it, in whole years; and what they said where no age can be read from it.

    `about 6`, `six`, `6 or 7` (the first), `14yrs`. Months and weeks are under one.
    """
    said = words.strip().lower()
    number = next(iter(re.findall(r"\d{1,3}", said)), "")
    spoken = next((str(n) for n, name in enumerate(NUMBERS) if re.search(rf"\b{name}\b", said)), "")
    if re.search(r"(months?|weeks?|days?|newborn)\b", said) and not re.search(r"(years?|yrs?)\b", said):
        return "0", ""
    years = number or spoken
    return (years, "") if years and int(years) <= OLDEST_YEARS else ("", words.strip())


def as_typed(form: forms.Form) -> dict[str, Any]:
    """What stands in every box of a form that is not sent yet, right or wrong: to draw it once more with more boxes."""
    return {name: form[name].data for name in form.fields}
