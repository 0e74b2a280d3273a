"""The parts in which somebody tells: who they are, the worry, care for an adult, what has been tried."""

from __future__ import annotations

from typing import Any

from django import forms

from mash.pathway.enquiries.adults import AT_RISK
from mash.pathway.enquiries.forms.people import WIDTH_20
from mash.pathway.enquiries.forms.telling import PHONE, TOO_LONG, care_question, choice, short, story
from mash.pathway.enquiries.particulars.care import QUESTIONS
from mash.pathway.enquiries.particulars.models import Particulars
from mash.pathway.enquiries.professional.forms.part import PartForm, long
from mash.ui.fields import Ticks


class YouForm(PartForm):
    """Who tells it, and how the hub reaches them."""

    referrer_name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs=WIDTH_20),
        error_messages={"required": "Enter your name", "max_length": TOO_LONG.format(120)},
    )
    referrer_agency = forms.CharField(
        label="Your organisation",
        max_length=120,
        widget=forms.TextInput(attrs=WIDTH_20),
        error_messages={"required": "Enter your organisation", "max_length": TOO_LONG.format(120)},
    )
    referrer_job = short("Your job", 120)
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

    def told(self) -> dict[str, Any]:
        """The referrer."""
        said = self.cleaned_data
        names = ("name", "agency", "job", "phone", "email")
        who = {name: said[f"referrer_{name}"] for name in names}
        return {"referrer": {**who, "withhold_identity": said["withhold"]}}


class WorryForm(PartForm):
    """What is worrying."""

    concerns = forms.MultipleChoiceField(
        label="What is the worry about?",
        help_text="Choose all that apply",
        widget=Ticks(),
        error_messages={
            "required": "Choose what the worry is about",
            "invalid_choice": "Choose concerns from the list",
        },
    )
    seen_or_reported = choice(
        "Did you see it yourself, or were you told?",
        Particulars.Seen.choices,
        required="Say whether you saw it yourself or were told",
    )
    narrative = story(
        "What is worrying you?",
        "What was seen or heard, by whom and when, and what it means for the child or adult.",
        rows=10,
    )
    childs_words = long(
        "What did the child or adult say, in their own words?",
        "Put down what you asked before it. Leave it empty if you have not heard them: do not question a child for us.",
    )

    def prepare(self, stored: Any, *, more: bool) -> None:
        """The concerns that this hub knows."""
        self.choose("concerns", [one for one in self.known.concerns if one[0] != AT_RISK])

    def told(self) -> dict[str, Any]:
        """The story."""
        said = self.cleaned_data
        return {
            "narrative": said["narrative"],
            "concerns": said["concerns"],
            "particulars": {name: said[name] for name in ("seen_or_reported", "childs_words")},
        }


class CareForm(PartForm):
    """The three questions of the Care Act 2014, section 42, each by itself."""

    particulars = tuple(QUESTIONS)

    needs_care = care_question("needs_care", required=True)
    at_risk = care_question("at_risk", required=True)
    cannot_protect = care_question("cannot_protect", required=True)


class TriedForm(PartForm):
    """What has been tried, and what is strong."""

    particulars = ("tried", "strengths")

    tried = long("What has been tried so far?", "By you or by others, and what came of it")
    strengths = long("What is strong in this family?", "Who or what keeps the child or adult safer")
