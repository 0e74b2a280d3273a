"""What is typed about two records that may be one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from mash.ui.fields import LongText, Radios

CHOOSE = {"required": "Choose one of these", "invalid_choice": "Choose one of these"}
APART, CONFIRM, REFUSE, BACK = "apart", "confirm", "refuse", "back"


class PairForm(forms.Form):
    """What somebody says of two records, and why. Which answers there are depends on where the pair stands.

    `seen` is where it stood when the page was opened.
    """

    answer = forms.ChoiceField(label="What do you find?", widget=Radios(), error_messages=CHOOSE)
    why = LongText(
        label="What shows it?",
        help_text="Whoever decides reads this, and whoever looks at these records later.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"max_length": "Shorten it to 4,000 characters"},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        choices: Sequence[tuple[str, str]],
        question: str,
        seen: str,
        waits: bool,
    ) -> None:
        """`choices` are what one may say now; `seen` is where the pair stands; `waits`: whether a proposal does."""
        super().__init__(data, initial={"seen": seen})
        self.stands = seen
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["answer"].label = question
        if waits:
            self.fields["why"].label = "Why not, if you do not confirm it?"
            self.fields["why"].help_text = "Whoever proposed it reads this, and whoever looks at these records later."

    def clean(self) -> dict[str, Any]:
        """What was said of something that has changed since is not taken."""
        cleaned = super().clean() or {}
        if cleaned.get("seen") != self.stands:
            self.add_error(
                "answer", "Somebody has answered or proposed something since you opened this page. Look again"
            )
        return cleaned
