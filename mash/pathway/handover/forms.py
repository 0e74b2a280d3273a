"""What is typed about what leaves the hub, and what people are told about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from mash.foundation.partnership.models import Team
from mash.ui.fields import LongText, Radios

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


class FeedbackForm(forms.Form):
    """What the referrer is told."""

    text = LongText(
        label="What is the referrer told?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "5"}),
        error_messages={"required": "Write what the referrer is told", **TOO_LONG},
    )
