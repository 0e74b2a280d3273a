"""The answer sheet: a form for each person of a request and for each item under them. It works without JavaScript."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from mash.foundation.access.verbs import Invalid
from mash.pathway.gathering.forms import ItemForm, PersonForm, ViewForm
from mash.pathway.gathering.own import AskedPerson

MOST_ITEMS = 30


class PersonSheet:
    """One person's part: the reply, and as many items as have been opened."""

    def __init__(
        self, place: int, person: AskedPerson, people: list[AskedPerson], typed: QueryDict | None, *, more: bool
    ) -> None:
        self.person = person
        self.place = place
        prefix = f"answers-{place}"
        self.count_name = f"{prefix}-count"
        self.form = PersonForm(typed, prefix=prefix)
        wanted = _number(typed.get(self.count_name, "")) if typed else 1
        self.items = [
            ItemForm(typed, prefix=f"{prefix}-items-{n}", people=people, under=person)
            for n in range(min(max(wanted, 1) + more, MOST_ITEMS))
        ]

    @property
    def every_form(self) -> list[forms.Form]:
        """All its forms in the order of the page."""
        return [self.form, *self.items]

    def told(self) -> dict[str, Any]:
        """As the verb takes it; items that were opened and left blank are left out."""
        items = [item.cleaned_data for item in self.items if not item.is_blank]
        return {**self.form.told(), "subject": str(self.person.pk), "items": items}

    def form_of_item(self, place: int) -> ItemForm:
        """The form of the nth item that was told, blank ones not counted."""
        return [item for item in self.items if not item.is_blank][place]


class AnswerSheet:
    """All that is typed to answer a request."""

    def __init__(self, people: list[AskedPerson], typed: QueryDict | None = None, *, more_for: str = "") -> None:
        self.view = ViewForm(typed)
        self.people = [
            PersonSheet(place, person, people, typed, more=more_for == str(place))
            for place, person in enumerate(people)
        ]

    @property
    def every_form(self) -> list[forms.Form]:
        """All its forms in the order of the page."""
        return [form for person in self.people for form in person.every_form] + [self.view]

    def is_valid(self) -> bool:
        """Whether everything could be read; every form is looked at."""
        valid = [form.is_valid() for form in self.every_form]
        return all(valid)

    def told(self) -> dict[str, Any]:
        """The rating and answers as the verb takes them."""
        return {"rating": self.view.cleaned_data["rating"], "answers": [person.told() for person in self.people]}

    def take(self, invalid: Invalid) -> None:
        """Put what the verb found beside the fields that it concerns; the rest stands on top."""
        for where, message in invalid.errors.items():
            form, field = self._place(where)
            form.add_error(field if field in form.fields else None, message)

    def _place(self, where: str) -> tuple[forms.Form, str]:
        match where.split("."):
            case ["answers", person, "items", item, field]:
                return self.people[int(person)].form_of_item(int(item)), field
            case ["answers", person, field]:
                return self.people[int(person)].form, field
            case [field]:
                return self.view, field
        return self.view, ""


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1
