"""One row of a list as a person described, or why it cannot be used. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from mash.foundation.access.words import UNSPEAKABLE
from mash.pathway.people.lists.cells import NOT_TOLD, Born, read_ages, read_birth, read_day, read_number, read_phone
from mash.pathway.people.lists.headings import COLUMNS, OF_QUERIES, SEVERAL
from mash.pathway.people.lists.sheet import Line
from mash.pathway.people.matching import (
    Description,
    check_nhs_number,
    check_upn,
    check_uprn,
    fold_email,
    fold_upn,
    years_when_aged,
)
from mash.pathway.people.matching.identifiers import Identifier
from mash.pathway.people.register import Home

MOST = {told: most for table in (COLUMNS, OF_QUERIES) for told, (most, _) in table.items()}
YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"", "no", "n", "false", "0"})
LONGEST_PHONE = 30
TELLS_NOTHING = "it tells nothing by which somebody could be known"
Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class Told:
    """What a row tells of a person.

    Attributes:
        text: the cells by what they tell.
        described: the person; a protected address is not in it, so that it finds nobody.
        faults: why the row may not be taken into the register.
        remarks: what was left out of it, and why.
    """

    text: Mapping[str, str]
    described: Description
    home: Home
    faults: tuple[str, ...]
    remarks: tuple[str, ...]


def read_row(line: Line, places: Mapping[str, int], on: date) -> Told:
    """Read a row that has as many cells as the heading.

    Args:
        places: where in a row each thing is told.
        on: the day on which ages count, and which no birth is after.
    """
    faults: list[str] = []
    remarks: list[str] = []
    text = {told: UNSPEAKABLE.sub("", line.cells[place]).strip() for told, place in places.items()}
    for told in [told for told in text if len(text[told]) > MOST[told]]:
        if told in SEVERAL:
            text[told] = ""
            remarks.append(f"its {told} is longer than {MOST[told]} characters, and was left out")
        else:
            faults.append(f"{told} is longer than {MOST[told]} characters")
    given, family = _names(text)
    born = _read("dob", lambda cell: read_birth(cell, on), text.get("dob", ""), faults) or Born()
    ages = _read("age", read_ages, text.get("age", ""), faults) if born == Born() else None
    nhs, upn = text.get("nhs_number", ""), text.get("upn", "")
    protected = text.get("address_protected", "").lower()
    if protected not in YES | NO:
        faults.append("address_protected must be yes or no")
    home = Home(
        _address(text),
        text.get("postcode", ""),
        protected=protected not in NO,
        uprn=_uprn(text.get("uprn", ""), remarks),
    )
    if len(home.address) > MOST["address"]:
        faults.append(f"its address is longer than {MOST['address']} characters")
    described = Description(
        given=given,
        middle=text.get("middle", ""),
        family=family,
        also_known_as=tuple(name.strip() for name in text.get("also_known_as", "").split(";") if name.strip()),
        born=born.day,
        born_about=born.years or (_years(ages, on) if ages and ages[0] != ages[1] else None),
        age=ages[0] if ages and ages[0] == ages[1] else None,
        due_date=_read("due_date", _due, text.get("due_date", ""), faults),
        sex=text.get("sex", ""),
        address=home.address,
        postcode=home.postcode,
        uprn=home.uprn,
        nhs_number=_valid(
            _read("nhs_number", lambda cell: check_nhs_number(read_number(cell)), nhs, faults),
            nhs,
            remarks,
            "NHS number is wrong by its check digit",
        ),
        upn=_valid(
            _read("upn", lambda cell: check_upn(fold_upn(read_number(cell))), upn, faults),
            upn,
            remarks,
            "unique pupil number is wrong by its check letter",
        ),
        phone=_phone(text.get("phone", ""), remarks),
        email=_email(text.get("email", ""), remarks),
        school=_named(text.get("school", "")),
        practice=_named(text.get("practice", "")),
        on=on,
    )
    if home.protected:
        described = described.without_home()
    if not faults and not _says_something(described, home):
        faults.append(TELLS_NOTHING)
    return Told(text, described, home, tuple(faults), tuple(remarks))


def _names(text: Mapping[str, str]) -> tuple[str, str]:
    given, family, whole = (text.get(told, "") for told in ("given", "family", "name"))
    if given or family or not whole:
        return given, family
    if "," in whole:
        family, _, given = (part.strip() for part in whole.partition(","))
        return given, family
    *first, last = whole.split()
    return " ".join(first), last


def _address(text: Mapping[str, str]) -> str:
    parts = (text.get(told, "") for told in ("address", "address_1", "address_2", "address_3"))
    return ", ".join(" ".join(re.split(r"\s+", part)).strip(" ,") for part in parts if part)


def _read(told: str, read: Callable[[str], Cell], text: str, faults: list[str]) -> Cell | None:
    """What a cell says; none, and the fault, where it cannot be read."""
    try:
        return read(text)
    except ValueError as why:
        faults.append(f"{told} cannot be read: {why}")
        return None


def _years(ages: tuple[int, int], on: date) -> tuple[int, int]:
    return years_when_aged(ages[1], on)[0], years_when_aged(ages[0], on)[1]


def _due(text: str) -> date | None:
    return None if text.lower() in NOT_TOLD else read_day(text)


def _valid(checked: Identifier | None, text: str, remarks: list[str], wrong: str) -> str:
    """A number that its check letter or digit confirms; another one is left out, and that is said."""
    if checked is None or checked.valid:
        return checked.value if checked else ""
    if text.lower() not in NOT_TOLD:
        remarks.append(f"its {wrong}, and was left out")
    return ""


def _phone(text: str, remarks: list[str]) -> str:
    try:
        number = read_phone(text)
    except ValueError:
        remarks.append("its telephone number has lost digits in a spreadsheet, and was left out")
        return ""
    if len(number) > LONGEST_PHONE:
        remarks.append("its telephone number is too long, and was left out")
        return ""
    return number


def _email(text: str, remarks: list[str]) -> str:
    found = fold_email(text)
    if not found and text.lower() not in NOT_TOLD:
        remarks.append("its e-mail address is none, and was left out")
    return found


def _uprn(text: str, remarks: list[str]) -> str:
    try:
        checked = check_uprn(read_number(text))
    except ValueError:
        remarks.append("its UPRN has lost digits in a spreadsheet, and was left out")
        return ""
    if not checked.valid and text.lower() not in NOT_TOLD:
        remarks.append("its UPRN is none, and was left out")
    return checked.value if checked.valid else ""


def _named(text: str) -> str:
    return "" if text.lower() in NOT_TOLD else text


def _says_something(described: Description, home: Home) -> bool:
    names = (described.given, described.middle, described.family, *described.also_known_as)
    numbers = (described.nhs_number, described.upn, described.phone, described.email)
    born = described.born or described.born_about or described.due_date
    return any(names) or any(numbers) or bool(born and home.is_told)
