"""Reads somebody from the boxes of a form as they are typed: whatever does not make sense yet is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from mash.foundation.access.words import UNSPEAKABLE
from mash.pathway.enquiries.described import OLDEST_YEARS, TEXTS
from mash.pathway.people.matching import Description, check_nhs_number, check_upn, fold_upn

PREFIX = re.compile(r"[a-z0-9_]{0,40}")
NUMBER = re.compile(r"\d{1,3}")


def prefix_in(typed: Mapping[str, str]) -> str:
    """How the boxes begin of the person who is looked up; empty for a form of one person."""
    prefix = typed.get("prefix", "")
    return prefix if PREFIX.fullmatch(prefix) else ""


def description_typed(typed: Mapping[str, str], prefix: str, on: date) -> Description:
    """Somebody as far as they have been typed. A protected address is looked for as well: its readers type it."""

    def text(name: str) -> str:
        return UNSPEAKABLE.sub("", typed.get(prefix + name, "")).strip()[: TEXTS.get(name, 120)]

    nhs_number, upn = check_nhs_number(text("nhs_number")), check_upn(fold_upn(text("upn")))
    return Description(
        given=text("given"),
        middle=text("middle"),
        family=text("family"),
        also_known_as=tuple(name.strip() for name in text("also_known_as").split(",") if name.strip()),
        born=_day(typed, prefix + "dob"),
        age=_age(text("age")),
        due_date=_day(typed, prefix + "due_date"),
        sex=text("sex"),
        address=text("address"),
        postcode=text("postcode"),
        nhs_number=nhs_number.value if nhs_number.valid else "",
        upn=upn.value if upn.valid else "",
        phone=text("phone"),
        on=on,
    )


def says_something(described: Description) -> bool:
    """Whether there is anything to look for."""
    told = (described.given, described.family, described.born, described.nhs_number, described.upn, described.phone)
    return any(told) or bool(described.also_known_as or (described.address and described.postcode))


def _age(text: str) -> int | None:
    """`6` of `about 6`; none when there is no number, or one that nobody reaches."""
    found = NUMBER.search(text)
    return age if found and (age := int(found.group())) <= OLDEST_YEARS else None


def _day(typed: Mapping[str, str], name: str) -> date | None:
    try:
        return date(*(int(typed.get(f"{name}_{part}", "")) for part in ("year", "month", "day")))
    except (ValueError, OverflowError):
        return None
