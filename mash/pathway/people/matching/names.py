"""Names made comparable: case, accents, hyphens, particles, placeholders, and short forms."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from anyascii import anyascii

from mash.pathway.people.matching.sounds import sounds

__all__ = ["FullName", "fold", "known_forms", "other_names", "read_name", "short_for", "sounds", "words"]

LISTS = tuple(Path(__file__).parent / "data" / name for name in ("nicknames.csv", "variants_gb.csv"))

# What is written otherwise than it is said, and is not heard letter by letter.
OTHER_SCRIPTS = (
    (re.compile(r"\bعبد (?=ال)"), "عبد"),  # Abd al-Rahman, one name
    (re.compile(r"\bال(?=\w\w)"), "ال "),  # al-Rashid: the article is a particle
    (re.compile(r"\bع|ا"), "a"),  # Ali, Ahmed: of vowels the first is heard
    (re.compile("[\u0902\u0982\u0a02\u0a70\u0a82]"), "n"),  # Chandra, Singh
)
UNVOWELLED = re.compile("[\u0590-\u06ff]")  # Hebrew and Arabic script
SILENT_MARKS = re.compile(r"['`\u00b4\u02bb\u02bc\u2018\u2019.]")
NOT_A_LETTER = re.compile(r"[^\w]|[\d_]")

TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "master", "rev"})
JOINED = frozenset({"o", "mc", "mac"})  # O Brien, Mc Donald: one word
PARTICLES = frozenset(
    {"al", "el", "bin", "binti", "bint", "ibn", "ap", "ab", "de", "da", "di", "do", "dos", "du", "del", "della"}
    | {"la", "le", "van", "von", "der", "den", "ter", "ten", "af", "av", "y", "ould"}
)
FORMERLY = frozenset({"nee", "born", "formerly", "aka", "previously", "was"})

# What is written where a given name is not known or not yet given: no evidence either way (DOMAIN 5.6).
PLACEHOLDERS = frozenset(
    {"baby", "bby", "unborn", "infant", "newborn", "foetus", "fetus", "boy", "girl", "child", "twin", "triplet"}
    | {"male", "female", "unknown", "unnamed", "unk", "nk", "na", "tbc", "tba", "not", "known", "given", "yet", "none"}
    | {"anonymous", "the", "of", "to", "be", "confirmed", "one", "two", "first", "second"}
)
NO_FAMILY_NAME = frozenset({"unknown", "unk", "nk", "na", "tbc", "tba", "none", "anonymous"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A name in small Latin letters, without accents, apostrophes and full stops; other marks become single spaces.

    Other scripts are written as Latin letters are, so that a name meets itself as somebody else has spelt it.

    >>> fold("Zoë O'Brien-Łukasz"), fold("Мария")
    ('zoe obrien lukasz', 'mariya')
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    if not plain.isascii():
        for pattern, letter in OTHER_SCRIPTS:
            plain = pattern.sub(letter, plain)
        plain = "".join(anyascii(c).lower() if _is_letter(c) else c for c in plain)
    return " ".join(NOT_A_LETTER.sub(" ", SILENT_MARKS.sub("", plain)).split())


def _is_letter(character: str) -> bool:
    """Vowels of Indian scripts are marks, and no letters to Python."""
    return character.isalpha() or unicodedata.category(character).startswith("M")


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a name that tell people apart: no titles, no particles unless nothing else is left.

    >>> words("van der Berg"), words("Mc Donald"), words("St. John-Smythe")
    (('berg',), ('mcdonald',), ('stjohn', 'smythe'))
    """
    joined: list[str] = []
    waiting = ""
    for word in fold(text).split():
        if word in TITLES:
            continue
        if word in JOINED or word in {"st", "saint"}:
            waiting += "st" if word in {"st", "saint"} else word
            continue
        joined.append(waiting + word)
        waiting = ""
    if waiting:
        joined.append(waiting)
    return tuple(word for word in joined if word not in PARTICLES) or tuple(joined)


