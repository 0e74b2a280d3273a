"""What is typed on the register's own pages."""

from __future__ import annotations

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
