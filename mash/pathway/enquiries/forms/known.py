"""Reads somebody from the boxes of a form as they are typed: whatever does not make sense yet is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from mash.foundation.access.words import UNSPEAKABLE
from mash.pathway.enquiries.companions import Companion
from mash.pathway.enquiries.described import OLDEST_YEARS, TEXTS
from mash.pathway.people.matching import Description, check_nhs_number, check_upn, fold_upn
from mash.pathway.people.matching.dates import can_be_due

PREFIX = re.compile(r"[a-z0-9_]{0,40}")
OF_SEVERAL = re.compile(r"(people_\d{1,3}_)(?:given|family|role|address)")
NUMBER = re.compile(r"\d{1,3}")
MOST_NAMED = 30


def prefix_in(typed: Mapping[str, str]) -> str:
    """How the boxes begin of the person who is looked up; empty for a form of one person."""
    prefix = typed.get("prefix", "")
    return prefix if PREFIX.fullmatch(prefix) else ""


def description_typed(typed: Mapping[str, str], prefix: str, on: date) -> Description:
    """Somebody as far as they have been typed. A protected address is looked for as well: its readers type it."""

    def text(name: str) -> str:
        return UNSPEAKABLE.sub("", typed.get(prefix + name, "")).strip()[: TEXTS.get(name, 120)]

    due = _day(typed, prefix + "due_date")
    nhs_number, upn = check_nhs_number(text("nhs_number")), check_upn(fold_upn(text("upn")))
    return Description(
        given=text("given"),
        middle=text("middle"),
        family=text("family"),
        also_known_as=tuple(name.strip() for name in text("also_known_as").split(",") if name.strip()),
        born=_day(typed, prefix + "dob"),
        age=_age(text("age")),
        due_date=due if due and can_be_due(due, on) else None,
        sex=text("sex"),
        address=text("address"),
        postcode=text("postcode"),
        uprn=text("uprn"),
        nhs_number=nhs_number.value if nhs_number.valid else "",
        upn=upn.value if upn.valid else "",
        phone=text("phone"),
        email=text("email"),
        school=text("school"),
        practice=text("gp"),
        on=on,
    )


def companions_typed(typed: Mapping[str, str], prefix: str, on: date) -> list[Companion]:
    """The others of the same form: those whose boxes begin `people_0_`, `people_1_` and so on."""
    others = dict.fromkeys(found[1] for name in typed if (found := OF_SEVERAL.fullmatch(name)) and found[1] != prefix)
    return list(_companions(typed, list(others)[:MOST_NAMED], on))


def says_something(described: Description) -> bool:
    """Whether there is anything to look for."""
    numbers = (described.nhs_number, described.upn, described.phone, described.email_address)
    told = (described.given, described.family, described.born, described.also_known_as)
    return any((*told, *numbers)) or bool(described.address and described.postcode)


def _companions(typed: Mapping[str, str], prefixes: list[str], on: date) -> Iterator[Companion]:
    for prefix in prefixes:
        described = description_typed(typed, prefix, on)
        if described.given or described.family or described.address:
            yield Companion(described, typed.get(prefix + "role", "")[: TEXTS["role"]])


def _age(text: str) -> int | None:
    """`6` of `about 6`; none when there is no number, or one that nobody reaches."""
    found = NUMBER.search(text)
    return age if found and (age := int(found.group())) <= OLDEST_YEARS else None


def _day(typed: Mapping[str, str], name: str) -> date | None:
    try:
        if whole := typed.get(name):
            return date.fromisoformat(whole)
        return date(*(int(typed.get(f"{name}_{part}", "")) for part in ("year", "month", "day")))
    except (ValueError, OverflowError):
        return None
