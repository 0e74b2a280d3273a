"""One entry of an area's words, as administrators write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from mash.desks.setup.forms import SetUpForm
from mash.desks.setup.words.kinds import Kind
from mash.ui.fields import LongText, Radios

LABELS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "ratings": {"level": ("Which level?", ""), "text": ("When has an enquiry this level?", "One sentence.")},
    "guide": {
        "helps": ("Which question does it help to answer?", ""),
        "title": ("Heading", ""),
        "text": ("What does the guide say?", "Plain words: it is read while somebody tells you of a worry."),
    },
    "prompts": {"text": ("What is a caller asked?", "A question in the words in which it is asked.")},
    "services": {
        "name": ("Name of the service", ""),
        "what": ("What does it do, and for whom?", "Read by whoever chooses it."),
        "reached": ("How does a family get there?", "Telephone or address. Goes out with the decision."),
    },
}
LONG = 300


class WordsForm(SetUpForm):
    """The boxes of one kind, and the entry's place in the list."""

    def __init__(self, data: Any = None, *, kind: Kind, stands: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, stands=stands)
        for name, (label, hint) in LABELS[kind.key].items():
            self.fields[name] = _box(kind, name, label, hint)
        message = "Enter a place as a whole number, 1 for the first"
        self.fields["place"] = forms.IntegerField(
            label="Which place in the list?" if not kind.parts else "Which place among those of its kind?",
            help_text="1 is the first. Leave it empty for the last.",
            required=False,
            min_value=1,
            max_value=1000,
            widget=forms.TextInput({"class": "govuk-input--width-3", "inputmode": "numeric"}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), message),
        )


def _box(kind: Kind, name: str, label: str, hint: str) -> forms.Field:
    needed = kind.needed.get(name, "")
    if name == kind.sorted_by:
        choices = list((kind.parts or {}).items())
        errors = dict.fromkeys(("required", "invalid_choice"), "Choose one")
        return forms.ChoiceField(label=label, help_text=hint, choices=choices, widget=Radios(), error_messages=errors)
    most = kind.most[name]
    errors = {"required": needed, "max_length": f"Shorten it to {most:,} characters"}
    options: dict[str, Any] = {
        "label": label,
        "help_text": hint,
        "required": bool(needed),
        "max_length": most,
        "error_messages": errors,
    }
    return LongText(**options) if most >= LONG else forms.CharField(**options)
