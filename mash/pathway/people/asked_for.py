"""Takes apart what somebody types to find a person: words of a name, a birth, an age, a place, numbers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from mash.foundation.spotting.words import word_set
from mash.pathway.people.births_told import DUE, take_ages, take_bare_age, take_day, take_year, without
from mash.pathway.people.matching import (
    Description,
    check_nhs_number,
    check_upn,
    fold_email,
    fold_upn,
    years_when_aged,
)
from mash.pathway.people.matching.dates import can_be_due
from mash.pathway.people.matching.names import fold
from mash.pathway.people.matching.places import POSTCODE, SHORT_STREETS, fold_postcode

# What tells a place is said in these ways only: a Danny Lane must be found by his name.
KINDS_OF_STREET = "|".join(sorted({*SHORT_STREETS, *SHORT_STREETS.values()}))
STREET = re.compile(
    rf"(?:,|\b(?:on|at|of|in)\b)\s*((?:\d+[a-z]?\s+)?[a-z' -]+?\s(?:{KINDS_OF_STREET})\b\.?)"
    rf"|\b(\d+[a-z]?\s+[a-z' -]+?\s(?:{KINDS_OF_STREET})\b\.?)",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\+?\d[\d -]{8,}\d")
EMAIL = re.compile(r"[^\s,;<>]+@[^\s,;<>]+\.[^\s,;<>]+")
FEWEST_LETTERS = 2
MOST_WORDS = 5
DOUBLED = frozenset("bcdfglmnprst")
# What is said of somebody beside a name. `Lee Child` and `Wei Man` are looked for as whole names as well.
OF_SOMEBODY = word_set(
    """called named name names known as aka nee surname who is was a an the and with in of on at from or his her
    their lives living live born date aged age about around approx approximately roughly circa early mid late
    old year years yr yrs yo month months week weeks someone somebody person adult man woman male female boy
    girl lady gentleman lad bloke guy child kid teenager teen toddler infant newborn dob"""
)
OF_THE_UNBORN = word_set("unborn baby bump due edd expected expecting foetus fetus")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search asks for, taken apart.

    Attributes:
        name: the words of a name in the order in which they were typed, initials among them.
        words: those of them that are no initials.
        said: every word, with what is said of somebody beside a name.
        ages: the least and the greatest that was said.
        unborn: whether a baby is meant, who may not be born.
    """

    said: tuple[str, ...]
    name: tuple[str, ...]
    words: tuple[str, ...]
    born: date | None
    due: date | None
    unborn: bool
    ages: tuple[int, int] | None
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
        return bool(self.words or self.born or self.due or self.nhs_number or self.upn or self.phone or self.email)

    @property
    def is_an_age(self) -> bool:
        """Whether an age or a year is all that was understood."""
        return not self.says_something and bool(self.ages or self.year)

    @property
    def initials(self) -> tuple[str, ...]:
        """The single letters that stand for names."""
        return tuple(word for word in self.name if len(word) < FEWEST_LETTERS)

    @property
    def several(self) -> list[str]:
        """Words that names must hold all of: as many as were typed, or any two of more. Of two, one may be respelt."""
        words, said = (sorted({*some[:MOST_WORDS]}) for some in (self.words, self._said_words))
        sets = [said, words, *map(list, combinations(words, 2))]
        if len(words) == 2:
            sets += [[one, other] for one in respelt(words[0]) for other in words[1:]]
            sets += [[words[0], other] for other in respelt(words[1])]
        return sorted({" ".join(some) for some in sets if len(some) > 1})

    @property
    def _said_words(self) -> tuple[str, ...]:
        return tuple(word for word in self.said if len(word) >= FEWEST_LETTERS)

    def as_of(self, today: date) -> Asked:
        """The same on a day: who would be born after it is due then. When nobody can be due is not understood."""
        late = self.born is not None and self.born > today
        born, due = (None, self.born) if late else (self.born, self.due)
        return replace(self, born=born, due=due if due and can_be_due(due, today) else None, unborn=self.unborn or late)

    def descriptions(self, on: date) -> list[Description]:
        """What it may mean, by which words are of the given and which of the family name. Ages count on a day."""
        age, years = None, (self.year, self.year) if self.year else None
        if self.ages and self.ages[0] == self.ages[1]:
            age = self.ages[0]
        elif self.ages:
            years = years or (years_when_aged(self.ages[1], on)[0], years_when_aged(self.ages[0], on)[1])
        return [
            Description(
                given=given,
                family=family,
                born=self.born,
                born_about=years,
                age=age,
                due_date=self.due,
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
        if len(self._said_words) == 2 > len(self.words):
            yield self._said_words


def asked(text: str) -> Asked:
    """Take a search apart. Nothing in it is an error: what is not understood is part of a name."""
    written = EMAIL.search(text)
    email = fold_email(written.group()) if written else ""
    text = text.replace(written.group(), " ") if written and email else text
    is_due = DUE.search(text) is not None
    day, text = take_day(text)
    found = POSTCODE.search(text)
    postcode = fold_postcode(found.group()) if found else ""
    text = POSTCODE.sub(" ", text, count=1)
    number = NUMBER.search(text)
    digits = number.group() if number else ""
    is_nhs = check_nhs_number(digits).valid
    text = text.replace(digits, " ") if digits else text
    ages, text = take_ages(text)
    address, text = _take(STREET, text)
    year, text = take_year(text)
    upns = [word for word in text.split() if check_upn(fold_upn(word)).valid]
    bare, rest = take_bare_age(text)
    told = [word for part in rest.split() if part not in upns for word in fold(part).split()]
    said = tuple(word for word in told if not word.isdigit())
    name = _names_of(said, alone=not (ages or year or day or digits))
    words = tuple(word for word in name if len(word) >= FEWEST_LETTERS)
    return Asked(
        said=said,
        name=name if words else (),
        words=words,
        born=None if is_due else day,
        due=day if is_due else None,
        unborn=is_due or not OF_THE_UNBORN.isdisjoint(said),
        ages=bare if ages is None and words else ages,
        year=year,
        address=address,
        postcode=postcode,
        nhs_number=digits if is_nhs else "",
        upn=upns[0] if upns else "",
        phone="" if is_nhs else digits,
        email=email,
    )


def respelt(word: str) -> list[str]:
    """Spellings of a name that no ear tells from it: a letter doubled or not, an e at the end or none.

    >>> respelt("dune")
    ['dun', 'dunne']
    """
    found = {word[:-1] if word.endswith("e") else f"{word}e"}
    for at in range(1, len(word)):
        if word[at] in DOUBLED and word[at] != word[at - 1] and word[at : at + 2] != word[at] * 2:
            found.add(word[:at] + word[at] + word[at:])
        elif word[at] == word[at - 1]:
            found.add(word[:at] + word[at + 1 :])
    return sorted(one for one in found if len(one) >= FEWEST_LETTERS)


def _names_of(said: tuple[str, ...], *, alone: bool) -> tuple[str, ...]:
    """The words that name somebody: one that may be said of anybody is a name where it is all that was typed."""
    ordinary = [word for word in said if word in OF_SOMEBODY | OF_THE_UNBORN and len(word) >= FEWEST_LETTERS]
    if not ordinary:
        return said
    named = tuple(word for word in said if word not in OF_SOMEBODY | OF_THE_UNBORN)
    return named or (said if alone and len(said) == 1 else ())


def _take(what: re.Pattern[str], text: str) -> tuple[str, str]:
    """The first group of what is found, and the text without it."""
    found = what.search(text)
    if found is None:
        return "", text
    told = next(group for group in found.groups() if group)
    return told.strip(), without(text, found)
