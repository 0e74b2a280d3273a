"""How times are written for people: London time, clock time and distance together. Pure."""

from datetime import date, datetime, timedelta

from mash.foundation.clock.london import in_london, in_utc

A_MINUTE = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)


def clock_time(moment: datetime) -> str:
    """`16:00`, in London."""
    return f"{in_london(moment):%H:%M}"


def day_and_month(moment: date | datetime) -> str:
    """`Friday 6 March`, in London."""
    day = _london_day(moment)
    return f"{day:%A} {day.day} {day:%B}"


def long_date(moment: date | datetime) -> str:
    """`Friday 6 March 2026`, in London."""
    return f"{day_and_month(moment)} {_london_day(moment).year}"


def span(length: timedelta) -> str:
    """A length of time in its largest parts, never rounded up: `40 min`, `2 h 5 min`, `3 days`."""
    length = abs(length)
    if length < A_MINUTE:
        return "under a minute"
    if length < AN_HOUR:
        return f"{length // A_MINUTE} min"
    if length < A_DAY:
        return hours_and_minutes(length)
    days = length // A_DAY
    return "1 day" if days == 1 else f"{days} days"


def hours_and_minutes(length: timedelta) -> str:
    """A length of working time, of which no number makes a day: `40 min`, `26 h 5 min`, `0 min`."""
    hours, minutes = length // AN_HOUR, length % AN_HOUR // A_MINUTE
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def distance(moment: datetime, now: datetime) -> str:
    """How far off a moment is: `in 40 min`, `24 min ago`, and `now` at that very moment."""
    away = _elapsed(now, moment)
    if not away:
        return "now"
    return f"in {span(away)}" if away > timedelta() else f"{span(away)} ago"


def when(moment: datetime, now: datetime) -> str:
    """A moment as somebody would say it now.

    Today with its distance: `16:00, in 40 min`, `15:20, 24 min ago`. In the next six days by weekday: `Tue 17:00`.
    Further off or in the past with its date: `Mon 2 March 17:00`; in another year with that: `Fri 2 January 2026
    09:00`.
    """
    there, here = in_london(moment), in_london(now)
    days_ahead = (there.date() - here.date()).days
    if days_ahead == 0:
        return f"{clock_time(moment)}, {distance(moment, now)}"
    if 0 < days_ahead < 7:
        return f"{there:%a %H:%M}"
    year = "" if there.year == here.year else f" {there.year}"
    return f"{there:%a} {there.day} {there:%B}{year} {there:%H:%M}"


def due_when(moment: datetime, now: datetime) -> str:
    """A limit as somebody would say it now: `due 16:00, in 40 min`, `due Tue 17:00`; once past, `overdue 24 min`.

    At the very moment it is still in time.
    """
    late = _elapsed(moment, now)
    return f"overdue {span(late)}" if late > timedelta() else f"due {when(moment, now)}"


def _elapsed(start: datetime, end: datetime) -> timedelta:
    # in UTC: two times of one zone subtract as wall clocks, an hour wrong across a clock change
    return in_utc(end) - in_utc(start)


def _london_day(moment: date | datetime) -> date:
    return in_london(moment).date() if isinstance(moment, datetime) else moment
