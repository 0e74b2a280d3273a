"""Reads a place in what somebody typed: an address in any spelling, a street, a postcode, a property's number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import ratio

from mash.pathway.people import births_told
from mash.pathway.people.asked_for import NUMBER
from mash.pathway.people.matching import check_nhs_number
from mash.pathway.people.matching.identifiers import valid_uprn
from mash.pathway.people.matching.places import (
    ALIKE_PERCENT,
    POSTCODE,
    SHORT_STREETS,
    Home,
    near_postcodes,
    read_home,
    write_postcode,
)

# What the last word of a street or house may be; `Danny Lane` may be somebody, so that he is looked for as well.
KINDS = frozenset(
    {*SHORT_STREETS, *SHORT_STREETS.values()}
    | {"approach", "barn", "broadway", "cottage", "cottages", "crossing", "drive", "end", "esplanade", "estate", "farm"}
    | {"field", "fields", "gate", "green", "hall", "heights", "hill", "lodge", "manor", "meadow", "mews", "mount"}
    | {"orchard", "parade", "park", "passage", "path", "quay", "rise", "row", "square", "vale", "view", "villa"}
    | {"villas", "walk", "wharf", "wlk", "yard"}
)
UNITS = "flat|apartment|apt|unit|room|no|number|house"
UNIT = rf"(?:(?:{UNITS})\.?\s*)?"
DOOR = re.compile(rf"\b{UNIT}\d{{1,5}}[a-z]?\b(?:[\s,/-]+{UNIT}\d{{1,5}}[a-z]?\b)*[\s,]+(?=[a-z])", re.IGNORECASE)
COUNTED = re.compile(r"\b(?:no|number|apt|apartment|unit)\b\.?\s*(?=\d)", re.IGNORECASE)
WALK = re.compile(r"\bwlk\b", re.IGNORECASE)
BUILDING = re.compile(r"\b(\d+[a-z]?)[\s,]+(?=[a-z]{2})")
HOUSE = re.compile(r"\d{1,5}[a-z]?", re.IGNORECASE)
LETTERED = re.compile(r"\b(\d+) ([a-d])\b", re.IGNORECASE)
WORD = re.compile(r"[^\s,]+")
SAYS_A_PLACE = re.compile(rf"^(?:{UNITS})\b|\b(?:{'|'.join(KINDS)})\b", re.IGNORECASE)
LIVES_ON = re.compile(r"^.*\b(?:lives?|living|on|at|of|in)\s+", re.IGNORECASE)
PROPERTY = re.compile(r"\buprn\b\W{0,3}(?P<number>\d(?:[ -]?\d){0,13})(?!\w)", re.IGNORECASE)
BARE_PROPERTY = re.compile(r"[1-9]\d{5,11}|0\d{11}", re.ASCII)
MOST_WORDS = 5
MOST_OF_A_TOWN = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A place that somebody typed.

    Attributes:
        rest: what they typed besides it.
        uprn: the number of a property, where they typed that instead.
        sure: whether it can be nothing else; a bare number may be a telephone's, and `6 Kaci` somebody of six years.
    """

    line: str
    postcode: str
    rest: str = ""
    uprn: str = ""
    sure: bool = True

    def __str__(self) -> str:
        if self.uprn:
            return f"UPRN {self.uprn}"
        return ", ".join(part for part in (self.line, write_postcode(self.postcode)) if part)

    @property
    def is_wide(self) -> bool:
        """Whether it is a whole street or postcode, and no door."""
        home = _read(self.line, self.postcode)
        return not self.uprn and home is not None and not home.numbers

    def door(self, number: str) -> Place:
        """The door with this number in this street or postcode."""
        return replace(self, line=f"{number} {self.line}".strip())

    def is_at(self, address: str, postcode: str, uprn: str = "") -> bool:
        """Whether an address is of this place: of its door, of a flat behind it, or of its street."""
        if self.uprn:
            return uprn == self.uprn
        sought, home = _read(self.line, self.postcode), _read(address, postcode)
        if sought is None or home is None:
            return False
        codes = bool(sought.postcode and home.postcode)
        if (
            codes
            and sought.postcode != home.postcode
            and not (sought.street and near_postcodes(sought.postcode, home.postcode))
        ):
            return False
        if sought.numbers and not _same_door((self.line, sought), (address, home)):
            return False
        if sought.street and home.street:
            return _same_street(sought.street, home.street, same_code=codes and sought.postcode == home.postcode)
        return codes


