"""What single cells of a list mean, spreadsheets' habits included. Pure.

A spreadsheet turns dates into numbers of days and long numbers into powers of ten. What is still whole is understood;
what has lost digits is refused, because a guess would be somebody else's number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from mash.pathway.people.births_told import SAID, take_ages
from mash.pathway.people.matching.dates import MONTH_NUMBERS

NOT_TOLD = frozenset({"", "-", "n/a", "na", "nk", "not known", "unknown", "null", "none", "nan", "tbc"})
FIRST_YEAR = 1880
OLDEST_YEARS = 120
DAYS_BEFORE_1900 = date(1899, 12, 30)  # what Excel counts from, its 29 February 1900 that never was taken into account
FEWEST_DAYS, MOST_DAYS = 3_000, 60_000  # 1908 to 2064: below lie years
# What systems write when they had to write something.
STAND_INS = frozenset({date(1900, 1, 1), date(1753, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1901, 1, 1)})
TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/. ](\d{{1,2}})[-/. ](\d{{1,2}}){TIME}")
DAY_FIRST = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}){TIME}")
TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?")
WITH_A_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/. ]+([a-z]+)\.?,?[-/. ]+(\d{{4}}){TIME}", re.IGNORECASE)
SHORT_YEAR = re.compile(r"\d{1,2}[-/. ](?:\d{1,2}|[a-z]+)[-/. ]\d{2}", re.IGNORECASE)
NUMBER = re.compile(r"(\d+)(?:\.0+)?")
SAID_BEFORE = re.compile(rf"^{SAID}\s+", re.IGNORECASE)
POWER = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Born:
    """When somebody was born: a day, or the first and last year that it may have been. Both empty if not told."""

    day: date | None = None
    years: tuple[int, int] | None = None


def read_birth(text: str, today: date) -> Born:
    """A date of birth, or a year.

    Raises:
        ValueError: it is none, is ambiguous, or cannot be; the message says why.
    """
    told = text.strip()
    if told.lower() in NOT_TOLD:
        return Born()
    if (whole := NUMBER.fullmatch(told)) and FIRST_YEAR <= int(whole[1]) <= today.year:
        return Born(years=(int(whole[1]), int(whole[1])))
    day = read_day(told)
    if day in STAND_INS:
        return Born()
    if day > today:
        raise ValueError("it is in the future")
    if day.year < FIRST_YEAR:
        raise ValueError(f"it is before {FIRST_YEAR}")
    return Born(day)


def read_day(text: str) -> date:
    """A date as people and spreadsheets write it, the day before the month unless the year comes first.

    >>> read_day("14/05/2018"), read_day("43234"), read_day("14 May 2018")
    (datetime.date(2018, 5, 14), datetime.date(2018, 5, 14), datetime.date(2018, 5, 14))

    Raises:
        ValueError: it is none, or its year has two digits only; the message says why.
    """
    told = " ".join(text.split())
    if found := YEAR_FIRST.fullmatch(told) or TOGETHER.fullmatch(told):
        return _day(*map(int, found.groups()))
    if found := DAY_FIRST.fullmatch(told):
        day, month, year = map(int, found.groups())
        return _day(year, month, day)
    if (found := WITH_A_MONTH.fullmatch(told)) and found[2][:3].lower() in MONTH_NUMBERS:
        return _day(int(found[3]), MONTH_NUMBERS[found[2][:3].lower()], int(found[1]))
    if SHORT_YEAR.fullmatch(told):
        raise ValueError("its year has two digits only: which century?")
    if (found := NUMBER.fullmatch(told)) and FEWEST_DAYS <= int(found[1]) <= MOST_DAYS:
        return DAYS_BEFORE_1900 + timedelta(days=int(found[1]))
    raise ValueError("it is not a date such as 14/05/2018 or 2018-05-14")


def read_age(text: str) -> int | None:
    """An age in whole years: `6`, `6.0`, `about 6`, `6 yrs`; `8 months` is 0.

    Raises:
        ValueError: it is none.
    """
    told = text.strip().lower()
    if told in NOT_TOLD:
        return None
    found = re.fullmatch(r"(?:about|approx\.?|aged?|c\.?|~)?\s*(\d{1,3})(?:\.\d+)?\s*(.*)", told)
    if not found:
        raise ValueError("it is not an age in years")
    if found[2].startswith(("m", "w", "d")):
        return int(found[1]) // 12 if found[2].startswith("m") else 0
    if int(found[1]) > OLDEST_YEARS or (found[2] and not found[2].startswith("y")):
        raise ValueError("it is not an age in years")
    return int(found[1])


def read_ages(text: str) -> tuple[int, int] | None:
    """The least and the greatest age that is said, as the search box reads it: `6`, `30s`, `early twenties`, `5-6`.

    Raises:
        ValueError: it is none.
    """
    told = text.strip()
    try:
        age = read_age(told)
    except ValueError:
        for said in (told, f"aged {SAID_BEFORE.sub('', told)}"):
            ages, rest = take_ages(said)
            if ages is not None and not rest.strip():
                return ages
        raise
    return None if age is None else (age, age)


def read_number(text: str) -> str:
    """A number that a spreadsheet may have made a decimal: `9990000018.0`.

    Raises:
        ValueError: it was made a power of ten, and its last digits are gone.
    """
    told = text.strip()
    if told.lower() in NOT_TOLD:
        return ""
    if POWER.fullmatch(told.replace(" ", "")):
        raise ValueError("a spreadsheet has cut its last digits off: write it as text")
    whole = NUMBER.fullmatch(told)
    return whole[1] if whole else told


def read_phone(text: str) -> str:
    """A telephone number; the 0 that a spreadsheet takes for nothing is put before it again."""
    number = read_number(text)
    return f"0{number}" if re.fullmatch(r"[1-9]\d{9}", number) and not number.startswith("44") else number


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError("there is no such day") from error
