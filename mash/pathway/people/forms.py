"""What is typed on the register's own pages."""

from __future__ import annotations

import re

from django import forms

from mash.ui.fields import DateField


class DiedForm(forms.Form):
    """On which day somebody died."""

    died = DateField(
        label="On which day did they die?",
        said="The day of death",
        required=False,
        help_text="Leave it empty if they are alive and it was said in error. Whoever reads this person sees it.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class DoorForm(forms.Form):
    """Which door of a street, where more people live in it than a page shows."""

    number = forms.CharField(
        label="House number",
        help_text="Such as 14 or 14a. Shows everybody at that door",
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={"max_length": "Enter a house number, such as 14 or 14a"},
    )

    def clean_number(self) -> str:
        """`14A`, written together and small; nothing else is a house number."""
        number = "".join(self.cleaned_data["number"].split()).lower()
        if number and not re.fullmatch(r"\d{1,5}[a-z]?", number, re.ASCII):
            raise forms.ValidationError("Enter a house number, such as 14 or 14a")
        return number
