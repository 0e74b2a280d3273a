"""The one time zone that people read and the one in which times are kept: London and UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC.

    Raises:
        ValueError: the moment has no time zone, so that nobody can say when it was.
    """
    if moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no time zone. Give one, such as UTC or Europe/London.")
    return moment.astimezone(UTC)


def in_london(moment: datetime) -> datetime:
    """The same moment on a London clock. Raises ValueError when it has no time zone."""
    return in_utc(moment).astimezone(LONDON)


def london_date(moment: datetime) -> date:
    """The date in London at this moment. Raises ValueError when it has no time zone."""
    return in_london(moment).date()


def moment_of(day: date, clock: time) -> datetime:
    """The moment, in UTC, at which London clocks show this time on this day.

    On the Sunday in October an hour comes twice: `clock.fold` says which (0 the first, 1 the second).
    On the Sunday in March an hour is missing: a time inside it is the moment at which clocks go forward.
    """
    wanted = datetime.combine(day, clock, LONDON)
    moment = wanted.replace(fold=0).astimezone(UTC)
    if moment.astimezone(LONDON).time() != clock.replace(fold=0):
        return moment.replace(minute=0, second=0, microsecond=0)  # London changes at 01:00 UTC, on the hour
    return wanted.astimezone(UTC)
