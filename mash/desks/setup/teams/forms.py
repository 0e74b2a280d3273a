"""What is said of a team."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from mash.desks.setup.areas.forms import phone_box
from mash.desks.setup.forms import SetUpForm
from mash.foundation.partnership.models import Area
from mash.ui.fields import Radios


class TeamForm(SetUpForm):
    """Its name, its telephone number, and what it does."""

    name = forms.CharField(
        label="Name", max_length=80, error_messages={"required": "Enter the team's name", "max_length": "Shorten it"}
    )
    phone = forms.CharField(
        label="Telephone",
        help_text="The hub rings it when nobody acknowledges a handover.",
        max_length=30,
        widget=phone_box(),
        error_messages={"required": "Enter the team's telephone number"},
    )
    early_help = forms.BooleanField(label="It is an early help team", required=False)


class NewTeamForm(TeamForm):
    """The same, with its area."""

    def __init__(self, data: Any = None, *, areas: Iterable[Area], **options: Any) -> None:
        super().__init__(data, **options)
        choices = [(area.slug, area.name) for area in areas]
        self.fields["area"] = forms.ChoiceField(
            label="Which area is it of?",
            choices=choices,
            initial=choices[0][0] if len(choices) == 1 else None,
            widget=Radios(),
            error_messages={"required": "Choose the area", "invalid_choice": "Choose one of these areas"},
        )
