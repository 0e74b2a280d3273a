"""Times in a scenario: an ISO time with its zone, or so much after the moment before."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from mash.foundation.clock.london import LONDON

AFTER = re.compile(r"(\+)(\d{1,7})([smhd])")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LAST = re.compile(rf"last-({'|'.join(WEEKDAYS)}) (\d\d):(\d\d)")
NOW = re.compile(r"now(?:([+-])(\d{1,7})([smhd]))?")
PAST = timedelta(hours=6)
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def moment(said: object, before: datetime) -> datetime:
    """What a scenario's time means, in UTC.

    Args:
        said: `+90s`, `+20m`, `+4h`, `+2d` after `before`, an ISO time with its zone, or none for `before` itself.

    Raises:
        ValueError: it means nothing.
    """
    if said is None:
        return before
    if not isinstance(said, str):
        raise ValueError(f"{said!r} is not a time")
    try:
        if after := AFTER.fullmatch(said):
            return before + _span(after)
        found = datetime.fromisoformat(said)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{said!r} is not a time: write +20m or 2026-03-02T09:00:00+00:00") from None
    raise ValueError(f"{said!r} needs its zone, for example +00:00")


def relative_to_now(said: str) -> datetime:
    """`now`, `now-2h`, `now+1d`, or `last-friday 16:55` in London, which lies at least a quarter of a day back.

    For the demo's own stories, of which some must be under way whenever it is loaded.

    Raises:
        ValueError: it is not of this form.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    if last := LAST.fullmatch(said):
        day = (now - PAST).astimezone(LONDON)
        back = (day.weekday() - WEEKDAYS.index(last[1])) % 7
        then = (day - timedelta(days=back)).replace(hour=int(last[2]), minute=int(last[3]), second=0)
        if then > day:
            then -= timedelta(days=7)
        return then.astimezone(UTC)
    found = NOW.fullmatch(said)
    if found is None:
        raise ValueError(f"{said!r} is not a time from now on")
    return now + _span(found) * (-1 if found[1] == "-" else 1) if found[1] else now


def _span(found: re.Match[str]) -> timedelta:
    return timedelta(**{UNITS[found[3]]: int(found[2])})
