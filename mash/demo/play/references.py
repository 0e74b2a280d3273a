"""What `$name`, `$name.field` and `$name.field.0` in a scenario refer to: results of earlier steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

REFERENCE = re.compile(r"\$([A-Za-z_][\w-]*)((?:\.[\w-]+)*)")

# What each named step has made; nothing for one that was refused, invalid or broke.
Made = Mapping[str, Mapping[str, Any] | None]


def names_in(value: Any) -> Iterator[str]:
    """The names that a value refers to. A text refers to something only when it is nothing but the reference."""
    if isinstance(value, str):
        if found := REFERENCE.fullmatch(value):
            yield found[1]
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from names_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from names_in(part)


def resolved(value: Any, made: Made, wanted: str = "") -> Any:
    """The value with its references filled in. `$name`, or a part that has an id, is the thing itself, by its id.

    A reference to what was never made is none, which every verb answers as a thing that is not there.

    Args:
        wanted: what is expected here, as the argument is called. Where the result has just that (`item`, of an
            agreement; `person`, of an identification), `$name` means it and not the result's own id.
    """
    if isinstance(value, str):
        found = REFERENCE.fullmatch(value)
        return _looked_up(found, made, wanted) if found else value
    if isinstance(value, Mapping):
        return {key: resolved(part, made, key) for key, part in value.items()}
    if isinstance(value, list):
        return [resolved(part, made, wanted.removesuffix("s")) for part in value]
    return value


def filled_in(text: str, made: Made) -> str:
    """A text, such as an address, with the references inside it filled in."""
    return REFERENCE.sub(lambda found: str(_looked_up(found, made)) if found[1] in made else found[0], text)


def _looked_up(found: re.Match[str], made: Made, wanted: str = "") -> Any:
    value: Any = made.get(found[1])
    if not found[2] and isinstance(value, Mapping) and isinstance(value.get(wanted), str):
        return value[wanted]
    for field in found[2].split(".")[1:]:
        value = _part(value, field)
    return value.get("id") if isinstance(value, Mapping) and (not found[2] or "id" in value) else value


def _part(value: Any, field: str) -> Any:
    """A field of a result, or one of a list by its place, counted from 0: `$release.warnings.0`."""
    if isinstance(value, Mapping):
        return value.get(field)
    return value[int(field)] if isinstance(value, list) and field.isdecimal() and int(field) < len(value) else None
