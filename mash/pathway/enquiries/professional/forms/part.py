"""What every part of the professional door has in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from mash.foundation.access.words import MOST
from mash.pathway.enquiries.forms.telling import MOST_PEOPLE, TOO_LONG
from mash.ui.fields import LongText

NOT_SAID = "required"
"""The code of an error that says that something is still missing, not that something is wrong."""
YES_NO = [("yes", "Yes"), ("no", "No")]
YES_NO_UNKNOWN = [*YES_NO, ("unknown", "I do not know")]
NOBODY = "none"
ADULTS = ("adult", "both")
SOMEWHERE_ELSE = "somewhere-else"
"""The area of those who live in none of the hub's."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the forms are made from. `subjects` and `others` are those described so far: name here, name for people."""

    today: date
    areas: Sequence[tuple[str, str]] = ()
    concerns: Sequence[tuple[str, str]] = ()
    subjects: Sequence[tuple[str, str]] = ()
    others: Sequence[tuple[str, str]] = field(default=())


class PartForm(forms.Form):
    """One part of what is told. `particulars` are the boxes that go into the enquiry's particulars as they are."""

    particulars: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        known: Known,
        initial: Mapping[str, Any] | None = None,
        more: bool = False,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.known = known
        self.prepare(data if data is not None else initial or {}, more=more)

    def prepare(self, stored: Any, *, more: bool) -> None:
        """Add what depends on what is known only now, or on what was `stored`; `more` asks for room for one more."""

    def told(self) -> dict[str, Any]:
        """What of this part the verb takes, under the names that it has there: here, its particulars."""
        return {"particulars": {name: self.cleaned_data[name] for name in self.particulars}}

    def asks(self, name: str) -> bool:
        """Whether a box is asked, as the others are answered now."""
        return name in self.fields

    def choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Offer choices that are known only now."""
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a ChoiceField

    def missing(self, name: str, message: str) -> None:
        """Say that something is still missing."""
        self.add_error(name, ValidationError(message, code=NOT_SAID))


def count_of(typed: Any) -> int:
    """How many people's boxes a form has, as its hidden field says it; no more than a form can have."""
    text = str(typed or "")
    return min(int(text[:3]), MOST_PEOPLE + 1) if text.isascii() and text.isdigit() else 0


def long(label: str, hint: str = "", rows: int = 4) -> LongText:
    """A box for a few sentences that may stay empty."""
    return LongText(
        label=label,
        help_text=hint,
        required=False,
        max_length=MOST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": TOO_LONG.format(MOST)},
    )
