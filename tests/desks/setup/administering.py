"""An administrator at the desk: opens a page, changes some boxes, looks at what it does, and saves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client

from mash.foundation.clock.now import at
from tests import world
from tests.browsing import signed_in, text_of
from tests.faults.reading_forms import Form, Page, Typed, page_of


class Desk:
    """What an administrator has in front of them."""

    def __init__(self, username: str = "admin.1", *, when: datetime = world.MONDAY_NINE) -> None:
        self.client: Client = signed_in(username)
        self.when = when

    def open(self, path: str) -> Page:
        """A page that is theirs."""
        with at(self.when):
            answer: Any = self.client.get(path)
        assert answer.status_code == 200, path
        return page_of(path, answer)

    def form(self, path: str) -> Form:
        """The form of a page that is sent to the page itself."""
        return next(form for form in self.open(path).forms if form.action == path)

    def post(self, path: str, typed: Typed) -> Any:
        """Send a form."""
        with at(self.when):
            return self.client.post(path, typed)

    def send(self, path: str, **typed: str | list[str]) -> Any:
        """Fill a page's form and press its button."""
        return self.post(path, filled(self.form(path), typed))

    def look(self, path: str, **typed: str | list[str]) -> tuple[str, Form | None]:
        """Fill a form and look at what it does: the page's words, and the form that saves it, if there is one."""
        answer = self.send(path, do="check", **typed)
        return text_of(answer), page_of(path, answer).between

    def save(self, path: str, **typed: str | list[str]) -> Any:
        """Fill a form, look at what it does, and save it."""
        said, between = self.look(path, **typed)
        assert between is not None, said
        return self.post(path, {**between.as_it_stands(), "do": ["save"]})

    def reads(self, path: str) -> str:
        """What a page says."""
        with at(self.when):
            return text_of(self.client.get(path))


def filled(form: Form, typed: dict[str, Any]) -> Typed:
    """What a browser sends: the form as it stands, with other things in some boxes."""
    return form.as_it_stands() | {
        name: list(value) if isinstance(value, list) else [value] for name, value in typed.items()
    }
