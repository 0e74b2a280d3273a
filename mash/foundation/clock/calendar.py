"""When a hub is open, and how to count in the time that it is.

Openings are worked out day by day on London clocks and then counted in UTC, so that the two Sundays on which clocks
change lengthen or shorten nothing but the night.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import holidays

from mash.foundation.clock.closures import UNREADABLE, Closure, read_closures, read_date
from mash.foundation.clock.london import in_utc, london_date, moment_of
from mash.foundation.clock.plain_values import known_settings, yes_or_no

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MIDNIGHT = time(0)
ONE_DAY = timedelta(days=1)
LONGEST_CLOSURE_DAYS = 366


@lru_cache(maxsize=128)
def bank_holidays(year: int) -> Mapping[date, str]:
    """England's bank holidays in a year with their names, moved and extra days included."""
    return MappingProxyType(dict(holidays.country_holidays("GB", subdiv="ENG", years=year)))


@dataclass(frozen=True, slots=True)
class Hours:
    """One stretch of opening on London clocks: open from `opens` up to, not including, `closes`.

    `closes` at 00:00 means midnight at the end of the day.

    Raises:
        ValueError: it closes before it opens.
    """

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.closes != MIDNIGHT and self.closes <= self.opens:
            raise ValueError(f"Closing time {self.closes:%H:%M} must be later than opening time {self.opens:%H:%M}.")

    @classmethod
    def from_json(cls, given: object) -> "Hours":
        """Read `["08:30", "17:00"]`; `"24:00"` is midnight at the end. Raises ValueError otherwise."""
        if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != 2:
            raise ValueError("Give opening hours as two times, such as 08:30 and 17:00.")
        return cls(_time(given[0]), MIDNIGHT if given[1] == "24:00" else _time(given[1]))

    def to_json(self) -> list[str]:
        """The two times as text."""
        return [f"{self.opens:%H:%M}", "24:00" if self.closes == MIDNIGHT else f"{self.closes:%H:%M}"]


