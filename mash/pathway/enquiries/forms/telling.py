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
from mash.pathway.enquiries.forms.people import WIDTH_10, WIDTH_20, closed_up, person_fields, person_told, prefix_of
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


class PublicForm(forms.Form):
    """What somebody without an account tells: nothing is asked that a frightened neighbour may not know."""

    narrative = story("What is happening?", "Use your own words. What did you see or hear, and when?")
    given = short("First name, or what you call them", 120)
    family = short("Last name, if you know it", 120)
    age = short("How old are they?", 40, "A guess is fine", WIDTH_10)
    address = short("Where do they live, or where are they now?", 250, "An address, a street or a place", {})
    danger = forms.ChoiceField(
        label="Are they in danger right now?",
        help_text="If they are, call 999 first.",
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "I don't know")],
        widget=Radios(),
        required=False,
    )
    safe_contact = short(
        "Is it safe to contact you, and how?",
        250,
        "Only if you want to hear from us. For example: text me, never ring in the evening",
        {},
    )
    name = short("Your name, if you want to give it", 120)
    phone = short("Your phone number, if it is safe", 30, "", PHONE)
    say_who = forms.ChoiceField(
        label="May we say who told us?",
        help_text="If you do not answer, we will not say.",
        choices=[("no", "No, keep my name to yourselves"), ("yes", "Yes, you may")],
        widget=Radios(),
        required=False,
    )

    field_of = {
        "people_0_given": "given",
        "people_0_family": "family",
        "people_0_age": "age",
        "people_0_address": "address",
    }

    def told(self) -> dict[str, Any]:
        """As the verb takes it. Who gives no name stays anonymous."""
        said = self.cleaned_data
        who = {name: said[name] for name in ("given", "family", "address")}
        years, unread = age_told(said["age"])
        return {
            "narrative": "\n\n".join([said["narrative"], *([f"How old: {unread}"] if unread else [])]),
            "immediate_danger": said["danger"],
            "people": [{**who, "age": years, "subject": True}] if years or any(who.values()) else [],
            "referrer": {
                "name": said["name"],
                "phone": said["phone"],
                "safe_contact": said["safe_contact"],
                "anonymous": not said["name"].strip(),
                "withhold_identity": said["say_who"] != "yes",
            },
        }

    def add_error(self, field: str | None, error: Any) -> None:
        """Put what the verb found in a person beside the box that this form has for it."""
        super().add_error(self.field_of.get(field or "", field), error)


class FullForm(forms.Form):
    """What a professional tells."""

    area = forms.ChoiceField(
        label="Which area?",
        help_text="Where the child or adult lives, or is now",
        widget=Radios(),
        error_messages={"required": "Choose the area", "invalid_choice": "Choose the area"},
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
        persons = [prefix_of(number) + name for number in range(people) for name in person_fields()]
        about_the_teller = [name for name in self.fields if name.startswith("referrer_")]
        self.order_fields(["area", *about_the_teller, "withhold", "narrative", *persons])

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
        consent = {"state": said["consent"], "why": said["consent_why"]}
        people = [person_told(said, prefix_of(number)) for number in range(self.people)]
        return {
            "channel": Origin.Channel.PROFESSIONAL,
            "area": said["area"],
            "narrative": said["narrative"],
            "concerns": said["concerns"],
            "immediate_danger": said["immediate_danger"],
            "child_protection": said["child_protection"],
            "consent": consent,
            "referrer": {
                **{name: said[f"referrer_{name}"] for name in ("name", "agency", "job", "phone", "email")},
                "anonymous": False,
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
