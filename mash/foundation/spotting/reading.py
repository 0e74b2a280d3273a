"""A text taken apart once, so that many things can be looked for in it, each found where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from mash.foundation.spotting.folding import fold


class Span(NamedTuple):
    """A stretch of a text, as offsets into the text as it was given: from `start` up to, not including, `end`."""

    start: int
    end: int


class Token(NamedTuple):
    """A word or a number of a text.

    `word` is folded to lower case, without apostrophes; `bare` is the same without a possessive 's; `value` is a
    number in digits where the token is one, in digits or in words, else the word; `capital` says how it was written;
    `opens` that it stands first in a sentence or a line.
    """

    word: str
    bare: str
    value: str
    start: int
    end: int
    capital: bool
    opens: bool


_NUMBERS = Path(__file__).with_name("numbers.txt").read_text(encoding="utf-8").split()
_UNITS, TENS = tuple(_NUMBERS[:20]), tuple(_NUMBERS[20:])
NUMBER_WORDS = {word: str(n) for n, word in enumerate(_UNITS)} | {word: str(n * 10 + 20) for n, word in enumerate(TENS)}

# An escaped space or mark (a map link, pasted HTML) separates words and is none itself.
_TOKEN = re.compile(r"%[0-9A-Fa-f]{2}|&(?:[a-z]{2,6}|#\d{1,5});|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<digits>\d+)")
_SENTENCE_END = re.compile(r"[.!?\n:;•]")
_TITLE_BEFORE = re.compile(r"\b(?:mrs?|ms|dr|st|rev|prof|sgt|insp|supt)\.\s*$", re.IGNORECASE)


class Reading:
    """A text and its tokens. Build it once for a text and pass it wherever a text is asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded, offsets = fold(text)
        self._offsets = offsets
        self.tokens = self._tokenise()

    def _tokenise(self) -> list[Token]:
        tokens: list[Token] = []
        folded, offsets, behind = self.folded, self._offsets, 0
        for match in _TOKEN.finditer(folded):
            written = match["word"] or match["digits"]
            if written is None:
                continue
            start, end = match.span()
            gap = folded[behind:start]
            opens = not tokens or (
                _SENTENCE_END.search(gap) is not None and not _TITLE_BEFORE.search(folded[max(0, start - 8) : start])
            )
            behind = end
            lower = written.lower()
            word = lower.replace("'", "")
            bare = lower[:-2].replace("'", "") if lower.endswith("'s") else word
            if offsets is not None:
                start, end = offsets[start], offsets[end - 1] + 1
            value = NUMBER_WORDS.get(word, word)
            if word.isdigit():
                value = word.lstrip("0") or "0"
            tokens.append(Token(word, bare, value, start, end, written[0].isupper(), opens))
        return tokens

    @cached_property
    def where(self) -> dict[str, list[int]]:
        """For each word, with and without its possessive, the places of the tokens that are it."""
        places: dict[str, list[int]] = {}
        for i, token in enumerate(self.tokens):
            places.setdefault(token.word, []).append(i)
            if token.bare != token.word:
                places.setdefault(token.bare, []).append(i)
        return places

    @cached_property
    def keys(self) -> list[str]:
        """The tokens as compared: words, and numbers in digits however they were written."""
        return [token.value for token in self.tokens]

    @cached_property
    def joined(self) -> Joined:
        """All words run together, for what was written in pieces ('G A N N E T', 'Gannet-mere', 'ZZ99 3VZ')."""
        return Joined(list(enumerate(token.word for token in self.tokens)))

    @cached_property
    def joined_numbers(self) -> Joined:
        """The same with numbers in digits: 'ninety-nine three' as '993'; digits keep their leading noughts."""
        pieces: list[tuple[int, str]] = []
        for i, token in enumerate(self.tokens):
            tens = self.tokens[i - 1].value if i else ""
            if pieces and token.word in _UNITS[1:10] and self.tokens[i - 1].word in TENS:
                pieces[-1] = (i - 1, tens[0])
                pieces.append((i, token.value))
            else:
                pieces.append((i, token.word if token.word.isdigit() else token.value))
        return Joined(pieces)

    def runs(self, length: int) -> dict[tuple[str, ...], list[int]]:
        """Every run of `length` tokens, with the places where it begins."""
        if length not in self._runs:
            runs: dict[tuple[str, ...], list[int]] = {}
            for i, run in enumerate(zip(*(self.keys[n:] for n in range(length)), strict=False)):
                runs.setdefault(run, []).append(i)
            self._runs[length] = runs
        return self._runs[length]

    @cached_property
    def _runs(self) -> dict[int, dict[tuple[str, ...], list[int]]]:
        return {}

    def between(self, i: int) -> str:
        """What stands between token `i` and the next."""
        return self.text[self.tokens[i].end : self.tokens[i + 1].start]

    def original_span(self, start: int, end: int) -> Span:
        """A stretch of the folded text, not empty, as a span of the text as given."""
        if self._offsets is None:
            return Span(start, end)
        return Span(self._offsets[start], self._offsets[end - 1] + 1)

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """The first and last token that a span touches; it must touch one."""
        inside = [i for i, token in enumerate(self.tokens) if token.end > span.start and token.start < span.end]
        return inside[0], inside[-1]

    def span(self, first: int, last: int) -> Span:
        """From token `first` to token `last`, both included."""
        return Span(self.tokens[first].start, self.tokens[last].end)


class Joined:
    """Words run together, in which a piece is found only where it begins and ends with a word."""

    def __init__(self, pieces: list[tuple[int, str]]) -> None:
        self.string = "".join(word for _, word in pieces)
        self._begins: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        at = 0
        for i, word in pieces:
            self._begins[at] = i
            at += len(word)
            self._ends[at] = i

    def find(self, piece: str, alike: dict[int, str] | None = None) -> list[tuple[int, int]]:
        """The first and last token of each place where `piece` stands in whole words.

        `alike` makes letters equal that people swap, such as o and 0 (a table for `str.translate`, one letter for one).
        """
        string = self.string
        if alike is not None:
            string, piece = string.translate(alike), piece.translate(alike)
        found = []
        at = string.find(piece) if piece else -1
        while at >= 0:
            first, last = self._begins.get(at), self._ends.get(at + len(piece))
            if first is not None and last is not None:
                found.append((first, last))
            at = string.find(piece, at + 1)
        return found


def read(text: str | Reading) -> Reading:
    """Take a text apart; a text that has been taken apart already is returned as it is."""
    return text if isinstance(text, Reading) else Reading(text)


def merge(spans: Iterable[Span], text: str = "") -> list[Span]:
    """Spans in order, those that overlap made one; with `text`, also those with only space and marks between them."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged:
            last = merged[-1]
            between = text[last.end : span.start]
            if span.start <= last.end or (text and len(between) < 12 and not any(c.isalnum() for c in between)):
                merged[-1] = Span(last.start, max(last.end, span.end))
                continue
        merged.append(span)
    return merged


def mask(text: str, spans: Iterable[Span], mark: str = "[withheld]") -> str:
    """The text with each span replaced by `mark`; spans may overlap and come in any order."""
    out, behind = [], 0
    for span in merge(spans):
        out += [text[behind : span.start], mark]
        behind = span.end
    return "".join(out) + text[behind:]
