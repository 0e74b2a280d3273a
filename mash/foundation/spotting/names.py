"""Finds a person's name in free text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mash.foundation.spotting.addresses import alike
from mash.foundation.spotting.reading import Reading, Span, Token, merge, read
from mash.foundation.spotting.words import forms_of_given, is_ordinary, word_set

TITLES = word_set(
    """mr mrs ms miss mx dr doctor prof professor rev reverend father sister sir lady lord dame pc dc ds di dci dcs sgt
    sergeant inspector superintendent constable nurse midwife mister auntie aunty uncle imam rabbi cllr councillor"""
)
# Given names that begin many a sentence as something else.
_OPENERS = word_set("will may mark hope grant bill sue rob art max jack pat")
_BETWEEN = 2  # middle names


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name taken apart: given names in order, and the pieces of the family name ('Testerby-Loom' has two)."""

    given: tuple[str, ...]
    family: tuple[str, ...]


def parse_name(name: str) -> PersonName:
    """Take a name apart: 'Ottoline M. Quaverley', 'Quaverley, Ottoline', 'Mrs Quaverley'.

    A single word is a given name, unless a title stands before it.
    """
    if "," in name:
        family, _, given = name.partition(",")
        name = f"{given} {family}"
    chunks = [tuple(token.bare for token in read(chunk).tokens) for chunk in re.split(r"\s+", name.strip())]
    chunks = [chunk for chunk in chunks if chunk]
    titled = False
    while chunks and chunks[0][0] in TITLES and len(chunks) > 1:
        chunks, titled = chunks[1:], True
    if not chunks:
        return PersonName((), ())
    if len(chunks) == 1 and not titled:
        return PersonName(tuple(chunks[0]), ())
    return PersonName(tuple(piece for chunk in chunks[:-1] for piece in chunk), chunks[-1])


def find_name(
    text: str | Reading, names: str | Iterable[str], *, alone: bool = False, shared: Iterable[str] = ()
) -> list[Span]:
    """Where a person is named: by family name, or by given name, short form or initial together with it.

    A family name that is also an ordinary word ('Young', 'Baker') counts when written as a name inside a sentence, or
    beside a title, given name or initial. Each half of a double-barrelled name counts. A family name misspelt by a
    letter or two counts. Nothing is found inside other words.

    Args:
        names: one person's names: as known, as formerly known.
        alone: the given name (or a short form of it) counts by itself too.
        shared: names of others who may stand in the text; a family name that one of them has does not count alone.
    """
    reading = read(text)
    others = {name for other in shared for name in _family_forms(parse_name(other))}
    spans: list[Span] = []
    for name in [names] if isinstance(names, str) else names:
        person = parse_name(name)
        spans += _families(reading, person, others)
        if alone and person.given:
            spans += _givens(reading, person.given[0])
    return merge(spans)


def _families(reading: Reading, person: PersonName, others: set[str]) -> list[Span]:
    spans = []
    whole = "".join(person.family)
    if len(whole) >= 6 and not is_ordinary(whole) and whole not in others:
        spans += [_with_given(reading, first, last, person)[0] for first, last in reading.joined.find(whole)]
    for piece in person.family:
        for i in _written(reading, piece, exact=piece in others):
            span, accompanied = _with_given(reading, i, i, person)
            if accompanied or (piece not in others and _counts_alone(reading, i, piece)):
                spans.append(span)
    return spans


def _family_forms(person: PersonName) -> set[str]:
    return {*person.family, "".join(person.family)}


def _written(reading: Reading, word: str, *, exact: bool) -> list[int]:
    places = set(reading.where.get(word, ()))
    places.update(reading.where.get(word + "s", ()) if len(word) > 3 else ())
    places.update(reading.where.get(word + "es", ()) if word.endswith(("s", "x", "z", "ch")) else ())
    if not exact and len(word) >= 6:
        for written, found in reading.where.items():
            if written != word and alike(word, written, most=1):
                places.update(found)
    return sorted(places)


def _counts_alone(reading: Reading, i: int, family: str) -> bool:
    token = reading.tokens[i]
    if i and reading.tokens[i - 1].word in TITLES:
        return True
    if is_ordinary(family) or len(family) <= 3:
        return token.capital and not token.opens
    return True


def _with_given(reading: Reading, first: int, last: int, person: PersonName) -> tuple[Span, bool]:
    """The family name with the title, given names and initials around it, and whether one of these was the person's."""
    tokens = reading.tokens
    start, accompanied = first, False
    for back in range(1, _BETWEEN + 2):
        i = first - back
        if i < 0 or _apart(reading, i, i + 1):
            break
        if _is_given(tokens[i], person.given):
            start, accompanied = i, True
        elif not tokens[i].capital:
            break
    end = last
    if (
        last + 1 < len(tokens)
        and reading.between(last).strip() in {",", ""}
        and _is_given(tokens[last + 1], person.given)
    ):
        end, accompanied = last + 1, True
    while start > 0 and tokens[start - 1].word in TITLES:
        start -= 1
    return reading.span(start, end), accompanied


def _apart(reading: Reading, i: int, j: int) -> bool:
    between = reading.text[reading.tokens[i].end : reading.tokens[j].start]
    return any(mark in between for mark in ",;:!?()\n") or (
        "." in between and len(reading.tokens[i].word) > 1 and reading.tokens[i].word not in TITLES
    )


def _is_given(token: Token, given: tuple[str, ...]) -> bool:
    if len(token.word) == 1:
        return token.capital and any(token.word == name[0] for name in given)
    return any(token.bare in forms_of_given(name) for name in given)


def _givens(reading: Reading, given: str) -> list[Span]:
    spans = []
    for form in forms_of_given(given):
        for i in reading.where.get(form, ()):
            token = reading.tokens[i]
            if (is_ordinary(form) or len(form) <= 3) and (not token.capital or (token.opens and form in _OPENERS)):
                continue
            spans.append(reading.span(i, i))
    return spans
