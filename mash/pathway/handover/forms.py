"""What is typed about what leaves the hub, and what people are told about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms

from mash.foundation.access.verbs import Invalid
from mash.foundation.clock.london import in_london, moment_of
from mash.foundation.partnership.models import Team
from mash.pathway.enquiries.forms.authorities import AuthorityField
from mash.ui.fields import DateField, LongText, Radios

TOO_LONG = {"max_length": "Shorten it to 4,000 characters"}


def brief(label: str, *, required: str = "", hint: str = "", rows: int = 2) -> LongText:
    """A few lines of text."""
    return LongText(
        label=label,
        help_text=hint,
        max_length=4000,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": str(rows)}),
        error_messages={"required": required, **TOO_LONG},
    )


class AskForm(forms.Form):
    """Asking an item's owner."""

    team = forms.ChoiceField(
        label="Which team is it for?", error_messages={"required": "Choose one of this area's teams"}
    )
    purpose = brief(
        "What does the team need it for?",
        required="Say what the team needs it for",
        hint="The item's owner reads this, and decides by it.",
    )

    def __init__(self, data: Mapping[str, Any] | None, *, teams: Iterable[Team], **rest: Any) -> None:
        super().__init__(data, **rest)
        self.fields["team"].choices = [  # type: ignore[attr-defined]  # a choice field, made above
            ("", "Choose a team"),
            *((team.slug, team.name) for team in teams),
        ]


class PermissionForm(forms.Form):
    """What an item's owner says."""

    answer = forms.ChoiceField(
        label="May it go?",
        choices=[("agree", "Yes, as it is"), ("gist", "A gist may go in its place"), ("refuse", "No")],
        widget=Radios(hints={"gist": "You write what the team reads. The item itself stays in the hub."}),
        error_messages={"required": "Choose whether it may go"},
    )
    gist = brief("The gist", hint="The team reads exactly this. It is labelled as the item is.", rows=3)
    why = brief("Why not?", hint="The hub's practice managers and social workers read this.")

    def clean(self) -> dict[str, Any] | None:
        """A gist needs its words."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == "gist" and not cleaned.get("gist", "").strip():
            self.add_error("gist", "Write what the team may read")
        return cleaned


class WhyForm(forms.Form):
    """A reason for withdrawing a release."""

    why = brief("Why is it withdrawn?", required="Say why it is withdrawn")


class KeepForm(forms.Form):
    """A reason for letting something stay in a release."""

    why = brief("Why may it stay?", required="Say why these words may stay")


class MarksForm(forms.Form):
    """What the second person marks before seeing what the first one cleared."""

    marks = brief(
        "What would you not send?",
        hint="Write it down now, or leave it empty. Only then do you see what was found, and what was cleared and why.",
        rows=3,
    )


class ReturnForm(forms.Form):
    """Why a team sends a handover back."""

    why = brief("Why do you return it?", required="Say why you return it", hint="The hub reads this.")


class MomentForm(forms.Form):
    """A day and a time of it."""

    day = DateField(label="When?", said="The day", error_messages={"required": "Give the day"})
    clock = forms.TimeField(
        label="At what time?",
        help_text="For example, 15:30",
        input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I%p"],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={"required": "Give the time", "invalid": "Give the time like 15:30"},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, now: datetime, **initial: str) -> None:
        """Now, unless something else is typed."""
        then = in_london(now)
        super().__init__(data, initial={"day": then.date(), "clock": f"{then:%H:%M}", **initial})

    def moment(self) -> datetime:
        """The moment that was typed."""
        return moment_of(self.cleaned_data["day"], self.cleaned_data["clock"])

    def complain(self, invalid: Invalid, *, of: str) -> None:
        """Put what a verb found beside its box; `of` is what the verb calls the moment."""
        for name, message in invalid.errors.items():
            field = "day" if name == of else name
            self.add_error(field if field in self.fields else None, message)


class ElsewhereForm(MomentForm):
    """What was sent to an authority outside this hub."""

    authority = AuthorityField("Which council was it sent to?")
    other = forms.CharField(
        label="Or which authority, outside England?",
        required=False,
        max_length=160,
        error_messages={"max_length": "Shorten it to 160 characters"},
    )
    how = forms.CharField(
        label="How, and to whom there?",
        help_text="For example, by secure e-mail to their front door, and rung through to the duty manager",
        max_length=250,
        error_messages={
            "required": "Say how it was sent, and to whom there",
            "max_length": "Shorten it to 250 characters",
        },
    )
    field_order = ("authority", "other", "day", "clock", "how")

    def clean(self) -> dict[str, Any]:
        """One of the two says where it went."""
        said = super().clean() or self.cleaned_data
        if "authority" in said and not (said["authority"] or said.get("other", "").strip()):
            self.add_error("authority", "Choose the council that it was sent to")
        return said


class HasItForm(MomentForm):
    """That an authority outside this hub has what was sent."""

    there = forms.CharField(
        label="Who there said so?",
        max_length=160,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        error_messages={"required": "Say who there has it", "max_length": "Shorten it to 160 characters"},
    )
    field_order = ("there", "day", "clock")


class FeedbackForm(forms.Form):
    """What the referrer is told."""

    text = LongText(
        label="What is the referrer told?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "5"}),
        error_messages={"required": "Write what the referrer is told", **TOO_LONG},
    )
