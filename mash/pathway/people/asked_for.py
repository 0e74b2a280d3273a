"""Takes apart what somebody types to find a person: words of a name, a birth, an age, a place, numbers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from mash.pathway.people.matching import Description, check_nhs_number, check_upn, fold_email, fold_upn
from mash.pathway.people.matching.names import fold
from mash.pathway.people.matching.places import POSTCODE, SHORT_STREETS, fold_postcode

# What tells an age or a place is said in these ways only: a Danny Lane must be found by his name.
AGE = re.compile(
    r"\b(?:about|approx\.?|aged?|circa)\s*(?P<about>\d{1,2})\b(?:\s*(?:years?|yrs?)\b)?(?:\s*old\b)?"
    r"|\b(?P<years>\d{1,2})\s*(?:years?|yrs?|yo|y/o)\b(?:\s*old\b)?|\b\d{1,2}\s*(?:months?|mths?|weeks?)\b(?:\s*old\b)?",
    re.IGNORECASE,
)
# A number alone beside a name: `Dunne-Ward 6`. The number of a flat is none.
BARE_AGE = re.compile(
    r"(?<!flat )(?<!apt )(?<!apartment )(?<!unit )(?<!room )(?<!no )(?<!no\. )(?<!number )(?<![\w/.+-])"
    r"(?P<years>\d{1,2})(?![\w/+-]|\.\d)",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![/.-])\b(?:born\s+)?(?:in\s+)?((?:19|20)\d{2})\b(?![/.-])", re.IGNORECASE)
KINDS_OF_STREET = "|".join(sorted({*SHORT_STREETS, *SHORT_STREETS.values()}))
STREET = re.compile(
    rf"(?:,|\b(?:on|at|of|in)\b)\s*((?:\d+[a-z]?\s+)?[a-z' -]+?\s(?:{KINDS_OF_STREET})\b\.?)"
    rf"|\b(\d+[a-z]?\s+[a-z' -]+?\s(?:{KINDS_OF_STREET})\b\.?)",
    re.IGNORECASE,
)
DAY = re.compile(r"\b(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
NUMBER = re.compile(r"\+?\d[\d -]{8,}\d")
EMAIL = re.compile(r"[^\s,;<>]+@[^\s,;<>]+\.[^\s,;<>]+")
FEWEST_LETTERS = 2
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search asks for, taken apart.

    Attributes:
        name: the words of a name in the order in which they were typed, initials among them.
        words: those of them that are no initials.
    """

    name: tuple[str, ...]
    words: tuple[str, ...]
    born: date | None
    age: int | None
    year: int | None
    address: str
    postcode: str
    nhs_number: str
    upn: str
    phone: str
    email: str

    @property
    def says_something(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.postcode or self.says_whom)

    @property
    def says_whom(self) -> bool:
        """Whether there is more to look for than a place."""
        return bool(self.words or self.born or self.nhs_number or self.upn or self.phone or self.email)

    @property
    def initials(self) -> tuple[str, ...]:
        """The single letters that stand for names."""
        return tuple(word for word in self.name if len(word) < FEWEST_LETTERS)

    @property
    def several(self) -> list[str]:
        """The words that names must hold all of: as many as were typed, or any two of more."""
        words = sorted({*self.words[:MOST_WORDS]})
        sets = [words, *map(list, combinations(words, 2))] if len(words) > 1 else []
        return sorted({" ".join(some) for some in sets})

    def descriptions(self, on: date) -> list[Description]:
        """What it may mean, by which words are of the given and which of the family name. Ages count on a day."""
        return [
            Description(
                given=given,
                family=family,
                born=self.born,
                born_about=(self.year, self.year) if self.year else None,
                age=self.age,
                on=on,
                address=self.address,
                postcode=self.postcode,
                nhs_number=self.nhs_number,
                upn=self.upn,
                phone=self.phone,
                email=self.email,
            )
            for given, family in dict.fromkeys(self._names())
        ]

    def _names(self) -> Iterator[tuple[str, str]]:
        """The last word for a family name, all but the first, or all of them with the initials for the given name."""
        *given, family = self.name or ("",)
        yield " ".join(given), family
        if len(self.name) > 2:
            yield self.name[0], " ".join(self.name[1:])
        yield " ".join(self.initials), " ".join(self.words)
        if len(self.words) == 1:
            yield self.words[0], ""


def asked(text: str) -> Asked:
    """Take a search apart. Nothing in it is an error: what is not understood is part of a name."""
    written = EMAIL.search(text)
    email = fold_email(written.group()) if written else ""
    text = text.replace(written.group(), " ") if written and email else text
    born, text = _take_day(text)
    found = POSTCODE.search(text)
    postcode = fold_postcode(found.group()) if found else ""
    text = POSTCODE.sub(" ", text, count=1)
    number = NUMBER.search(text)
    digits = number.group() if number else ""
    is_nhs = check_nhs_number(digits).valid
    text = text.replace(digits, " ") if digits else text
    age, text = _take_age(AGE, text)
    address, text = _take(STREET, text)
    year, text = _take(YEAR, text)
    upns = [word for word in text.split() if check_upn(fold_upn(word)).valid]
    bare, without = _take_age(BARE_AGE, text)
    told = [word for part in without.split() if part not in upns for word in fold(part).split()]
    name = tuple(word for word in told if not word.isdigit())
    words = tuple(word for word in name if len(word) >= FEWEST_LETTERS)
    return Asked(
        name=name if words else (),
        words=words,
        born=born,
        age=bare if age is None and words else age,
        year=int(year) if year else None,
        address=address,
        postcode=postcode,
        nhs_number=digits if is_nhs else "",
        upn=upns[0] if upns else "",
        phone="" if is_nhs else digits,
        email=email,
    )


def _take(what: re.Pattern[str], text: str) -> tuple[str, str]:
    """The first group of what is found, and the text without it."""
    found = what.search(text)
    if found is None:
        return "", text
    told = next(group for group in found.groups() if group)
    return told.strip(), f"{text[: found.start()]} {text[found.end() :]}"


def _take_age(how: re.Pattern[str], text: str) -> tuple[int | None, str]:
    found = how.search(text)
    if found is None:
        return None, text
    told = found.groupdict()
    return int(told.get("about") or told["years"] or 0), f"{text[: found.start()]} {text[found.end() :]}"


def _take_day(text: str) -> tuple[date | None, str]:
    found = DAY.search(text)
    if found is None:
        return None, text
    day, month, year, iso_year, iso_month, iso_day = found.groups()
    try:
        born = date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
    except ValueError:
        return None, text
    return born, text[: found.start()] + " " + text[found.end() :]