@dataclass(frozen=True, slots=True)
class FullName:
    """One way in which a person is named, ready to be compared.

    Attributes:
        given, middle, family: the words of each part, placeholders left out.
        given_run, all_given_run, family_run: the letters of given, given and middle, family, without breaks.
        given_text, family_text: as people read them, for reasons.
        other: this is not the name that the person goes by now.
        unvowelled: it was written in a script that leaves vowels out.
    """

    given: tuple[str, ...]
    middle: tuple[str, ...]
    family: tuple[str, ...]
    given_run: str
    all_given_run: str
    family_run: str
    given_text: str
    family_text: str
    other: bool = False
    unvowelled: bool = False


@lru_cache(maxsize=65536)
def read_name(given: str, middle: str, family: str, *, other: bool = False) -> FullName:
    """Make a name comparable. A whole name typed into the given name's field is taken apart at its last word."""
    first, between, last = _given_words(given), _given_words(middle), words(family)
    given_text, family_text = given.strip(), family.strip()
    if not last and len(first) > 1:
        first, last = first[:-1], first[-1:]
        given_text, family_text = _capitals(first), _capitals(last)
    known = tuple(word for word in last if word not in NO_FAMILY_NAME)
    return FullName(
        given=first,
        middle=between,
        family=known,
        given_run="".join(first),
        all_given_run="".join(first + between),
        family_run=fold(family).replace(" ", "") if known == words(family) else "".join(known),
        given_text=given_text,
        family_text=family_text,
        other=other,
        unvowelled=bool(UNVOWELLED.search(f"{given}{middle}{family}")),
    )


def other_names(text: str, main: FullName) -> tuple[FullName, ...]:
    """The names that an 'also known as' may mean beside the main one.

    A whole name stands alone. A single word may be another given name or another family name.
    """
    parts = tuple(word for word in words(text) if word not in FORMERLY)
    if not parts:
        return ()
    if len(parts) > 1:
        names = [read_name(_capitals(parts[:-1]), "", _capitals(parts[-1:]), other=True)]
    else:
        word, middle = _capitals(parts), " ".join(main.middle)
        names = [
            read_name(word, middle, main.family_text, other=True),
            read_name(main.given_text, middle, word, other=True),
        ]
    return tuple(replace(name, unvowelled=name.unvowelled or bool(UNVOWELLED.search(text))) for name in names)


def known_forms(word: str) -> frozenset[str]:
    """Short forms, full forms and spellings that the lists give for a given name, in both directions."""
    return _forms().get(word, frozenset())


@lru_cache(maxsize=65536)
def short_for(one: str, other: str) -> bool:
    """Whether one given name may stand for the other: directly, or both for a third (Bob, Rob: Robert)."""
    if other in known_forms(one):
        return True
    full = _full_names()
    return not full.get(one, frozenset()).isdisjoint(full.get(other, frozenset()))


def _given_words(text: str) -> tuple[str, ...]:
    found = words(text)
    if found and found[0] in PLACEHOLDERS and "of" in found:  # Baby of Sarah: Sarah is the mother
        found = found[: found.index("of")]
    return tuple(word for word in found if word not in PLACEHOLDERS)


def _capitals(parts: tuple[str, ...]) -> str:
    return " ".join(word.capitalize() for word in parts)


@cache
def _full_names() -> dict[str, frozenset[str]]:
    full: dict[str, set[str]] = {}
    for path in LISTS:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                full.setdefault(row["name2"], set()).add(row["name1"])
    return {short: frozenset(names) for short, names in full.items()}


@cache
def _forms() -> dict[str, frozenset[str]]:
    forms: dict[str, set[str]] = {}
    for short, names in _full_names().items():
        for name in names:
            forms.setdefault(name, set()).add(short)
            forms.setdefault(short, set()).add(name)
    return {name: frozenset(others) for name, others in forms.items()}
