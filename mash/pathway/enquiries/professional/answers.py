"""What was typed in a part, as questions and answers to be checked. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from mash.foundation.clock.when import long_date
from mash.pathway.enquiries.drafts.opening import ChosenFile
from mash.pathway.enquiries.forms.people import prefix_of
from mash.pathway.enquiries.professional.forms.part import PartForm
from mash.pathway.enquiries.professional.forms.people import PeopleForm
from mash.ui.forms import shown
from mash.ui.parts import SummaryRow
from mash.ui.words import initial_capital, listed

NOTHING, NO, NONE = "Nothing said", "No", "None"


@dataclass(frozen=True, slots=True)
class Answers:
    """Questions and answers of one card."""

    title: str
    rows: Sequence[SummaryRow]


def answers_of(form: PartForm, title: str, address: str) -> list[Answers]:
    """One card for a part; one more for each of the people in it. `address` is where the answers can be changed."""
    if not isinstance(form, PeopleForm):
        return [Answers(title, [_row(form[name], address) for name in form.fields])]
    asked = [name for name in form.fields if not name.startswith("people_")]
    own = [_row(form[name], address) for name in asked if form.asks(name)]
    cards = [Answers(title, own)] if own else []
    for number in range(form.people):
        rows = list(_of_person(form, prefix_of(number), address))
        if rows:
            cards.append(Answers(f"{title}: person {number + 1}", rows))
    return cards or [Answers(title, [SummaryRow(title, NOTHING, address)])]


def answers_of_files(files: Sequence[ChosenFile], title: str, address: str) -> Answers:
    """One card for the files that were chosen."""
    chosen = listed(f"{file.name} ({file.size_in_words})" for file in files)
    return Answers(title, [SummaryRow(title, chosen or NONE, address)])


def _of_person(form: PeopleForm, prefix: str, address: str) -> Iterator[SummaryRow]:
    for name in form.fields:
        if name.startswith(prefix) and name != f"{prefix}as" and (said := _said(form[name])) not in ("", NO):
            yield SummaryRow(str(form[name].label), said, _to(form[name], address))


def _row(bound: BoundField, address: str) -> SummaryRow:
    return SummaryRow(str(bound.label), _said(bound) or NOTHING, _to(bound, address))


def _to(bound: BoundField, address: str) -> str:
    return f"{address}#{shown(bound).first_id}"


def _said(bound: BoundField) -> str:
    """An answer in words: what was read from it, else what was typed."""
    form: Any = bound.form
    value = form.cleaned_data.get(bound.name) if form.is_bound and form.is_valid() else bound.data
    match bound.field, value:
        case forms.BooleanField(), _:
            return "Yes" if value else NO
        case forms.MultipleChoiceField() as field, list() as chosen:
            return initial_capital(listed([_label(field, one) for one in chosen]))
        case forms.ChoiceField() as field, str() as chosen:
            return _label(field, chosen) if chosen else ""
        case _, date() as day:
            return long_date(day)
        case _, tuple() as typed:
            return " ".join(part for part in typed if part)
    return str(value or "").strip()


def _label(field: forms.ChoiceField, value: str) -> str:
    choices: Any = field.choices
    return str(dict(choices).get(value, value))
