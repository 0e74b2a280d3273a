"""Which words are ordinary: a name, a place or a code word is known by not being one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


def word_set(words: str) -> frozenset[str]:
    """The words of a string, parted by space."""
    return frozenset(words.split())


STOP_WORDS = word_set(
    """a about after again all also am an and any are as at be because been before being both but by can could did do
    does during each for from get got had has have he her here him his how i if in into is it its just me more most my
    no not now of off on once only or other our out over own per same she should so some such than that the their them
    then there these they this those through to too under until up very was we were what when where which while who
    whom why will with would you your s t"""
)

# The words of this field, so that a note in its own language is not full of rare words. Diagnoses are not among them.
FIELD_WORDS = word_set((HERE / "field_words.txt").read_text(encoding="utf-8"))


@cache
def _listed() -> frozenset[str]:
    words = (HERE / "ordinary.txt").read_text(encoding="utf-8").split()
    return frozenset(words) | FIELD_WORDS | STOP_WORDS


# Endings that the word list leaves out: what the ending was put to may have been the word itself, or one with an 'e'.
_ENDINGS = (
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("ing", ("", "e")),
    ("ed", ("", "e")),
    ("es", ("",)),
    ("s", ("",)),
    ("d", ("",)),
)
_DOUBLING = ("ing", "ed")


def is_ordinary(word: str) -> bool:
    """Whether a folded, lower-case word is one that anybody may write: English of every day, or this field's own.

    The list is SCOWL's British one up to size 35 (about 40,000 forms): place names, street names, surnames, drugs,
    invented and code words are not in it. Words of one or two letters count as ordinary.
    """
    if len(word) < 3 or word in _listed():
        return True
    return any(stem in _listed() for stem in _stems(word))


def _stems(word: str) -> list[str]:
    stems = []
    for ending, replacements in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 3:
            continue
        stems += [stem + replacement for replacement in replacements]
        if ending in _DOUBLING and len(stem) >= 4 and stem[-1] == stem[-2]:
            stems.append(stem[:-1])
    return stems


@cache
def _given() -> dict[str, frozenset[str]]:
    forms: dict[str, set[str]] = {}
    for line in (HERE / "given_names.txt").read_text(encoding="utf-8").splitlines():
        full, *shorts = line.split()
        forms.setdefault(full, set()).update(shorts)
        for short in shorts:
            forms.setdefault(short, set()).add(full)
    return {name: frozenset(others) for name, others in forms.items()}


def is_given_name(word: str) -> bool:
    """Whether a folded word is a common given name or its short form; one may be an ordinary word too ('Grace')."""
    return word in _given()


def forms_of_given(name: str) -> frozenset[str]:
    """A given name (folded) with its short forms, and the full names that it may be short for."""
    return frozenset({name}) | _given().get(name, frozenset())
