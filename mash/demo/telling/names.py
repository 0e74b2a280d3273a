"""Invented names, homes and numbers. A few words make more households than a county has.

No name here is an English word, a member's name or part of a place's: a text in which a family's names are exchanged
for another's must not change anything else. Numbers are of the ranges that nobody has: NHS numbers that begin with 999,
01632 960 telephones, ZZ99 postcodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random


def _lists() -> dict[str, list[str]]:
    """The lists of `names.txt`: each a name, a colon and words; an empty line between them."""
    blocks = Path(__file__).with_name("names.txt").read_text("utf-8").split("\n\n")
    return {name: words.split() for name, _, words in (block.partition(":") for block in blocks)}


LISTS = _lists()
GIRLS, BOYS = LISTS["girls"], LISTS["boys"]
BEGINNINGS, ENDINGS, FROM_FURTHER = LISTS["beginnings"], LISTS["endings"], LISTS["from further"]
STREETS = LISTS["streets"]
# A family would be called like a thing: "Garden" is none of the parts, but a text's own words are not to be changed.
NOT_A_NAME = {"Benton", "Carton", "Portwood", "Oakwood", "Blackwood", "Ashwood", "Elwood", "Stanton", "Marsby"}
WAYS = ("Road", "Street", "Close", "Lane", "Avenue", "Terrace", "Way", "Court", "Gardens", "Drive", "Rise", "Crescent")
POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
PHONES = 1000


@dataclass(frozen=True, slots=True)
class Home:
    """Where a family lives."""

    number: int
    street: str
    postcode: str

    @property
    def address(self) -> str:
        """The first line."""
        return f"{self.number} {self.street}"


def given_name(draw: Random, sex: str) -> str:
    """A given name for somebody of a sex (`female`, `male`); some come more often than others."""
    names = GIRLS if sex == "female" else BOYS
    return names[int(len(names) * draw.random() ** 1.5)]


def family_name(draw: Random) -> str:
    """A family name: most are of the county, some from further away, some are double."""
    if draw.random() < 0.08:
        return f"{_single(draw)}-{_single(draw)}"
    return _single(draw)


def _single(draw: Random) -> str:
    if draw.random() < 0.2:
        return draw.choice(FROM_FURTHER)
    while (name := draw.choice(BEGINNINGS) + draw.choice(ENDINGS)) in NOT_A_NAME:
        continue
    return name


def home(draw: Random, postcodes: tuple[str, ...]) -> Home:
    """A home in an area, by the beginnings of its postcodes (`ZZ99 3`). A street has one postcode."""
    word, way = draw.choice(STREETS), draw.choice(WAYS)
    place = STREETS.index(word) * len(WAYS) + WAYS.index(way)
    first, second = divmod(place % len(POSTCODE_LETTERS) ** 2, len(POSTCODE_LETTERS))
    beginning = postcodes[place % len(postcodes)]
    letters = POSTCODE_LETTERS[first] + POSTCODE_LETTERS[second]
    return Home(draw.randint(1, 180), f"{word} {way}", f"{beginning}{letters}")


def nhs_number(draw: Random) -> str:
    """An NHS number of the range that is never given out, with its right check digit."""
    while True:
        digits = [9, 9, 9, *(draw.randrange(10) for _ in range(6))]
        check = -sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=True)) % 11
        if check < 10:
            return "".join(map(str, [*digits, check]))


def phone(draw: Random) -> str:
    """A telephone number of the range kept for stories."""
    return f"01632 960{draw.randrange(PHONES):03d}"
