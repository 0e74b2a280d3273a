"""Reads what people typed: kept as typed, but for characters that cannot be stored or shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from mash.foundation.access.verbs import Invalid

# Control characters other than tab and line ends, and halves of characters: PostgreSQL refuses NUL and the halves, and
# none of them is a word.
UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
PHONE = re.compile(r"\+?[\d\s()/.-]*(?:\d[\s()/.-]*){3,}(?:(?:ext\.?|x)\s*\d+)?", re.IGNORECASE)
MOST = 4_000


class Checking:
    """Collects what is wrong, by field, so that people hear of everything at once."""

    def __init__(self) -> None:
        self.errors: dict[str, str] = {}

    def wrong(self, field: str, message: str) -> None:
        """Note what is wrong with a field; the first thing said of it stands."""
        self.errors.setdefault(field, message)

    def text(self, value: Any, field: str, *, required: str = "", most: int = MOST) -> str:
        """What was typed, without characters that cannot be stored. `required` is what to say when there is nothing."""
        words = UNSPEAKABLE.sub("", value).strip() if isinstance(value, str) else ""
        if required and not words:
            self.wrong(field, required)
        if len(words) > most:
            self.wrong(field, f"Shorten it to {most:,} characters")
        return words

    def phone(self, value: Any, field: str, *, required: str = "") -> str:
        """A telephone number of at least three digits, as it was typed."""
        words = self.text(value, field, required=required, most=30)
        if words and not PHONE.fullmatch(words):
            self.wrong(field, "Enter a telephone number, like 01632 960001")
        return words

    def choice(self, value: Any, field: str, choices: Any, *, message: str) -> str:
        """One of the choices (a Django choices class, or values), else `message`."""
        allowed = getattr(choices, "values", choices)
        if not isinstance(value, str) or value not in allowed:
            self.wrong(field, message)
            return ""
        return value


@contextmanager
def checking() -> Iterator[Checking]:
    """Check inside; raise `Invalid` with all that was found wrong at the end."""
    found = Checking()
    yield found
    if found.errors:
        raise Invalid(**found.errors)


def day_told(told: Any) -> date | None:
    """A day as a form or a scenario tells it; none where nothing is told, or no day that there is."""
    if isinstance(told, date) or told in (None, ""):
        return told or None
    try:
        return date.fromisoformat(told)
    except (TypeError, ValueError):
        return None
