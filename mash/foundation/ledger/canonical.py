"""One event as bytes: the same event gives the same bytes on every machine, so that its hash can be checked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", re.ASCII)

ENCODER = json.JSONEncoder(ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"))


def canonical(event: Mapping[str, Any]) -> bytes:
    """The bytes that stand for an event in the tree and in an export: one line of JSON.

    Keys are sorted, there are no spaces, all is ASCII, times are UTC with microseconds, identifiers are lower case,
    and people are sorted and named once. What `json.loads` makes of the bytes may be given again.

    Args:
        event: exactly the fields of `FIELDS`. `seq` is the leaf's index in the tree, none until it is sealed; `at` is
            the time in the story and `written_at` on the wall; `details` holds codes and numbers only.

    Raises:
        ValueError: a field is missing or unknown, a time has no zone, an identifier or a number is not one.
        TypeError: `details` or `reasons` hold what JSON cannot.
    """
    if event.keys() != FIELDS.keys():
        wrong = ", ".join(sorted(event.keys() ^ FIELDS.keys()))
        raise ValueError(f"An event has every field of the ledger and no other. Missing or unknown: {wrong}.")
    return encoded({field: form(event[field]) for field, form in FIELDS.items()})


def encoded(document: Mapping[str, Any]) -> bytes:
    """A document of plain JSON types as bytes, with sorted keys and no spaces."""
    return ENCODER.encode(document).encode("ascii")


def _position(value: int | None) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
        raise ValueError(f"A position in the ledger is a whole number from 0 on, not {value!r}.")
    return value


def _time(value: datetime | str) -> str:
    if isinstance(value, str):
        if not TIME.fullmatch(value):
            raise ValueError(f"Not a time in UTC with microseconds: {value!r}.")
        return value
    if value.tzinfo is None:
        raise ValueError(f"A time needs its zone: {value!r}.")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _identifier(value: UUID | str) -> str:
    return str(value if isinstance(value, UUID) else UUID(value))


def _identifier_or_none(value: UUID | str | None) -> str | None:
    return None if value is None else _identifier(value)


def _identifiers(values: Iterable[UUID | str]) -> list[str]:
    return sorted({_identifier(value) for value in values})


def _text_or_none(value: object) -> str | None:
    return None if value is None else str(value)


def _codes(values: Iterable[object]) -> list[str]:
    return [str(value) for value in values]


def _details(value: Mapping[str, Any]) -> dict[str, Any]:
    return dict(value)


FIELDS: Mapping[str, Callable[[Any], Any]] = {
    "seq": _position,
    "id": _identifier,
    "at": _time,
    "written_at": _time,
    "actor": _identifier_or_none,
    "agency": _identifier_or_none,
    "zone": _text_or_none,
    "verb": _text_or_none,
    "outcome": _text_or_none,
    "object_kind": _text_or_none,
    "object_id": _text_or_none,
    "enquiry": _identifier_or_none,
    "people": _identifiers,
    "purpose": _text_or_none,
    "reasons": _codes,
    "policy": _text_or_none,
    "details": _details,
    "play": _identifier_or_none,
}
