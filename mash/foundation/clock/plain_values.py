"""Reading a standard's settings from plain values, with messages that say what to correct."""

from collections.abc import Iterable, Mapping
from typing import Any


def known_settings(given: Any, where: str, known: Iterable[str]) -> Mapping[str, Any]:
    """The settings as given. Raises ValueError unless they are named values with names from `known`."""
    settings: Mapping[str, Any] | None = given if isinstance(given, Mapping) else None
    if settings is None:
        raise ValueError(f"Give the {where} as named values.")
    if unknown := sorted(str(name) for name in set(settings) - set(known)):
        raise ValueError(f"{unknown[0]} is not a setting of the {where}.")
    return settings


def yes_or_no(given: object, name: str) -> bool:
    """A true or false value. Raises ValueError for anything else."""
    if given is not True and given is not False:
        raise ValueError(f"Set {name} to true or false.")
    return given


def whole_number(given: object, name: str, *, most: int) -> int:
    """A whole number from 1 to `most`. Raises ValueError for anything else."""
    if not isinstance(given, int) or isinstance(given, bool) or not 1 <= given <= most:
        raise ValueError(f"Set {name} to a whole number from 1 to {most}.")
    return given
