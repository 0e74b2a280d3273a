"""What is said of an agreement."""

from __future__ import annotations

from django import forms

from mash.desks.setup.forms import SetUpForm
from mash.ui.fields import DateField


class SignForm(SetUpForm):
    """Who signed, when, and until when it holds."""

    signed_by = forms.CharField(
        label="Who signed for the agency?",
        help_text="Name and office.",
        max_length=200,
        error_messages={"required": "Enter who signed for the agency", "max_length": "Shorten it to 200 characters"},
    )
    countersigned_by = forms.CharField(
        label="Who signed for the hub?",
        help_text="Name and office.",
        max_length=200,
        error_messages={"required": "Enter who signed for the hub", "max_length": "Shorten it to 200 characters"},
    )
    signed_on = DateField(
        label="Holds from", said="The first day", error_messages={"required": "Enter the day from which it holds"}
    )
    ends_on = DateField(
        label="Holds until and with",
        help_text="Empty when it holds until one side ends it.",
        said="The last day",
        required=False,
    )
