"""What is said of an agency."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from mash.desks.setup.agencies.actions import PARTS
from mash.desks.setup.areas.forms import phone_box
from mash.desks.setup.forms import SetUpForm
from mash.foundation.partnership.models import Agency, Area
from mash.ui.fields import LongText, Radios, Ticks


class AgencyForm(SetUpForm):
    """Who it is, and which part it plays."""

    name = forms.CharField(
        label="Name", max_length=80, error_messages={"required": "Enter the agency's name", "max_length": "Shorten it"}
    )
    mark = forms.CharField(
        label="Mark",
        help_text="One to three letters for the strip of marks, such as P for police.",
        max_length=3,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
        error_messages={"required": "Enter two or three letters for it", "max_length": "Shorten it to 3 letters"},
    )
    part = forms.ChoiceField(
        label="What part does it play?",
        choices=PARTS.items(),
        widget=Radios(),
        error_messages={"required": "Choose what part it plays"},
    )
    police = forms.BooleanField(
        label="It is the police: alerted at once when a child may be in danger",
        required=False,
    )
    escalation_contact = forms.CharField(
        label="Who is told when its answer is late?",
        help_text="An office or a name, such as: Safeguarding lead, Westmark Health.",
        max_length=120,
        required=False,
    )
    phone = forms.CharField(label="Telephone", max_length=30, required=False, widget=phone_box())


class NewAgencyForm(AgencyForm):
    """The same, with what it is asked and the areas that it will serve. Later its requests have a page of their own."""

    question = LongText(
        label="What is it asked?",
        help_text="Stands in every request, unless somebody asks otherwise. Empty where nothing is asked.",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )
    sections = forms.MultipleChoiceField(
        label="What does its request carry, besides the story and the household?",
        help_text="The least that it needs to find somebody.",
        choices=Agency.Section.choices,
        widget=Ticks(),
        required=False,
    )

    def __init__(self, data: Any = None, *, areas: Iterable[Area], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["areas"] = forms.MultipleChoiceField(
            label="Which areas does it serve?",
            choices=[(area.slug, area.name) for area in areas],
            widget=Ticks(),
            error_messages={"required": "Choose the areas that it serves"},
        )
        self.order_fields(["name", "mark", "part", "police", "areas", "question", "sections"])


class AreaChoice(SetUpForm):
    """One of some areas."""

    def __init__(self, data: Any = None, *, areas: Iterable[Area], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["area"] = forms.ChoiceField(
            label="Which area?",
            choices=[(area.slug, area.name) for area in areas],
            widget=Radios(),
            error_messages={"required": "Choose the area", "invalid_choice": "Choose one of these areas"},
        )


class WhyForm(SetUpForm):
    """Why something ends."""

    why = LongText(
        label="Why?",
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why", "max_length": "Shorten it to 400 characters"},
    )

    def __init__(self, data: Any = None, *, hint: str = "", **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["why"].help_text = hint
