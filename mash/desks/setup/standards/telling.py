"""Standards in words for the list: what each changed from the one before. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mash.desks.setup.standard_in_words import Limits, limits_of
from mash.desks.setup.standards.actions import Standards
from mash.desks.setup.standards.opening import week_in_words
from mash.foundation.clock.calendar import WEEKDAYS, Calendar
from mash.foundation.clock.closures import Closure
from mash.foundation.clock.london import london_date
from mash.foundation.clock.standard import Standard
from mash.foundation.clock.when import long_date
from mash.foundation.partnership.models import Area, ServiceStandard


@dataclass(frozen=True, slots=True)
class ToldClosure:
    """A closure in words; `first` names it in addresses, since no two overlap."""

    first: str
    days: str
    why: str


@dataclass(frozen=True, slots=True)
class ToldStandard:
    """A standard that is planned or over: from when, and what it changed."""

    pk: Any
    holds_from: datetime
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class ToldPlace:
    """An area with all its standards in words."""

    area: Area
    holds: ServiceStandard | None
    calendar: Calendar
    limits: Sequence[Limits]
    week: Sequence[str]
    opens_anyway: Sequence[str]
    closures: Sequence[ToldClosure]
    planned: Sequence[ToldStandard]
    former: Sequence[ToldStandard]


def told(stands: Standards, now: datetime) -> ToldPlace:
    """An area's standards as the list shows them."""
    today, clock = london_date(now), stands.clock
    rows = [*stands.former, *([stands.holds] if stands.holds else []), *stands.planned]
    told_rows = {
        one.pk: ToldStandard(one.pk, one.holds_from, different(before.clock, one.clock) if before else [])
        for before, one in zip([None, *rows], rows, strict=False)
    }
    return ToldPlace(
        area=stands.area,
        holds=stands.holds,
        calendar=clock.calendar,
        limits=limits_of(clock),
        week=week_in_words(clock.calendar.week, WEEKDAYS),
        opens_anyway=[long_date(day) for day in sorted(clock.calendar.opens_anyway) if day >= today],
        closures=[
            ToldClosure(one.first.isoformat(), days_of(one), one.why)
            for one in clock.calendar.closures
            if one.last >= today
        ],
        planned=[told_rows[one.pk] for one in stands.planned],
        former=[told_rows[one.pk] for one in reversed(stands.former)],
    )


def different(before: Standard, after: Standard) -> list[str]:
    """What one standard changed from the one before it, a line each."""
    lines = []
    for was, becomes in zip(limits_of(before), limits_of(after), strict=True):
        if (becomes.red, becomes.amber, becomes.green) == (becomes.red,) * 3 and was != becomes:
            lines.append(f"{becomes.text}: {becomes.red}")
            continue
        for level in ("red", "amber", "green"):
            if getattr(was, level) != getattr(becomes, level):
                lines.append(f"{becomes.text}, {level}: {getattr(becomes, level)}")
    return lines + _calendar(before.calendar, after.calendar)


def _calendar(before: Calendar, after: Calendar) -> list[str]:
    lines = week_in_words(after.week, WEEKDAYS) if before.week != after.week else []
    if before.keeps_bank_holidays != after.keeps_bank_holidays:
        lines.append("Closed on bank holidays" if after.keeps_bank_holidays else "Open on bank holidays")
    lines += [f"Open on {long_date(day)}" for day in _new(before.opens_anyway, after.opens_anyway)]
    lines += [f"Not open on {long_date(day)}" for day in _new(after.opens_anyway, before.opens_anyway)]
    lines += [f"Closed {days_of(one)}: {one.why}" for one in after.closures if one not in before.closures]
    return lines + [f"Open after all {days_of(one)}" for one in before.closures if one not in after.closures]


def _new(before: frozenset[date], after: frozenset[date]) -> list[date]:
    return sorted(after - before)


def days_of(closure: Closure) -> str:
    """`Thursday 24 December 2026`, or from one day to another."""
    if closure.first == closure.last:
        return long_date(closure.first)
    return f"{long_date(closure.first)} to {long_date(closure.last)}"
