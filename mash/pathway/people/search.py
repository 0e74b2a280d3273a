"""Finds people of the register by what somebody types: a name, a birth, a postcode, a number, an e-mail address."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import date

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import CORE
from mash.foundation.clock.london import in_london
from mash.pathway.people.finding import holding, ranked, readings_of
from mash.pathway.people.matching import Description, check_nhs_number, check_upn, fold_email, fold_upn, search_keys
from mash.pathway.people.matching.names import fold
from mash.pathway.people.matching.places import POSTCODE, SHORT_STREETS, fold_postcode
from mash.pathway.people.models import Person, PersonAddress
from mash.pathway.people.tallies import weights_for

MOST_SHOWN = 30
MOST_LOOKED_AT = 200  # whoever types a single name is shown a page of people, of their own areas
# What tells an age or a place is said in these ways only: a Danny Lane must be found by his name.
AGE = re.compile(
    r"\b(?:about|approx\.?|aged?|circa)\s*(?P<about>\d{1,2})\b(?:\s*(?:years?|yrs?)\b)?(?:\s*old\b)?"
    r"|\b(?P<years>\d{1,2})\s*(?:years?|yrs?|yo|y/o)\b(?:\s*old\b)?|\b\d{1,2}\s*(?:months?|mths?|weeks?)\b(?:\s*old\b)?",
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search asks for, taken apart."""

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

    def descriptions(self, on: date) -> list[Description]:
        """What it may mean: the last word for a family name, or all but the first. Ages count on a day."""
        *given, family = self.words or ("",)
        readings = [(" ".join(given), family)]
        if len(self.words) > 2:
            readings.append((self.words[0], " ".join(self.words[1:])))
        return [
            Description(
                given=first,
                family=last,
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
            for first, last in readings
        ]


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
    age, text = _take_age(text)
    address, text = _take(STREET, text)
    year, text = _take(YEAR, text)
    upns = [word for word in text.split() if check_upn(fold_upn(word)).valid]
    words = [word for part in text.split() if part not in upns for word in fold(part).split()]
    return Asked(
        words=tuple(word for word in words if len(word) >= FEWEST_LETTERS and not word.isdigit()),
        born=born,
        age=age,
        year=int(year) if year else None,
        address=address,
        postcode=postcode,
        nhs_number=digits if is_nhs else "",
        upn=upns[0] if upns else "",
        phone="" if is_nhs else digits,
        email=email,
    )


def look_for(me: Acting, asked_for: Asked) -> list[Person]:
    """People whom this reader's own hubs know, likeliest first. At most five queries.

    A protected address finds somebody only for the hub that was told it: row-level security holds it back from others.
    """
    if not asked_for.says_something or not me.areas_as(*CORE):
        return []
    descriptions = [
        reading for told in asked_for.descriptions(in_london(me.now).date()) for reading in readings_of(told)
    ]
    keys = {key for reading in descriptions for key in search_keys(reading.described)} | set(_word_keys(asked_for))
    own = me.areas_as(*CORE)
    known = [person for person in holding(keys, MOST_LOOKED_AT) if own & set(person.areas)]
    living = _living_at(me, asked_for.postcode)
    weights = weights_for([reading.described for reading in descriptions])
    order = [candidate.id for candidate in ranked(descriptions, known, weights)[: 2 * MOST_SHOWN]]
    wanted = [*dict.fromkeys([*order, *living])]
    if asked_for.postcode and not (asked_for.words or asked_for.born):
        wanted = living
    people = {
        person.pk: person for person in Person.objects.visible_to(me).unmerged().filter(pk__in=wanted[: 2 * MOST_SHOWN])
    }
    return [people[key] for key in wanted if key in people][:MOST_SHOWN]


def _word_keys(asked_for: Asked) -> list[str]:
    """A single word is looked for as a name of any kind; several must sound like a whole name, or come with more."""
    return [f"word:{asked_for.words[0]}"] if len(asked_for.words) == 1 and not asked_for.born else []


def _living_at(me: Acting, postcode: str) -> list[uuid.UUID]:
    if not postcode:
        return []
    return list(
        PersonAddress.objects.visible_to(me)
        .filter(postcode=postcode)
        .order_by("-told_at")
        .values_list("person", flat=True)[: 2 * MOST_SHOWN]
    )


def _take(what: re.Pattern[str], text: str) -> tuple[str, str]:
    """The first group of what is found, and the text without it."""
    found = what.search(text)
    if found is None:
        return "", text
    told = next(group for group in found.groups() if group)
    return told.strip(), f"{text[: found.start()]} {text[found.end() :]}"


def _take_age(text: str) -> tuple[int | None, str]:
    found = AGE.search(text)
    if found is None:
        return None, text
    return int(found["about"] or found["years"] or 0), f"{text[: found.start()]} {text[found.end() :]}"


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
