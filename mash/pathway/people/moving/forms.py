"""What is typed to say that a family has moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from mash.foundation.partnership.models import Area
from mash.pathway.people.moving.reading import Mover
from mash.pathway.people.moving.told import WHERE
from mash.ui.fields import DateField, LongText, Radios, Ticks

WHO = "Tick who has moved"


class NotMovedForm(forms.Form):
    """Why it was a mistake to tell of a move."""

    why = LongText(
        label="Why was it a mistake?",
        help_text="The hub there reads this too, and no longer who it was about: name nobody.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": "Say why it was a mistake", "max_length": "Shorten it to 1,000 characters"},
    )


class MovedForm(forms.Form):
    """To which area, when, who of the household, and where they live now."""

    area = forms.ChoiceField(
        label="To which area have they moved?",
        widget=Radios(),
        error_messages={"required": WHERE, "invalid_choice": WHERE},
    )
    movers = forms.MultipleChoiceField(
        label="Who has moved?",
        help_text="Those with whom they live now. Tick only who has moved: the hub there may read them from now on.",
        widget=Ticks(),
        error_messages={"required": WHO, "invalid_choice": WHO},
    )
    moved_on = DateField(
        label="On which day?", said="The day of the move", help_text="At most 28 days ahead.", required=False
    )
    address = forms.CharField(
        label="Their new address, if it is known",
        required=False,
        max_length=250,
        error_messages={"max_length": "Shorten it to 250 characters"},
    )
    postcode = forms.CharField(
        label="Postcode",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"max_length": "Shorten it to 20 characters"},
    )
    protected = forms.BooleanField(
        label="This address must be kept secret",
        help_text="Then only your hub and the hub there read it.",
        required=False,
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, areas: Sequence[Area], movers: Sequence[Mover], today: date
    ) -> None:
        """`areas` are the others of the partnership; `movers` the person, who is ticked at first, and their household.

        Nobody else is: a family may have moved to be away from one of them.
        """
        choices = [(str(one.person.pk), one.text) for one in movers]
        super().__init__(data, initial={"moved_on": today, "movers": [key for key, _ in choices[:1]]})
        self.fields["area"].choices = [(area.slug, area.name) for area in areas]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["movers"].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField
