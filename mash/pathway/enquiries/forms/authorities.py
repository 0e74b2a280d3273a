"""A box for one of England's local authorities."""

from __future__ import annotations

from typing import Any

from django import forms

from mash.foundation.partnership.authorities import authorities, authority_named
from mash.ui.fields import Choose

NONE_SUCH = "There is no council of that name in England. Choose one from the list, such as Devon"


class AuthorityField(forms.ChoiceField):
    """An authority, by its name; what somebody types is understood as a council calls itself."""

    widget = Choose

    def __init__(self, label: str, *, hint: str = "", required: str = "") -> None:
        """`required` is what to say when none was chosen."""
        super().__init__(
            label=label,
            help_text=hint,
            required=bool(required),
            choices=[("", "Choose a council"), *((one.name, one.name) for one in authorities())],
            error_messages={"required": required, "invalid_choice": NONE_SUCH},
        )

    def to_python(self, value: Any) -> str:
        """Its name in the list; what was typed, where it is none of them."""
        typed = super().to_python(value)
        found = authority_named(typed)
        return found.name if found else typed