OFFICE_HOURS = (Hours(time(8, 30), time(17)),)
OFFICE_WEEK = (*[OFFICE_HOURS] * 5, (), ())


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a hub is open (DOMAIN rule 34).

    Attributes:
        week: the hours of each weekday, Monday first; none means closed.
        keeps_bank_holidays: closed on England's bank holidays.
        closures: days on which the hub is closed all the same, each with its reason.
        opens_anyway: bank holidays on which it opens as on any other such weekday.

    Raises:
        ValueError: it is never open, its hours overlap, or it is both closed and open on a date.
    """

    week: tuple[tuple[Hours, ...], ...] = OFFICE_WEEK
    keeps_bank_holidays: bool = True
    closures: tuple[Closure, ...] = ()
    opens_anyway: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != len(WEEKDAYS):
            raise ValueError("Give the opening hours of all seven days, Monday first.")
        if not any(self.week):
            raise ValueError("Give opening hours for at least one day of the week.")
        for name, day in zip(WEEKDAYS, self.week, strict=True):
            if any(a.closes == MIDNIGHT or b.opens < a.closes for a, b in pairwise(day)):
                raise ValueError(f"The opening hours of {name} overlap or are out of order.")
        if both := sorted(day for day in self.opens_anyway if self.closure_on(day)):
            raise ValueError(f"{both[0].isoformat()} cannot be both a closure and an opening.")

    @classmethod
    def from_json(cls, given: Any) -> "Calendar":
        """Read what `to_json` wrote. What is absent keeps its default; an unknown setting raises ValueError."""
        given = known_settings(given, "calendar", cls.__slots__)
        calendar = cls()
        return cls(
            week=_week(given["week"]) if "week" in given else calendar.week,
            keeps_bank_holidays=yes_or_no(given.get("keeps_bank_holidays", True), "keeps_bank_holidays"),
            closures=read_closures(given.get("closures", ())),
            opens_anyway=_dates(given.get("opens_anyway", ())),
        )

    def to_json(self) -> dict[str, Any]:
        """The calendar as plain values: `{"week": {"monday": [["08:30", "17:00"]], …}, …}`."""
        return {
            "week": {name: [h.to_json() for h in day] for name, day in zip(WEEKDAYS, self.week, strict=True)},
            "keeps_bank_holidays": self.keeps_bank_holidays,
            "closures": [closure.to_json() for closure in self.closures],
            "opens_anyway": [day.isoformat() for day in sorted(self.opens_anyway)],
        }

    def closure_on(self, day: date) -> Closure | None:
        """The hub's own closure that a date falls into, if any."""
        return next((closure for closure in self.closures if closure.holds_on(day)), None)

    def is_open_on(self, day: date) -> bool:
        """The hub opens on this date, so that it counts as a working day."""
        if self.closure_on(day) or not self.week[day.weekday()]:
            return False
        kept = self.keeps_bank_holidays and day in bank_holidays(day.year)
        return not kept or day in self.opens_anyway

    def is_open_at(self, moment: datetime) -> bool:
        """The hub is open at this moment; at the second of closing it is not."""
        moment = in_utc(moment)
        return any(opens <= moment < closes for opens, closes in self._openings(london_date(moment)))

    def next_opening(self, moment: datetime) -> datetime:
        """The moment itself while the hub is open, else when it next opens. In UTC."""
        moment = in_utc(moment)
        opens, _ = next(self._openings_after(moment))
        return max(opens, moment)

    def closing_of(self, day: date) -> datetime:
        """The end of a working day, in UTC. Raises ValueError when the hub does not open on that date."""
        openings = self._openings(day)
        if not openings:
            raise ValueError(f"The hub is closed on {day.isoformat()}.")
        return openings[-1][1]

    def nth_working_day_after(self, day: date, n: int) -> date:
        """The nth date after this one on which the hub opens; the date itself never counts. `n` is 1 or more."""
        return self._nth_working_day(day, n, ONE_DAY)

    def nth_working_day_before(self, day: date, n: int) -> date:
        """The nth date before this one on which the hub opens; the date itself never counts. `n` is 1 or more."""
        return self._nth_working_day(day, n, -ONE_DAY)

    def add_working(self, moment: datetime, working: timedelta) -> datetime:
        """The earliest moment at which so much working time has gone by since `moment`, in UTC.

        No time at all is the moment itself. A sum that ends with a day ends at its closing, not at the next opening.

        Raises:
            ValueError: negative time, or a moment without a time zone.
        """
        moment = in_utc(moment)
        if working < timedelta():
            raise ValueError("Working time to add cannot be negative.")
        if not working:
            return moment
        for opens, closes in self._openings_after(moment):
            start = max(opens, moment)
            if working <= closes - start:
                return start + working
            working -= closes - start
        raise AssertionError("openings never end without an error")

    def working_between(self, start: datetime, end: datetime) -> timedelta:
        """How long the hub was open from `start` to `end`. Raises ValueError when `end` comes first."""
        start, end = in_utc(start), in_utc(end)
        if end < start:
            raise ValueError("The end of a stretch of working time cannot come before its start.")
        total = timedelta()
        day, last = london_date(start), london_date(end)
        while day <= last:
            for opens, closes in self._openings(day):
                total += max(min(closes, end) - max(opens, start), timedelta())
            day += ONE_DAY
        return total

    def _openings(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.is_open_on(day):
            return []
        openings = []
        for hours in self.week[day.weekday()]:
            midnight = hours.closes == MIDNIGHT
            # an hour that comes twice in October is worked twice; one that is missing in March opens nothing
            closes = moment_of(day + ONE_DAY, MIDNIGHT) if midnight else moment_of(day, hours.closes.replace(fold=1))
            opens = moment_of(day, hours.opens)
            if opens < closes:
                openings.append((opens, closes))
        return openings

    def _openings_after(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Stretches of opening that end after the moment, the one that it falls into first; without end."""
        day, closed_days = london_date(moment), 0
        while closed_days <= LONGEST_CLOSURE_DAYS:
            openings = self._openings(day)
            yield from (opening for opening in openings if opening[1] > moment)
            closed_days = 0 if openings else closed_days + 1
            day += ONE_DAY
        raise ValueError(f"The hub does not open in the year before {day.isoformat()}.")

    def _nth_working_day(self, day: date, n: int, step: timedelta) -> date:
        if n < 1:
            raise ValueError("Count working days from 1.")
        closed_days = 0
        while n:
            day += step
            closed_days = 0 if self.is_open_on(day) else closed_days + 1
            n -= self.is_open_on(day)
            if closed_days > LONGEST_CLOSURE_DAYS:
                raise ValueError(f"The hub does not open in the year around {day.isoformat()}.")
        return day


def _time(given: object) -> time:
    try:
        hour, minute = str(given).split(":")
        return time(int(hour), int(minute))
    except ValueError as error:
        raise ValueError(f"{given} is not a time. Give hours and minutes, such as 08:30.") from error


def _week(given: Any) -> tuple[tuple[Hours, ...], ...]:
    given = known_settings(given, "week", WEEKDAYS)
    if odd := [name for name, day in given.items() if not isinstance(day, Sequence) or isinstance(day, str)]:
        raise ValueError(f"Give the opening hours of {odd[0]} as a list, empty when closed.")
    return tuple(tuple(Hours.from_json(hours) for hours in given.get(name, ())) for name in WEEKDAYS)


def _dates(given: Any) -> frozenset[date]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise ValueError(UNREADABLE)
    return frozenset(read_date(day) for day in given)
