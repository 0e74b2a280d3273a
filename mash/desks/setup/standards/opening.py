"""Opening hours as people type and read them: `08:30 to 17:00`, with a break `08:30 to 12:00, 13:00 to 17:00`. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time

from mash.foundation.clock.calendar import Hours
from mash.ui.words import listed

STRETCHES = re.compile(r",|;|\band\b", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:-|–|\bto\b|\buntil\b)\s*", re.IGNORECASE)
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
CLOSED = ("", "closed", "-", "–")
NOON = 12
UNREADABLE = "Write opening hours like 08:30 to 17:00"


def hours_in_words(day: Sequence[Hours]) -> str:
    """The hours of one weekday as they stand in a box; empty when it is closed."""
    return ", ".join(" to ".join(hours.to_json()) for hours in day)


def read_hours(typed: str) -> tuple[Hours, ...]:
    """The hours of one weekday as somebody typed them: `08:30 to 17:00`, `8.30am - 5pm`; none when it is closed.

    Raises:
        ValueError: it cannot be read, or closes before it opens; says how to write it.
    """
    if typed.strip().lower() in CLOSED:
        return ()
    return tuple(sorted((_stretch(one) for one in STRETCHES.split(typed)), key=lambda hours: hours.opens))


def _stretch(typed: str) -> Hours:
    ends = BETWEEN.split(typed.strip())
    if len(ends) != 2:
        raise ValueError(UNREADABLE)
    return Hours(_clock(ends[0]), _clock(ends[1], closing=True))


def _clock(typed: str, *, closing: bool = False) -> time:
    found = CLOCK.fullmatch(typed.strip())
    if found is None:
        raise ValueError(UNREADABLE)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= NOON:
        raise ValueError(UNREADABLE)
    if half:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    if closing and (hour, minute) == (24, 0):
        return time(0)
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError(UNREADABLE) from None


def week_in_words(week: Sequence[Sequence[Hours]], names: Sequence[str]) -> list[str]:
    """A week as sentences, days alike together: `Monday to Friday: 08:30 to 17:00`, `Saturday and Sunday: closed`."""
    groups: list[tuple[list[str], str]] = []
    for name, day in zip(names, week, strict=True):
        said = hours_in_words(day) or "closed"
        if groups and groups[-1][1] == said:
            groups[-1][0].append(name.title())
        else:
            groups.append(([name.title()], said))
    return [f"{_days(days)}: {said}" for days, said in groups]


def _days(days: Sequence[str]) -> str:
    return f"{days[0]} to {days[-1]}" if len(days) > 2 else listed(days)
