"""What the record that stays learns from the one that goes into it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mash.pathway.people.learned import ALONE, LONGEST_NAME
from mash.pathway.people.matching.names import fold

# How old somebody is told to be says nothing where their date of birth is known.
TOLD = (*ALONE, "died")
AGE = frozenset({"born_from", "born_to"})


@dataclass(frozen=True, slots=True)
class Gains:
    """Single columns that are empty, and other names: the rest of a merging is the database's."""

    columns: list[str]
    names: list[str]


def gains(kept: Mapping[str, Any], folded: Mapping[str, Any]) -> Gains:
    """What one record lacks and another has. What it has stays, also where the other one says something else.

    Args:
        kept, folded: the columns of both, with `also_known_as`.
    """
    columns = [column for column in TOLD if folded[column] and not kept[column]]
    if kept["born"] or kept["born_from"]:
        columns = [column for column in columns if column not in AGE]
    with_them = {**kept, **{column: folded[column] for column in columns}}
    known = {fold(name) for name in _names(with_them)}
    others = dict.fromkeys(name for name in _names(folded) if name and fold(name) not in known)
    return Gains(columns, list(others))


def _names(person: Mapping[str, Any]) -> Iterable[str]:
    given, middle, family = person["given"], person["middle"], person["family"]
    yield " ".join(part for part in (given, family) if part)[:LONGEST_NAME]
    if middle:
        yield " ".join(part for part in (given, middle, family) if part)[:LONGEST_NAME]
    yield from person["also_known_as"]
