"""A limit of time and the units that it can be counted in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import isfinite
from typing import Any

from mash.foundation.clock.calendar import Calendar
from mash.foundation.clock.london import in_utc, london_date
from mash.foundation.clock.plain_values import known_settings, yes_or_no
from mash.foundation.clock.when import clock_time, day_and_month

MOST_HOURS = 24 * 366
MOST_DAYS = 366
ORDINALS = ("next", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class Unit(StrEnum):
    """What a limit counts. The units are never converted into each other (DOMAIN rule 34)."""

    CLOCK_HOURS = "clock_hours"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    WORKING_DAYS_BEFORE_DECISION = "working_days_before_decision"


@dataclass(frozen=True, slots=True)
class Limit:
    """So much time from a moment on.

    - Clock hours count at once, by day and night.
    - Working hours count while the hub is open. With `runs_on` they start to count at once when it is open, else at
      the next opening, and then count in clock hours past closing (DOMAIN rule 35).
    - Working days end at the closing of the nth working day after the London date of the moment, whatever its hour.
    - Working days before the decision end at the closing of the nth working day before the date of that decision.

    Raises:
        ValueError: the amount is not above 0, too large, not whole for days; or `runs_on` without working hours.
    """

    amount: float
    unit: Unit
    runs_on: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int | float) or not isfinite(self.amount):
            raise ValueError("Give a limit as a number.")
        if self.amount <= 0:
            raise ValueError("A limit must be more than 0.")
        if self.in_days and self.amount != int(self.amount):
            raise ValueError("Give a limit in working days as a whole number.")
        most = MOST_DAYS if self.in_days else MOST_HOURS
        if self.amount > most:
            raise ValueError(f"A limit in {self.unit.replace('_', ' ')} can be at most {most}.")
        if self.runs_on and self.unit is not Unit.WORKING_HOURS:
            raise ValueError("Only a limit in working hours can run on past closing.")

    @classmethod
    def from_json(cls, given: Any) -> "Limit":
        """Read `{"amount": 4, "unit": "working_hours", "runs_on": true}`. Raises ValueError otherwise."""
        given = known_settings(given, "limit", cls.__slots__)
        if given.get("unit") not in list(Unit):
            raise ValueError(f"Choose the unit of a limit from {', '.join(Unit)}.")
        if "amount" not in given:
            raise ValueError("Give the amount of a limit.")
        return cls(given["amount"], Unit(given["unit"]), yes_or_no(given.get("runs_on", False), "runs_on"))

    def to_json(self) -> dict[str, Any]:
        """The limit as plain values."""
        return {"amount": self.amount, "unit": self.unit.value, "runs_on": self.runs_on}

    @property
    def in_days(self) -> bool:
        """It is counted in working days rather than in hours."""
        return self.unit in (Unit.WORKING_DAYS, Unit.WORKING_DAYS_BEFORE_DECISION)

    @property
    def in_clock_time(self) -> bool:
        """Once begun it counts by day and night."""
        return self.unit is Unit.CLOCK_HOURS or self.runs_on

    @property
    def length(self) -> timedelta:
        """The hours of a limit in hours. Raises ValueError for one in days."""
        if self.in_days:
            raise ValueError("A limit in working days has no length in hours.")
        return timedelta(hours=self.amount)

    @property
    def in_words(self) -> str:
        """`4 hours`, `1 hour`. Raises ValueError for a limit in days."""
        if self.in_days:
            raise ValueError("A limit in working days has no length in hours.")
        return f"{self.amount:g} {'hour' if self.amount == 1 else 'hours'}"

    def begins(self, calendar: Calendar, since: datetime) -> datetime:
        """When this limit begins to count for something that came at `since`: then, or at the next opening."""
        return in_utc(since) if self.unit is Unit.CLOCK_HOURS else calendar.next_opening(since)

    def ends(self, calendar: Calendar, since: datetime) -> datetime:
        """When the limit is up for something that came at `since`, in UTC.

        Raises:
            ValueError: no time zone; the limit counts back from a decision (use `ends_before`).
        """
        match self.unit:
            case Unit.WORKING_DAYS:
                return calendar.closing_of(calendar.nth_working_day_after(london_date(since), int(self.amount)))
            case Unit.WORKING_HOURS if not self.runs_on:
                return calendar.add_working(since, self.length)
            case Unit.WORKING_HOURS | Unit.CLOCK_HOURS:
                return self.begins(calendar, since) + self.length
            case Unit.WORKING_DAYS_BEFORE_DECISION:
                raise ValueError("This limit counts back from the decision.")

    def ends_before(self, calendar: Calendar, decision_due: datetime) -> datetime:
        """When a limit that counts back from the decision is up: the closing of a working day before its date."""
        # a decision due at midnight belongs to the day that ends there
        day = london_date(in_utc(decision_due) - timedelta(microseconds=1))
        return calendar.closing_of(calendar.nth_working_day_before(day, int(self.amount)))

    def explain(self, calendar: Calendar, since: datetime, event: str) -> str:
        """How the limit counts, as part of a sentence: `end of the next working day after receipt on Friday 6 March`.

        Args:
            event: what happened at `since`, such as `receipt`.
        """
        if self.unit is Unit.WORKING_DAYS_BEFORE_DECISION:
            days = "" if self.amount == 1 else f"{_ordinal(int(self.amount))} "
            return f"end of the {days}working day before the decision is due"
        happened = f"{event} on {day_and_month(since)}"
        if self.in_days:
            return f"end of the {_ordinal(int(self.amount))} working day after {happened}"
        hours = self.in_words
        if self.unit is Unit.WORKING_HOURS and not self.runs_on:
            return f"{hours} of working time from {happened} at {clock_time(since)}"
        begins = self.begins(calendar, since)
        if begins == since:
            start = f"from {happened} at {clock_time(since)}"
        else:
            start = (
                f"from the next opening on {day_and_month(begins)} at {clock_time(begins)}, after {happened} at "
                f"{clock_time(since)}"
            )
        return f"{hours} {start}{self._past_closing(calendar, begins)}"

    def _past_closing(self, calendar: Calendar, begins: datetime) -> str:
        closes = calendar.closing_of(london_date(begins)) if self.runs_on else None
        return ", running on past closing" if closes is not None and closes < begins + self.length else ""


def _ordinal(n: int) -> str:
    if n <= len(ORDINALS):
        return ORDINALS[n - 1]
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
