"""What an agency types about its items."""

from __future__ import annotations

from django import forms

from mash.pathway.intelligence.models import Handling
from mash.ui.fields import LongText, Radios

HANDLING = Handling.choices
HANDLING_HINTS = {
    "open": "Read by the hub's social workers and practice managers and by other agencies asked; may go to a team.",
    "restricted": "Read by the hub's social workers and practice managers. You are asked before it goes to anybody.",
    "sealed": "Read by practice managers and the social worker who rated. May inform the decision; never leaves.",
}


class CorrectForm(forms.Form):
    """A new version of an item."""

    text = LongText(
        label="What is known?",
        max_length=4000,
        error_messages={"required": "Say what is known", "max_length": "Shorten it to 4,000 characters"},
    )
    handling = forms.ChoiceField(
        label="What may be done with it?",
        choices=HANDLING,
        widget=Radios(hints=HANDLING_HINTS),
        error_messages={"required": "Choose open, restricted or sealed"},
    )
    conditions = forms.CharField(
        label="Conditions",
        required=False,
        max_length=4000,
        error_messages={"max_length": "Shorten it to 4,000 characters"},
    )
    why = LongText(
        label="Why do you correct it?",
        help_text="It stands beside the old version, which stays for those who may read it.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "2"}),
        error_messages={"required": "Say why you correct it", "max_length": "Shorten it to 4,000 characters"},
    )
