"""Asks the database for its counts. A number from 1 to 4 never leaves it: it comes as none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db import connection

from mash.pathway.triage.models import OutcomeKind

FEW = "fewer than 5"
HIDDEN = "not shown"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what it counts, and its numbers as they are shown."""

    text: str
    numbers: Sequence[str]


ByArea = Mapping[str, Sequence[Row]]


def received(months: int) -> ByArea:
    """Enquiries by area and month: red, amber, green, not rated. One query."""
    rows = _asked("select area, month, red, amber, green, not_rated from figures.received(%s)", months)
    return _by_area(rows, lambda row: Row(_month(row[0]), [_few(number) for number in row[1:]]))


def in_time(months: int) -> ByArea:
    """Decisions by area and rating: how many, how many in time. One query."""
    rows = _asked("select area, level, decided, in_time from figures.in_time(%s)", months)
    return _by_area(rows, lambda row: Row(str(row[0]).title(), [_few(row[1]), _part(row[1], row[2])]))


def outcomes(months: int) -> ByArea:
    """Subjects by area and outcome. One query."""
    labels = dict(OutcomeKind.choices)
    rows = _asked("select area, outcome, subjects from figures.outcomes(%s)", months)
    return _by_area(rows, lambda row: Row(str(labels.get(row[0], row[0])), [_few(row[1])]))


def _asked(question: str, months: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, [months])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _by_area(rows: list[tuple[Any, ...]], as_row: Any) -> ByArea:
    return {area: [as_row(row[1:]) for row in found] for area, found in groupby(rows, key=lambda row: row[0])}


def _few(number: int | None) -> str:
    return FEW if number is None else f"{number:,}"


def _part(whole: int | None, part: int | None) -> str:
    """A part with its share; nothing where it would give away how few the others are."""
    if whole is None or part is None:
        return HIDDEN
    return f"{part:,} ({part / whole:.0%})"


def _month(first: date) -> str:
    return f"{first:%B %Y}"
