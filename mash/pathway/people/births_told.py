"""Reads when somebody was born or is due, or how old they are, out of what somebody types. Pure."""

from __future__ import annotations

import re
from datetime import date

from mash.pathway.people.matching.dates import MONTH_NUMBERS, MONTHS

A_MONTH = "|".join(rf"{name}|{name[:3]}" for name in MONTHS) + "|Sept"
NO_NAME_EITHER = "|".join(
    rf"{name}|{name[:3]}" for name in MONTHS if name[:3] not in {"Jan", "Apr", "May", "Jun", "Aug"}
)
DAY = re.compile(
    r"\b(?P<day>\d{1,2})[/. -](?P<month>\d{1,2})[/. -](?P<year>\d{4})\b"
    r"|\b(?P<iso_year>\d{4})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})\b",
)
DAY_IN_WORDS = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[-/. ]+(?P<month>{A_MONTH})\b\.?,?[-/. ]*(?P<year>\d{{4}})\b"
    rf"|\b(?P<iso_month>{A_MONTH})\.?\s+(?P<iso_day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<iso_year>\d{{4}})\b",
    re.IGNORECASE,
)
DUE = re.compile(r"\b(?:due|edd|expected)\b", re.IGNORECASE)
# A May 2019 may be a May who was born in 2019.
MONTH_AND_YEAR = re.compile(
    rf"\b(?:(?:born|due|in)\s+)+(?:{A_MONTH})\.?,?\s+((?:19|20)\d{{2}})\b|\b(?:{NO_NAME_EITHER})\.?,?\s+((?:19|20)\d{{2}})\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![/.-])\b(?:born\s+)?(?:in\s+)?((?:19|20)\d{2})\b(?![/.-])", re.IGNORECASE)

# What tells an age is said in these ways only.
SAID = r"(?:about|around|approx\.?|approximately|aged?|circa|roughly)"
OLD = r"(?:[\s-]*old\b)?"
AGE = re.compile(
    rf"\b{SAID}\s*(?P<about>\d{{1,2}})\b(?:[\s-]*(?:years?|yrs?)\b)?{OLD}"
    rf"|\b(?P<years>\d{{1,2}})[\s-]*(?:years?|yrs?|yo|y/o)\b{OLD}|\b\d{{1,2}}[\s-]*(?:months?|mths?|weeks?)\b{OLD}",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    rf"\b(?:{SAID}|between)\s*(\d{{1,2}})\s*(?:-|–|to|or|and)\s*(\d{{1,2}})\b(?![/.]\d)(?:[\s-]*(?:years?|yrs?|yo|y/o)\b)?{OLD}"
    rf"|\b(\d{{1,2}})\s*(?:-|–|to|or)\s*(\d{{1,2}})[\s-]*(?:years?|yrs?|yo|y/o)\b{OLD}",
    re.IGNORECASE,
)
DECADES = {"teens": 10, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70}
DECADES |= {"eighties": 80, "nineties": 90}
PARTS = {"": (0, 9), "early": (0, 4), "mid": (3, 7), "late": (6, 9)}
DECADE = re.compile(
    r"\b(?:(?:in|aged?)\s+)?(?:(?:his|her|their)\s+)?(?:(?P<part>early|mid|late)[\s-]+)?"
    rf"(?:(?P<number>[1-9]0)['\u2019]?s|(?P<word>{'|'.join(DECADES)}))\b",
    re.IGNORECASE,
)
# A number alone beside a name: `Dunne-Ward 6`. The number of a flat is none.
BARE_AGE = re.compile(
    r"(?<!flat )(?<!apt )(?<!apartment )(?<!unit )(?<!room )(?<!no )(?<!no\. )(?<!number )(?<![\w/.+-])"
    r"(?P<years>\d{1,2})(?![\w/+-]|\.\d)",
    re.IGNORECASE,
)
ALL = (DAY, DAY_IN_WORDS, BETWEEN, AGE, DECADE)  # none of these is the number of a house


def take_day(text: str) -> tuple[date | None, str]:
    """The first date that there is, and the text without it.

    >>> take_day("Kaci 3rd December 2019")
    (datetime.date(2019, 12, 3), 'Kaci  ')
    """
    for found in (*DAY.finditer(text), *DAY_IN_WORDS.finditer(text)):
        told = found.groupdict()
        month = (told["month"] or told["iso_month"]).lower()
        try:
            day = date(
                int(told["year"] or told["iso_year"]),
                MONTH_NUMBERS.get(month[:3]) or int(month),
                int(told["day"] or told["iso_day"]),
            )
        except ValueError:
            continue
        return day, without(text, found)
    return None, text


def take_year(text: str) -> tuple[int | None, str]:
    """A year of birth, alone or with its month, and the text without it."""
    found = MONTH_AND_YEAR.search(text) or YEAR.search(text)
    if found is None:
        return None, text
    return int(next(year for year in found.groups() if year)), without(text, found)


def take_ages(text: str) -> tuple[tuple[int, int] | None, str]:
    """The least and the greatest age in years that somebody may have, and the text without it.

    >>> take_ages("Daz, early 30s")[0], take_ages("aged 5 or 6")[0], take_ages("about 6")[0]
    ((30, 34), (5, 6), (6, 6))
    """
    if found := BETWEEN.search(text):
        one, other = sorted(int(age) for age in found.groups() if age)
        return (one, other), without(text, found)
    if found := DECADE.search(text):
        begins = int(found["number"] or DECADES[found["word"].lower()])
        least, most = PARTS[(found["part"] or "").lower()]
        return (begins + least, begins + most), without(text, found)
    if found := AGE.search(text):
        age = int(found["about"] or found["years"] or 0)
        return (age, age), without(text, found)
    return None, text


def take_bare_age(text: str) -> tuple[tuple[int, int] | None, str]:
    """The same by a number that nothing is said of."""
    found = BARE_AGE.search(text)
    return ((int(found["years"]),) * 2, without(text, found)) if found else (None, text)


def without(text: str, found: re.Match[str]) -> str:
    """The text with a space where something was found."""
    return f"{text[: found.start()]} {text[found.end() :]}"
