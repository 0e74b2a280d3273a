"""What an area says of itself."""

from __future__ import annotations

from typing import Any

from django import forms

from mash.desks.setup.forms import SetUpForm
from mash.foundation.partnership.basis import LAWFUL_BASIS
from mash.ui.fields import LongText


def phone_box() -> forms.TextInput:
    """A box for a telephone number."""
    return forms.TextInput({"class": "govuk-input--width-20", "inputmode": "tel", "autocomplete": "off"})


class AreaForm(SetUpForm):
    """Everything that is not a rule."""

    name = forms.CharField(
        label="Name",
        help_text="As the public knows it: the name of the local authority.",
        max_length=80,
        error_messages={"required": "Enter the area's name", "max_length": "Shorten it to 80 characters"},
    )
    phone = forms.CharField(
        label="Telephone number of the hub",
        help_text="On every page for the public.",
        max_length=30,
        widget=phone_box(),
        error_messages={"required": "Enter the telephone number of the hub"},
    )
    out_of_hours_phone = forms.CharField(
        label="Telephone number out of hours",
        help_text="The emergency duty team. Leave it empty when it is the same.",
        max_length=30,
        required=False,
        widget=phone_box(),
    )
    hours = forms.CharField(
        label="When the hub is open, in words",
        help_text="Such as: Monday to Friday, 8:30am to 5pm, not on bank holidays. Clocks go by the service standard.",
        max_length=120,
        error_messages={"required": "Say when the hub is open", "max_length": "Shorten it to 120 characters"},
    )
    postcodes = forms.CharField(
        label="How its postcodes begin",
        help_text="Commas between them: PL4, PL5 3. Addresses are told by them to be here or elsewhere.",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
    )
    lawful_basis = LongText(
        label="Lawful basis for asking agencies",
        help_text="Goes with every request. Have it read by who answers for information governance.",
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Say on what basis the hub asks agencies"},
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        if not self.initial.get("lawful_basis"):
            self.initial["lawful_basis"] = LAWFUL_BASIS
