"""Finds in one text what was taken from another: runs of words, and single words that give it away."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mash.foundation.spotting.reading import Reading, Span, merge, read
from mash.foundation.spotting.words import STOP_WORDS, is_ordinary

_WHOLE_AT_LEAST = 3
_CONTENT_AT_LEAST = 2
_OPERATION = frozenset({"operation", "op"})
_DATE = re.compile(r"(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:\d\d)?\d\d")
_IDENTIFIER = re.compile(r"\b(?=[A-Za-z\d/-]*\d)[A-Za-z\d]+(?:[-/][A-Za-z\d]+)*\b")


class Familiar:
    """Texts that a reader has anyway: what stands in them is no finding. Build it once, use it for many comparisons."""

    def __init__(self, texts: Iterable[str | Reading]) -> None:
        self._readings = [read(text) for text in texts]

    def has_run(self, run: tuple[str, ...]) -> bool:
        """Whether this run of words stands in one of the texts."""
        return any(run in reading.runs(len(run)) for reading in self._readings)

    def has_word(self, word: str) -> bool:
        """Whether this word, or these words run together, stand in one of the texts."""
        return any(word in reading.where or reading.joined.find(word) for reading in self._readings)


def shared_text(
    text: str | Reading,
    other: str | Reading,
    words: int = 6,
    *,
    known: Iterable[str | Familiar] = (),
    rare: bool = True,
) -> list[Span]:
    """Where `text` says what `other` says, beyond what `known` says too.

    Two things are found. First, runs of `words` or more words of `other`, case, punctuation and the way of writing a
    number disregarded; of a shorter `other`, the whole of it, if it has three words or a rare one. A run of nothing
    but little words ('it was at the time of') is none. Second, with `rare`, single words of `other` that give it away:
    see `rare_words`.

    Args:
        words: the length of a run that counts, at least 2.
        known: what the reader has anyway. A run that stands there is no finding, nor is a rare word.
    """
    reading, source = read(text), read(other)
    familiar = _gathered(known)
    spans = _runs(reading, source, words, familiar)
    if rare:
        for word in rare_words(source):
            places = reading.joined.find(word) if len(word) >= 5 else [(i, i) for i in reading.where.get(word, ())]
            if places and not any(ground.has_word(word) for ground in familiar):
                spans += [reading.span(*place) for place in places]
        spans += _operations(reading, source, familiar)
    return merge(spans)


def _gathered(known: Iterable[str | Familiar]) -> list[Familiar]:
    texts, familiar = [], []
    for ground in known:
        if isinstance(ground, Familiar):
            familiar.append(ground)
        else:
            texts.append(ground)
    return [*familiar, Familiar(texts)] if texts else familiar


def _runs(reading: Reading, source: Reading, words: int, familiar: list[Familiar]) -> list[Span]:
    length = min(words, len(source.keys))
    if length < words and length < _WHOLE_AT_LEAST:
        return []
    here = reading.runs(length)
    begins = sorted(
        {
            i
            for run in source.runs(length)
            if run in here and not any(ground.has_run(run) for ground in familiar)
            for i in here[run]
        }
    )
    spans = []
    while begins:
        count = 1
        while count < len(begins) and begins[count] == begins[0] + count:
            count += 1
        first, last = begins[0], begins[0] + count - 1 + length - 1
        if sum(key not in STOP_WORDS for key in reading.keys[first : last + 1]) >= _CONTENT_AT_LEAST:
            spans.append(reading.span(first, last))
        begins = begins[count:]
    return spans


def rare_words(source: Reading) -> frozenset[str]:
    """Words of a text by which it would be known again, folded: names, code words, identifiers.

    A word is rare when no ordinary English and no word of the field (`words.is_ordinary`) and written with a capital
    inside a sentence (three letters or more) or five letters long. An identifier is a number of five digits or more,
    or five or more letters and digits mixed, hyphens and strokes allowed ('CR/1234/26', 'AB12 CDE' written together);
    dates, years and area codes are none.
    """
    rare = set()
    for token in source.tokens:
        word = token.bare
        as_a_name = len(word) >= 3 and token.capital and not token.opens
        if word.isalpha() and (len(word) >= 5 or as_a_name) and not is_ordinary(word):
            rare.add(word)
    for match in _IDENTIFIER.finditer(source.folded):
        plain = re.sub(r"[^a-z0-9]", "", match[0].lower())
        area_code = plain.isdigit() and plain.startswith("0") and len(plain) == 5
        if len(plain) >= 5 and sum(map(str.isdigit, plain)) >= 2 and not area_code and not _DATE.fullmatch(match[0]):
            rare.add(plain)
    return frozenset(rare)


def _operations(reading: Reading, source: Reading, familiar: list[Familiar]) -> list[Span]:
    """An operation is named by an ordinary word as often as not: 'Operation Kestrel', then 'Kestrel' alone."""
    spans = []
    for i, token in enumerate(source.tokens[:-1]):
        name = source.tokens[i + 1]
        if token.word not in _OPERATION or not (name.capital or not is_ordinary(name.word)):
            continue
        for at in reading.where.get(name.word, ()):
            led = at > 0 and reading.tokens[at - 1].word in _OPERATION
            written = reading.tokens[at].capital and not reading.tokens[at].opens
            if (led or written) and not any(ground.has_word(name.word) for ground in familiar):
                spans.append(reading.span(at - 1 if led else at, at))
    return spans
