"""Finds people of the register by what somebody types: a name, a date of birth, a postcode, a number."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import CORE
from mash.pathway.people.matching import (
    Candidate,
    Description,
    check_nhs_number,
    check_upn,
    fold_upn,
    rank,
    search_keys,
)
from mash.pathway.people.matching.names import fold
from mash.pathway.people.matching.places import POSTCODE, fold_postcode
from mash.pathway.people.models import Person, PersonAddress
from mash.pathway.people.register import Known, holding

MOST_SHOWN = 30
DAY = re.compile(r"\b(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
NUMBER = re.compile(r"\+?\d[\d -]{8,}\d")
FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search asks for, taken apart."""

    words: tuple[str, ...]
    born: date | None
    postcode: str
    nhs_number: str
    upn: str
    phone: str

    @property
    def says_something(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.words or self.born or self.postcode or self.nhs_number or self.upn or self.phone)

    @property
    def description(self) -> Description:
        """The same as a description, the last word taken for a family name."""
        *given, family = self.words or ("",)
        return Description(
            given=" ".join(given),
            family=family,
            born=self.born,
            postcode=self.postcode,
            nhs_number=self.nhs_number,
            upn=self.upn,
            phone=self.phone,
        )


def asked(text: str) -> Asked:
    """Take a search apart. Nothing in it is an error: what is not understood is part of a name."""
    born, text = _take_day(text)
    found = POSTCODE.search(text)
    postcode = fold_postcode(found.group()) if found else ""
    text = POSTCODE.sub(" ", text, count=1)
    number = NUMBER.search(text)
    digits = number.group() if number else ""
    is_nhs = check_nhs_number(digits).valid
    text = text.replace(digits, " ") if digits else text
    upns = [word for word in text.split() if check_upn(fold_upn(word)).valid]
    words = [word for part in text.split() if part not in upns for word in fold(part).split()]
    return Asked(
        words=tuple(word for word in words if len(word) >= FEWEST_LETTERS and not word.isdigit()),
        born=born,
        postcode=postcode,
        nhs_number=digits if is_nhs else "",
        upn=upns[0] if upns else "",
        phone="" if is_nhs else digits,
    )


def look_for(me: Acting, asked_for: Asked) -> list[Person]:
    """People whom this reader's own hubs know, likeliest first. At most four queries.

    A protected address finds somebody only for the hub that was told it: row-level security holds it back from others.
    """
    if not asked_for.says_something or not me.areas_as(*CORE):
        return []
    keys = [*search_keys(asked_for.description), *_word_keys(asked_for)]
    own = me.areas_as(*CORE)
    known = {person.pk: person for person in holding(keys) if own & set(person.areas)}
    living = _living_at(me, asked_for.postcode)
    order = [c.id for c in _ranked(asked_for, known.values())]
    wanted = [*dict.fromkeys([*order, *living])]
    if asked_for.postcode and not (asked_for.words or asked_for.born):
        wanted = living
    people = {person.pk: person for person in Person.objects.visible_to(me).filter(pk__in=wanted[: 2 * MOST_SHOWN])}
    return [people[key] for key in wanted if key in people][:MOST_SHOWN]


def _word_keys(asked_for: Asked) -> list[str]:
    """A single word is looked for as a name of any kind; several must sound like a whole name, or come with more."""
    return [f"word:{asked_for.words[0]}"] if len(asked_for.words) == 1 and not asked_for.born else []


def _ranked(asked_for: Asked, known: Iterable[Known]) -> list[Candidate[uuid.UUID]]:
    return rank(asked_for.description, [(person.pk, person.description) for person in known], limit=2 * MOST_SHOWN)


def _living_at(me: Acting, postcode: str) -> list[uuid.UUID]:
    if not postcode:
        return []
    return list(
        PersonAddress.objects.visible_to(me)
        .filter(postcode=postcode)
        .order_by("-told_at")
        .values_list("person", flat=True)[: 2 * MOST_SHOWN]
    )


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
