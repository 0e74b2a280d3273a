"""When an agency is asked, as administrators say it."""

from __future__ import annotations

from typing import Any

from django import forms

from mash.desks.setup.asking.actions import OLDEST, shown
from mash.desks.setup.forms import SetUpForm
from mash.foundation.partnership.models import AskingRule, Concern
from mash.ui.fields import Ticks


def _age(label: str, hint: str = "") -> forms.IntegerField:
    message = f"Enter an age in whole years, from 0 to {OLDEST}"
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=0,
        max_value=OLDEST,
        widget=forms.TextInput({"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), message),
    )


class RuleForm(SetUpForm):
    """Each answer is a reason of its own: one is enough for the agency to be asked."""

    always = forms.BooleanField(label="Always", required=False, help_text="Whatever the enquiry is about.")
    when_adult = forms.BooleanField(label="When an adult is described", required=False)
    from_age = _age(
        "When somebody whom it is about is as old as this, or older", "Whole years. Leave it empty for any."
    )
    to_age = _age("and as old as this, or younger")
    concerns = forms.MultipleChoiceField(
        label="When one of these concerns is named",
        required=False,
        widget=Ticks(),
        error_messages={"invalid_choice": "Choose concerns from the list"},
    )

    def __init__(self, data: Any = None, *, rule: AskingRule | None) -> None:
        super().__init__(data, stands=shown(rule))
        box = self.fields["concerns"]
        if isinstance(box, forms.MultipleChoiceField):
            named = rule.concerns if rule else []
            box.choices = [(one.slug, one.label) for one in Concern.objects.offered(also=named)]
