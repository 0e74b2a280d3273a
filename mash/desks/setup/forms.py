"""What every form of the set-up does: it shows what stands, and says so when that has changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from mash.desks.setup.verbs import Shown, digest
from mash.foundation.clock.when import long_date
from mash.ui.fields import Ticks
from mash.ui.parts import SummaryRow
from mash.ui.words import listed


class SetUpForm(forms.Form):
    """A form about something that stands, or about something new when `stands` is empty."""

    def __init__(self, data: Any = None, *, stands: Shown | None = None, **options: Any) -> None:
        super().__init__(data, initial=dict(stands or {}), **options)
        self.seen = digest(stands) if stands is not None else ""

    @property
    def told(self) -> dict[str, Any]:
        """What an action takes: everything that was typed, and the mark of what stood on the page then."""
        sent = {"seen": str(self.data.get("seen", ""))} if self.seen else {}
        return {**self.cleaned_data, **sent}

    @property
    def stands_now(self) -> list[SummaryRow]:
        """Where what was typed is not what stands by now; nothing unless somebody else changed it meanwhile."""
        if not (self.is_bound and self.seen and self.data.get("seen") != self.seen):
            return []
        different = (bound for bound in self if bound.field.has_changed(bound.initial, bound.data))
        return [SummaryRow(str(bound.label), _in_words(bound) or "Nothing") for bound in different]


class UsualForm(SetUpForm):
    """Some of what hubs mostly begin with; all are chosen until somebody leaves one out."""

    chosen = forms.MultipleChoiceField(
        label="Which of them?",
        help_text="Each may be changed afterwards.",
        widget=Ticks(),
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose at least one that is not there yet"),
    )

    def __init__(self, data: Any = None, *, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        box = self.fields["chosen"]
        if isinstance(box, forms.MultipleChoiceField):
            box.choices = list(choices)
        self.initial["chosen"] = [value for value, _ in choices]


def _in_words(bound: BoundField) -> str:
    """What stands in a box, before anything was typed there."""
    stands, field = bound.initial, bound.field
    if isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.Select):
        labels = {str(value): str(label) for value, label in field.widget.choices}
        chosen = stands if isinstance(stands, list | tuple) else [stands]
        return listed(labels.get(str(one), "") for one in chosen)
    if isinstance(stands, bool):
        return "Yes" if stands else "No"
    if isinstance(stands, date):
        return long_date(stands)
    return str(stands or "")
