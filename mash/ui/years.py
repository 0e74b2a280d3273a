"""Works out the strip of all items over the years: how many in each quarter, bursts and gaps. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Protocol

QUARTER_WIDTH = 26
BAR_WIDTH = 22
FULL_HEIGHT = 40
LEAST_HEIGHT = 6
FEWEST_YEARS = 3
MOST_LABELS = 8
QUARTER_NAMES = ("January to March", "April to June", "July to September", "October to December")


class Dated(Protocol):
    """Anything that happened on a day, or on a day that nobody knows."""

    @property
    def happened(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Bar:
    """One quarter with something in it. `x` and `height` are in the drawing's own units."""

    x: int
    height: int
    count: int
    strong: bool
    name: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class YearTick:
    """One year of the strip, how many items it holds, and whether there is room to write it below the drawing."""

    year: int
    count: int
    labelled: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """All that the drawing and its table need."""

    bars: tuple[Bar, ...]
    years: tuple[YearTick, ...]
    undated: int
    width: int
    height: int = FULL_HEIGHT

    @property
    def total(self) -> int:
        """All items, dated or not."""
        return sum(bar.count for bar in self.bars) + self.undated


def strip_of(items: Iterable[Dated], today: date, strong: Iterable[Dated] = ()) -> Strip:
    """Lay items out by quarter, from the first item's year to this one, three years at least.

    Args:
        strong: those among the items that stand out, for example from an agency that rated red.
    """
    dated = [item.happened for item in items]
    by_quarter = Counter(quarter_of(day) for day in dated if day)
    stand_out = {quarter_of(item.happened) for item in strong if item.happened}
    last_year = max([today.year, *(year for year, _ in by_quarter)])
    first_year = min([today.year - FEWEST_YEARS + 1, *(year for year, _ in by_quarter)])
    most = max(by_quarter.values(), default=1)
    every = ceil((last_year - first_year + 1) / MOST_LABELS)
    bars = tuple(
        Bar(
            x=((year - first_year) * 4 + quarter) * QUARTER_WIDTH + (QUARTER_WIDTH - BAR_WIDTH) // 2,
            height=max(LEAST_HEIGHT, FULL_HEIGHT * number // most),
            count=number,
            strong=(year, quarter) in stand_out,
            name=f"{QUARTER_NAMES[quarter]} {year}",
            since=date(year, quarter * 3 + 1, 1),
            until=_last_day(year, quarter),
        )
        for (year, quarter), number in sorted(by_quarter.items())
    )
    ticks = tuple(
        YearTick(
            year=year,
            count=sum(number for (when, _), number in by_quarter.items() if when == year),
            labelled=(year - first_year) % every == 0,
        )
        for year in range(first_year, last_year + 1)
    )
    return Strip(
        bars=bars,
        years=ticks,
        undated=sum(day is None for day in dated),
        width=(last_year - first_year + 1) * 4 * QUARTER_WIDTH,
    )


def quarter_of(day: date) -> tuple[int, int]:
    """The year, and the quarter counted from nought."""
    return day.year, (day.month - 1) // 3


def _last_day(year: int, quarter: int) -> date:
    return date(year, quarter * 3 + 3, (31, 30, 30, 31)[quarter])
