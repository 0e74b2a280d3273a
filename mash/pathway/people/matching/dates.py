"""Dates of birth compared by parts, ages turned into dates, and babies who are not born yet."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum, auto

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December")  # fmt: skip
MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}
BORN_BEFORE_DUE = timedelta(days=126)  # 22 weeks: the earliest birth that is a live birth to reckon with
BORN_AFTER_DUE = timedelta(days=21)


class Dates(StrEnum):
    """How two whole dates of birth compare."""

    SAME = auto()
    SWAPPED = auto()
    OTHER_YEAR = auto()
    OTHER_MONTH = auto()
    OTHER_DAY = auto()
    SAME_YEAR = auto()
    DIFFERENT = auto()


SCORES = {
    Dates.SAME: 1.0,
    Dates.SWAPPED: 0.66,
    Dates.OTHER_YEAR: 0.66,
    Dates.OTHER_MONTH: 0.66,
    Dates.OTHER_DAY: 0.66,
    Dates.SAME_YEAR: 0.33,
    Dates.DIFFERENT: 0.0,
}


def compare_dates(one: date, other: date) -> Dates:
    """Which parts of two dates of birth agree. Day and month that changed places count before all but the same date."""
    if one == other:
        return Dates.SAME
    year, month, day = one.year == other.year, one.month == other.month, one.day == other.day
    if year and one.month == other.day and one.day == other.month:
        return Dates.SWAPPED
    match (year, month, day):
        case (False, True, True):
            return Dates.OTHER_YEAR
        case (True, False, True):
            return Dates.OTHER_MONTH
        case (True, True, False):
            return Dates.OTHER_DAY
        case (True, False, False):
            return Dates.SAME_YEAR
        case _:
            return Dates.DIFFERENT


def compare_birth(one: date, other: date) -> float:
    """The field's score for two dates of birth: 1, 0.66, 0.33 or 0.

    The same date 1; two parts the same, or the same year with day and month swapped, 0.66; the year alone 0.33.

    Source: MAIS person matching (PUB03); DOMAIN rule 17.
    """
    return SCORES[compare_dates(one, other)]


def swap_day_and_month(born: date) -> date | None:
    """The date that was meant if day and month were confused, or none where that is no other date."""
    if born.day > 12 or born.day == born.month:
        return None
    return date(born.year, born.day, born.month)


def born_when_aged(age: int, on: date) -> tuple[date, date]:
    """The first and the last day on which somebody was born who is `age` years old on the day `on`.

    Raises:
        ValueError: the age is below 0, or reaches before the year 1.
    """
    if age < 0:
        raise ValueError("An age is not below 0")
    return _birthday(on, age + 1) + timedelta(days=1), _birthday(on, age)


def years_when_aged(age: int, on: date) -> tuple[int, int]:
    """The first and the last year in which somebody was born who is `age` years old on the day `on`."""
    first, last = born_when_aged(age, on)
    return first.year, last.year


def born_when_due(due: date) -> tuple[date, date]:
    """The first and the last day on which a baby who was due on this day is likely to have been born."""
    return due - BORN_BEFORE_DUE, due + BORN_AFTER_DUE


def in_words(day: date) -> str:
    """A date as people write it: 2 March 2026. In English, whatever the machine's locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def birth_in_words(*, born: date | None, about: int | None, due: date | None) -> str:
    """When somebody was born, as far as it is known: the day, the year, or the day when a baby is due."""
    if born:
        return in_words(born)
    if due:
        return f"due {in_words(due)}"
    return f"about {about}" if about else ""


def _birthday(on: date, years_ago: int) -> date:
    try:
        return on.replace(year=on.year - years_ago)
    except ValueError:  # 29 February in a year that has none: the law's birthday is the day before
        return date(on.year - years_ago, 2, 28)