def place_in(typed: str) -> Place | None:
    """The place in what somebody typed; none where there is none.

    >>> str(place_in("14, mill ln, EX99 1AA")), place_in("kacey, Flat 2, 14 Mill Lane").rest
    ('14, mill ln, EX99 1AA', 'kacey,')
    """
    property_told = _property(typed)
    if property_told is not None:
        return property_told
    found = POSTCODE.search(typed)
    postcode = re.sub(r"\s", "", found.group()).upper() if found else ""
    text = LETTERED.sub(r"\1\2", POSTCODE.sub(" ", typed, count=1))
    hidden = text
    for never in (NUMBER, *births_told.ALL):
        hidden = never.sub(lambda found: "\x01" * len(found.group()), hidden)
    span = _door(hidden) or _street(hidden)
    if span is None:
        return Place("", postcode, _tidy(text)) if postcode else None
    begin, end = span[0], _with_its_town(hidden, span[1])
    line = text[begin:end].strip(" ,")
    sure = bool(postcode or SAYS_A_PLACE.search(line))
    return Place(line, postcode, _tidy(f"{text[:begin]} {text[end:]}"), sure=sure)


def _property(typed: str) -> Place | None:
    """A property by its number: said to be one, or a number alone that is no patient's and has no phone's nought."""
    said = PROPERTY.search(typed)
    number = valid_uprn(said.group("number")) if said else ""
    if said and number:
        return Place("", "", _tidy(typed[: said.start()] + typed[said.end() :]), uprn=number)
    alone = typed.strip()
    if BARE_PROPERTY.fullmatch(alone) and not check_nhs_number(alone).valid and valid_uprn(alone):
        return Place("", "", uprn=valid_uprn(alone), sure=False)
    return None


def _door(text: str) -> tuple[int, int] | None:
    """Where a number with the words of its street stands: up to what kind of street it is, or else to the comma."""
    found = DOOR.search(text)
    if found is None:
        return None
    end = _end_of_street(text, found.end())
    return (found.start(), end) if end else None


def _end_of_street(text: str, begin: int) -> int | None:
    words = list(WORD.finditer(text, begin))[:MOST_WORDS]
    for at, word in enumerate(words):
        if at and word.group().strip(".").lower() in KINDS:
            return word.end()
    comma = text.find(",", begin)
    end = comma if comma > 0 else len(text)
    return end if text[begin:end].strip() else None


def _street(text: str) -> tuple[int, int] | None:
    """Where a street or house without a number stands: a part between commas, or after `on` or `at`, that ends so."""
    at = 0
    for part in text.split(","):
        lead = LIVES_ON.match(part)
        begin, end = at + (lead.end() if lead else 0), at + len(part)
        words = [word.strip(".").lower() for word in WORD.findall(text[begin:end])]
        if len(words) > 2 and HOUSE.fullmatch(words[-1]):  # as on the Continent: Mill Lane 14
            words.pop()
        if 2 <= len(words) <= MOST_WORDS and words[-1] in KINDS and not any(map(_is_no_word, words)):
            return begin, end
        at = end + 1
    return None


def _with_its_town(text: str, end: int) -> int:
    """How far an address goes: parts of a word or three that follow after a comma are its village, town or county."""
    for part in text[end:].split(",")[1:] if text[end:].lstrip().startswith(",") else []:
        words = part.split()
        if not words or len(words) > MOST_OF_A_TOWN or any(map(_is_no_word, words)):
            break
        end = text.index(part, end) + len(part)
    return end


def _is_no_word(word: str) -> bool:
    return any(not (character.isalpha() or character in "'-.") for character in word)


def _read(address: str, postcode: str) -> Home | None:
    return read_home(WALK.sub("walk", COUNTED.sub("", LETTERED.sub(r"\1\2", address))), postcode)


def _same_door(sought: tuple[str, Home], home: tuple[str, Home]) -> bool:
    """One house: what stands before the street agrees, and neither names a flat that the other names otherwise."""
    (sought_line, one), (home_line, other) = sought, home
    if not other.numbers or not (set(one.numbers) <= set(other.numbers) or set(other.numbers) <= set(one.numbers)):
        return False
    buildings = [BUILDING.findall(line.lower()) for line in (sought_line, home_line)]
    return not all(buildings) or buildings[0][-1] == buildings[1][-1]


def _same_street(sought: tuple[str, ...], home: tuple[str, ...], *, same_code: bool) -> bool:
    fewer, more = sorted((sought, home), key=len)
    if set(fewer) <= set(more):
        return True
    one, other = _as_far_as_its_kind(sought), _as_far_as_its_kind(home)
    towns = set(sought[len(one) :]), set(home[len(other) :])
    if all(towns) and towns[0].isdisjoint(towns[1]) and not same_code:
        return False
    return set(one) <= set(other) or ratio(" ".join(one), " ".join(other)) >= ALIKE_PERCENT


def _as_far_as_its_kind(street: tuple[str, ...]) -> tuple[str, ...]:
    at = next((at for at, word in enumerate(street) if at and word in KINDS), len(street))
    return street[: at + 1]


def _tidy(text: str) -> str:
    return " ".join(text.split()) if text.strip(" ,.") else ""
