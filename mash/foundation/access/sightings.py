"""What a page shows of whom: noted while it is drawn, and in the ledger before it goes out."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from mash.foundation.access.acting import Sightings

_current: ContextVar[Sightings | None] = ContextVar("sightings", default=None)


@contextmanager
def noting(seen: Sightings) -> Iterator[None]:
    """Note in `seen` everybody whom the pages drawn inside show."""
    token = _current.set(seen)
    try:
        yield
    finally:
        _current.reset(token)


def sighted(somebody: Any) -> str:
    """The name of somebody described or registered, as text; that they were shown is noted.

    Pages write `{{ person|named }}` and never a name's own columns, so that what is shown and what is recorded are
    the same people. A row of an enquiry notes that enquiry too.
    """
    note(somebody.pk, enquiry=getattr(somebody, "enquiry_id", None))
    confirmed = getattr(somebody, "person_id", None)
    if confirmed:
        note(confirmed)
    return str(somebody)


def note(person: uuid.UUID | None = None, *, enquiry: uuid.UUID | None = None) -> None:
    """Note that a person, or an enquiry, is shown."""
    seen = _current.get()
    if seen is None:
        return
    if person is not None:
        seen.people.add(person)
    if enquiry is not None:
        seen.enquiries.add(enquiry)
