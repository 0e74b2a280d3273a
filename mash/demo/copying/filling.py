"""Fills a stencil: another family, at another time, in the same story."""

from __future__ import annotations

import hashlib
import os
from calendar import month_name
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from mash.demo.copying.stencil import Someone, Stencil
from mash.demo.telling import names
from mash.pathway.enquiries.references import new_reference
from mash.pathway.people.matching import Description
from mash.pathway.people.matching.identifiers import show_nhs_number
from mash.pathway.people.matching.places import fold_postcode, place_of
from mash.pathway.people.register import keys_of

Filled = dict[str, str]
MONTHS = list(month_name)[1:]


def filled(stencil: Stencil, draw: Random, shift: timedelta, postcodes: tuple[str, ...]) -> Filled:
    """What goes into each hole for one copy. Ids and references are drawn where nobody can guess them.

    Args:
        shift: how much later everything happens; birthdays too, so that everybody is as old as the story says.
        postcodes: how those of the area begin.
    """
    said: Filled = {}
    family = _Family(draw, stencil.sexes, postcodes)
    ids = new_ids(sum(name[0] == "u" for name in stencil.stood))
    for name, stood in stencil.stood.items():
        match name[0]:
            case "u":
                said[name] = next(ids)
            case "t":
                said[name] = _later(stood, shift)
            case "d":
                said[name] = (date.fromisoformat(stood) + shift).isoformat()
            case "s":
                said[name] = _said_later(stood, shift)
            case "r":
                said[name] = new_reference()
            case "h":
                said |= family.home(name)
            case kind:
                said[name] = family.exchanged(kind, name, stood)
    for person, someone in stencil.someone.items():
        said[f"k{person}"] = ",".join(f'"{key}"' for key in keys_of(_described(someone, said)))
    for name, page in stencil.pages.items():
        said[name] = hashlib.sha256((page % said).encode()).hexdigest()
    return said


class _Family:
    """The names and numbers of one copy's people, as they are drawn."""

    def __init__(self, draw: Random, sexes: dict[str, str], postcodes: tuple[str, ...]) -> None:
        self.draw = draw
        self.sexes = sexes
        self.postcodes = postcodes
        self.taken: set[str] = set()
        self.numbers: dict[str, str] = {}

    def exchanged(self, kind: str, hole: str, stood: str) -> str:
        """A name or a number in the place of one; a number that is written in two ways stays one."""
        match kind:
            case "g":
                return self._given(self.sexes.get(hole, "") or self.draw.choice(("female", "male")))
            case "f":
                return names.family_name(self.draw)
            case "n" | "N":
                number = self.numbers.setdefault(stood, names.nhs_number(self.draw))
                return number if kind == "n" else show_nhs_number(number)
            case "p":
                return names.phone(self.draw)
        return ""  # a digest, which is worked out when all else is known

    def home(self, hole: str) -> Filled:
        """A home, in each way in which a story writes it."""
        home = names.home(self.draw, self.postcodes)
        code = fold_postcode(home.postcode)
        return {
            f"{hole}address": home.address,
            f"{hole}street": home.street,
            f"{hole}code": code,
            f"{hole}written": home.postcode,
            f"{hole}place": place_of(home.address, code),
        }

    def _given(self, sex: str) -> str:
        while (name := names.given_name(self.draw, sex)) in self.taken:
            continue
        self.taken.add(name)
        return name


def new_ids(many: int) -> Iterator[str]:
    """So many random ids, version 4, in one draw."""
    drawn = os.urandom(16 * many).hex()
    for at in range(0, len(drawn), 32):
        h = drawn[at : at + 32]
        yield f"{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:]}"


def _later(stood: str, shift: timedelta) -> str:
    """A moment so much later, written as it was: `2026-03-02 09:00:00+00`, or with T and +00:00."""
    text = (datetime.fromisoformat(stood[:19]) + shift).isoformat(stood[10])
    return text + stood[19:]


def _said_later(stood: str, shift: timedelta) -> str:
    """The same of a day in words: `14 May 2018`."""
    day, month, year = stood.split()
    moved = date(int(year), MONTHS.index(month) + 1, int(day)) + shift
    return f"{moved.day} {moved:%B %Y}"


def _described(someone: Someone, said: Filled) -> Description:
    return Description(
        given=said.get(someone.given, ""),
        family=said.get(someone.family, ""),
        born=date.fromisoformat(said[someone.born]) if someone.born else None,
        due_date=date.fromisoformat(said[someone.due]) if someone.due else None,
        address=said[f"{someone.home}address"] if someone.home else "",
        postcode=said[f"{someone.home}written"] if someone.home else "",
        nhs_number=said.get(someone.nhs_number, ""),
        phone=said.get(someone.phone, ""),
    )
