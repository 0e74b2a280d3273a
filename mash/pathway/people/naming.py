"""What somebody is called where their name is not known: `Male, 30s, called Daz`, and of the unborn. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mash.pathway.people.matching.dates import in_words
from mash.pathway.people.matching.names import PLACEHOLDERS, fold

NOT_KNOWN = "Name not known"
EARLIEST_DECADE = 10


def heading_of(
    name: str,
    *,
    also_known_as: Sequence[str] = (),
    sex: str = "",
    years: tuple[int, int] | None = None,
    due: date | None = None,
    on: date,
) -> str:
    """What stands where a name would: the name, and of whom there is none whatever lets people tell who is meant.

    Args:
        name: as it is known; words such as `baby` or `unknown` alone are none.
        years: the earliest and the latest year of birth.
        due: when a baby is due who is not born yet.
        on: the day on which it is read, from which an age is counted.

    >>> heading_of("", also_known_as=["Daz"], sex="male", years=(1990, 1991), on=date(2026, 3, 2))
    'Male, 30s, called Daz'
    """
    is_name = bool(set(fold(name).split()) - PLACEHOLDERS)
    if due:
        return ", ".join((name if is_name or name else "Unborn baby", f"due {in_words(due)}"))
    if is_name:
        return name
    parts = [sex.lower(), _age(years, on), f"called {also_known_as[0]}" if also_known_as else ""]
    said = ", ".join(part for part in parts if part)
    if not also_known_as:
        said = f"{name or NOT_KNOWN}{f' ({said})' if said else ''}"
    return said[:1].upper() + said[1:]


def died_in_words(died: date | None) -> str:
    """`died 3 May 2024`; empty of the living."""
    return f"died {in_words(died)}" if died else ""


def _age(years: tuple[int, int] | None, on: date) -> str:
    if years is None or on.year < years[1]:
        return ""
    most, least = on.year - years[0], on.year - years[1]
    if most < EARLIEST_DECADE:
        return f"about {least}"
    middle = (most + least) // 2
    return "teens" if middle < 2 * EARLIEST_DECADE else f"{middle // 10 * 10}s"
