"""Addresses and postcodes made comparable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio, token_sort_ratio

from mash.pathway.people.matching.identifiers import valid_uprn
from mash.pathway.people.matching.names import fold

POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
WITH_A_NUMBER = re.compile(r"\b\d+[a-z]?\b")
SHORT_STREETS = {
    "av": "avenue", "ave": "avenue", "bldgs": "buildings", "cl": "close", "clo": "close", "cres": "crescent",
    "crt": "court", "ct": "court", "dr": "drive", "fl": "flat", "gdn": "garden", "gdns": "gardens", "gr": "grove",
    "gro": "grove", "hse": "house", "ho": "house", "la": "lane", "ln": "lane", "pde": "parade", "pk": "park",
    "pl": "place", "rd": "road", "sq": "square", "st": "street", "ter": "terrace", "terr": "terrace", "wy": "way",
}  # fmt: skip
ALIKE_PERCENT = 88
MOSTLY_ALIKE_PERCENT = 75
LONGEST_PLACE = 120
LONGEST_POSTCODE = 20


@dataclass(frozen=True, slots=True)
class Home:
    """A place where a person lives or lived, ready to be compared; either part may be missing.

    Attributes:
        numbers: flat and house numbers, in the order written.
        street: the other words of the address, abbreviations written out.
        postcode: capitals and digits, no space.
        uprn: the property's own number; empty where it is not known.
    """

    numbers: tuple[str, ...]
    street: tuple[str, ...]
    postcode: str
    uprn: str = ""


@lru_cache(maxsize=65536)
def read_home(address: str, postcode: str, uprn: str = "") -> Home | None:
    """Make an address comparable; none where nothing is known. A postcode inside the address counts as one."""
    inside = POSTCODE.search(address)
    code = fold_postcode(postcode or (inside.group() if inside else ""))
    line = POSTCODE.sub(" ", address).lower()
    numbers = tuple(WITH_A_NUMBER.findall(line))
    spoken = fold(WITH_A_NUMBER.sub(" ", line)).split()
    # The first word may be a saint: St Mary's Road
    street = tuple(w if at == 0 and w == "st" else SHORT_STREETS.get(w, w) for at, w in enumerate(spoken))
    street = tuple(word for word in street if word != "flat")
    number = valid_uprn(uprn)
    return Home(numbers, street, code, number) if code or street or number else None


def place_of(address: str, postcode: str) -> str:
    """One text for one door, in whatever spelling, to find others at it; empty where it would be a whole street.

    A door is a postcode with a house number, or a number with a street of a name.

    >>> place_of("Flat 2, 14 Harbour St.", "pl1 1aa")
    'PL11AA 2 14'
    """
    home = read_home(address, postcode)
    if home is None or not home.numbers:
        return ""
    at = home.postcode or (" ".join(home.street[:2]) if len(home.street) > 1 else "")
    return f"{at} {' '.join(home.numbers)}"[:LONGEST_PLACE] if at else ""


def fold_postcode(text: str) -> str:
    """A postcode in capitals without spaces or marks, as far as one is kept: capitals of one letter may be three."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())[:LONGEST_POSTCODE]


def write_postcode(folded: str) -> str:
    """A folded postcode as people write it, `PL1 1AA`; anything else as it is."""
    return f"{folded[:-3]} {folded[-3:]}" if POSTCODE.fullmatch(folded) else folded


def near_postcodes(one: str, other: str) -> bool:
    """Whether one slip of the finger lies between two postcodes."""
    return bool(one and other) and OSA.distance(one, other, score_cutoff=1) <= 1


def swapped_in(folded: str) -> frozenset[str]:
    """The postcodes that were meant where two neighbours of a kind, letters or digits, changed places in typing."""
    return frozenset(
        f"{folded[:at]}{second}{first}{folded[at + 2 :]}"
        for at, (first, second) in enumerate(pairwise(folded))
        if first != second and first.isdigit() == second.isdigit()
    )


def same_line(one: Home, other: Home) -> bool:
    """Whether two addresses name the same door, whatever else (town, county) each of them adds."""
    if one.numbers != other.numbers or not one.street or not other.street:
        return False
    fewer, more = sorted((one.street, other.street), key=len)
    if not one.numbers and len(fewer) == 1:  # a village is not a door
        return False
    if len(fewer) > 1 and set(fewer) <= set(more):
        return True
    return ratio(" ".join(one.street), " ".join(other.street)) >= ALIKE_PERCENT


def most_of_line(one: Home, other: Home) -> bool:
    """Whether two addresses are one with slips in it: a number in common, and streets whose letters mostly agree."""
    if not one.street or not other.street or set(one.numbers).isdisjoint(other.numbers):
        return False
    return token_sort_ratio(" ".join(one.street), " ".join(other.street)) >= MOSTLY_ALIKE_PERCENT
