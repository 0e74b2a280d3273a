"""The forms of the front doors."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from mash.foundation.partnership.models import Area, Concern
from mash.pathway.enquiries.actions.receiving import MOST_NARRATIVE
from mash.pathway.enquiries.described import OLDEST_YEARS
from mash.pathway.enquiries.forms.people import WIDTH_20, closed_up, person_fields, person_told, prefix_of
from mash.pathway.enquiries.models import Enquiry, Origin
from mash.ui.fields import LongText, Radios, Ticks

FEWEST_PEOPLE = 2
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


class FullForm(forms.Form):
    """What a professional tells, or a call handler takes down."""

    area = forms.ChoiceField(
        label="Which area?",
        help_text="Where the child or adult lives, or is now",
        widget=Radios(),
        error_messages={"required": "Choose the area", "invalid_choice": "Choose the area"},
    )
    channel = forms.ChoiceField(
        label="How did it come?",
        choices=[
            (Origin.Channel.PHONE, "By telephone"),
            (Origin.Channel.MAIL, "By e-mail"),
            (Origin.Channel.PUBLIC, "In person"),
        ],
        initial=Origin.Channel.PHONE,
        widget=Radios(inline=True),
        error_messages={"required": "Choose how the enquiry came"},
    )
    referrer_name = short("Name", 120)
    referrer_agency = short("Organisation", 120)
    referrer_job = short("Job", 120)
    referrer_phone = short("Phone number", 30, "Where we can reach you today", PHONE)
    referrer_email = forms.EmailField(
        label="E-mail address",
        required=False,
        widget=forms.EmailInput(attrs=WIDTH_20),
        error_messages={"invalid": "Enter an e-mail address, like name@example.org"},
    )
    withhold = forms.BooleanField(
        label="Do not say who told this",
        help_text="Only the hub's own social workers, practice managers and call handlers will know.",
        required=False,
    )
    anonymous = forms.BooleanField(label="The caller stays anonymous", required=False)
    narrative = story(
        "What is happening?",
        "What was seen or heard, by whom and when; what the child says; what the family knows; what has been tried.",
        rows=10,
    )
    concerns = forms.MultipleChoiceField(
        label="What is the worry about?", help_text="Choose all that apply", widget=Ticks(), required=False
    )
    immediate_danger = forms.ChoiceField(
        label="Is somebody in danger right now?",
        help_text="If so, call 999 first.",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=Radios(inline=True),
        error_messages={"required": "Say whether somebody is in danger right now"},
    )
    child_protection = forms.BooleanField(
        label="A child is suffering, or likely to suffer, significant harm",
        help_text="Practice managers and police see this at once.",
        required=False,
    )
    consent = forms.ChoiceField(
        label="Has the family agreed that you share this?",
        choices=Enquiry.Consent.choices,
        widget=Radios(hints={Enquiry.Consent.NOT_SOUGHT: "For example because asking would put a child at more risk"}),
        error_messages={"required": "Say whether the family agreed, refused, or was not asked"},
    )
    consent_why = LongText(
        label="Why, if they refused or were not asked?",
        required=False,
        max_length=4000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG.format(4000)},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        areas: Sequence[Area],
        people: int = FEWEST_PEOPLE,
        by_the_hub: bool = False,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        if data is not None:
            data, told = closed_up(data, people)
            people = max(told, 1)
        super().__init__(data, initial=dict(initial or {}))
        self.people = people
        for number in range(people):
            for name, field in person_fields().items():
                self.fields[prefix_of(number) + name] = field
        self._offer(areas)
        for name in () if by_the_hub else ("channel", "anonymous"):
            del self.fields[name]
        persons = [prefix_of(number) + name for number in range(people) for name in person_fields()]
        about_the_teller = [name for name in self.fields if name.startswith("referrer_")]
        self.order_fields(["area", "channel", *about_the_teller, "withhold", "anonymous", "narrative", *persons])
        if by_the_hub:  # a caller may not know, and must not be held up
            self.fields["consent"].required = False

    def _offer(self, areas: Sequence[Area]) -> None:
        self._choose("area", [(a.slug, a.name) for a in areas])
        self._choose("concerns", [(c.slug, c.label) for c in Concern.objects.all()])
        if len(areas) == 1:
            self.fields["area"].initial = areas[0].slug

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def told(self) -> dict[str, Any]:
        """As the verb takes it."""
        said = self.cleaned_data
        consent = {"state": said["consent"], "why": said["consent_why"]} if said["consent"] else None
        people = [person_told(said, prefix_of(number)) for number in range(self.people)]
        return {
            "channel": said.get("channel", Origin.Channel.PROFESSIONAL),
            "area": said["area"],
            "narrative": said["narrative"],
            "concerns": said["concerns"],
            "immediate_danger": said["immediate_danger"],
            "child_protection": said["child_protection"],
            "consent": consent,
            "referrer": {
                **{name: said[f"referrer_{name}"] for name in ("name", "agency", "job", "phone", "email")},
                "anonymous": said.get("anonymous", False),
                "withhold_identity": said["withhold"],
            },
            "people": [
                person for person in people if any(value for name, value in person.items() if name != "subject")
            ],
        }


def people_on(request: HttpRequest) -> int:
    """How many people's boxes a form that was sent had."""
    typed = request.POST.get("people", "")
    return min(int(typed[:3]), MOST_PEOPLE) if typed.isascii() and typed.isdigit() else FEWEST_PEOPLE


def as_typed(form: forms.Form) -> dict[str, Any]:
    """What stands in every box of a form that is not sent yet, right or wrong: to draw it once more with more boxes."""
    return {name: form[name].data for name in form.fields}
