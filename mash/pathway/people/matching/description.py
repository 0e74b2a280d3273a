"""What is known of a person, by whoever described them or in the register: the two sides of every comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from mash.pathway.people.matching.belonging import words_of_place
from mash.pathway.people.matching.dates import born_when_aged, born_when_due
from mash.pathway.people.matching.identifiers import check_nhs_number, check_upn, fold_email, fold_upn, valid_uprn
from mash.pathway.people.matching.names import FullName, other_names, read_name
from mash.pathway.people.matching.places import Home, place_of, read_home

PHONE_DIGITS = 10


@dataclass(frozen=True)
class Description:
    """A person as described or as registered. Every part may be missing; text is as supplied.

    Attributes:
        also_known_as: earlier names, aliases and short forms; whole names or single words.
        born: the whole date of birth.
        born_about: first and last year of birth, where only years are known.
        age: in whole years on the day `on`; counts only where neither `born` nor `born_about` is known.
        due_date: when an unborn baby is expected.
        sex: shown beside a candidate, never compared (rule 17).
        uprn: the number of the property whose address this is.
        earlier_homes: address, postcode and, where it is known, UPRN of each place lived in before.
        practice: where the GP is, or who.
        on: the day on which the person was described so.
    """

    given: str = ""
    middle: str = ""
    family: str = ""
    also_known_as: tuple[str, ...] = ()
    born: date | None = None
    born_about: tuple[int, int] | None = None
    age: int | None = None
    due_date: date | None = None
    sex: str = ""
    address: str = ""
    postcode: str = ""
    uprn: str = ""
    earlier_homes: tuple[tuple[str, ...], ...] = ()
    nhs_number: str = ""
    upn: str = ""
    phone: str = ""
    email: str = ""
    school: str = ""
    practice: str = ""
    on: date | None = None

    def without_home(self) -> Description:
        """The same person without what says where they live: school and GP practice say it as well as an address."""
        return replace(self, address="", postcode="", uprn="", school="", practice="")

    @cached_property
    def name(self) -> FullName:
        """The name the person goes by."""
        return read_name(self.given, self.middle, self.family)

    @cached_property
    def names(self) -> tuple[FullName, ...]:
        """The name the person goes by, then the others."""
        return (self.name, *(name for text in self.also_known_as for name in other_names(text, self.name)))

    @cached_property
    def born_between(self) -> tuple[date, date] | None:
        """The first and the last day of birth that a year or an age leaves open; none where a whole date is known."""
        if self.born is not None:
            return None
        if self.born_about is not None:
            first, last = self.born_about
            return date(first, 1, 1), date(last, 12, 31)
        if self.age is not None and self.on is not None:
            return born_when_aged(self.age, self.on)
        return None

    @property
    def by_age(self) -> bool:
        """Whether all that is known of the birth is an age that somebody stated."""
        return self.born is None and self.born_about is None and self.age is not None

    @cached_property
    def home(self) -> Home | None:
        """Where the person lives."""
        return read_home(self.address, self.postcode, self.uprn)

    @cached_property
    def homes_before(self) -> tuple[Home, ...]:
        """Where the person lived before."""
        found = (read_home(*told) for told in self.earlier_homes)
        return tuple(home for home in found if home is not None)

    @cached_property
    def doors(self) -> frozenset[str]:
        """What those of one household have in common: the doors behind which they live or lived, and the telephone."""
        before = (_doors(*home) for home in self.earlier_homes)
        phone = {f"phone {self.phone_digits}"} if self.phone_digits else frozenset[str]()
        return self.door_now.union(phone, *before)

    @cached_property
    def door_now(self) -> frozenset[str]:
        """The door behind which the person lives now, as it is written and by the property's number."""
        return _doors(self.address, self.postcode, self.uprn)

    @cached_property
    def valid_nhs_number(self) -> str:
        """The NHS number if it may be used to match, otherwise empty (rule 14)."""
        checked = check_nhs_number(self.nhs_number)
        return checked.value if checked.valid else ""

    @cached_property
    def valid_upn(self) -> str:
        """The unique pupil number if it may be used to match, otherwise empty (rule 14)."""
        checked = check_upn(fold_upn(self.upn))
        return checked.value if checked.valid else ""

    @cached_property
    def phone_digits(self) -> str:
        """The last ten digits of the telephone number, so that +44 and 0 are one; empty where there are fewer."""
        digits = re.sub(r"\D", "", self.phone)
        return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS else ""

    @cached_property
    def email_address(self) -> str:
        """The e-mail address in small letters; empty where it is none."""
        return fold_email(self.email)

    @cached_property
    def school_words(self) -> frozenset[str]:
        """The words by which the school is told from others; none where nothing of the kind is known."""
        return words_of_place(self.school)

    @cached_property
    def practice_words(self) -> frozenset[str]:
        """The words by which the GP practice is told from others."""
        return words_of_place(self.practice)

    @cached_property
    def years_of_birth(self) -> tuple[int, int] | None:
        """The first and the last year in which the person was, or will be, born."""
        if self.born is not None:
            return self.born.year, self.born.year
        between = self.born_between or (born_when_due(self.due_date) if self.due_date else None)
        return (between[0].year, between[1].year) if between else None


def _doors(address: str, postcode: str, uprn: str = "") -> frozenset[str]:
    number = valid_uprn(uprn)
    return frozenset(filter(None, [place_of(address, postcode), number and f"uprn {number}"]))
