"""Finds a protected address in free text, in whatever way it is spelt."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from mash.foundation.spotting.places import (
    VARIANTS,
    Named,
    is_filler,
    is_type,
    leads_a_number,
    parse,
    type_of,
    without_postcode,
)
from mash.foundation.spotting.reading import TENS, Reading, Span, merge, read
from mash.foundation.spotting.words import is_ordinary, word_set

_LEET = str.maketrans("013457@$!|", "oieastasil")
_LEETED = re.compile(r"[a-z0-9@$!|]{5,}")
_SWAPPED = {ord("o"): "0", ord("i"): "1", ord("l"): "1"}
_ADDRESS_CUES = word_set("at no number address lives living live stays staying moved flat visit from")
FEWEST_DIGITS = 6  # of a property's number: fewer may be any number


def find_address(
    text: str | Reading,
    address: str,
    postcode: str = "",
    *,
    uprn: str = "",
    what3words: str = "",
    common: Iterable[str] = (),
) -> list[Span]:
    """Where a text gives an address away, in any spelling.

    Found are: the postcode, split, joined, spelt out or short of its last letter; the street or house with its number
    or its type; and the word of its name that no ordinary English has, alone, also misspelt by a letter or two or
    written in pieces or look-alikes. Ordinary names ('High', 'Church', 'Park') count only with number or type. A town
    alone is no address.

    Args:
        common: words that everybody knows (names of areas, teams, schools, the people described): none of them alone
        counts.
    """
    reading = read(text)
    address, within = without_postcode(address)
    known = {token.bare for words in common for token in read(words).tokens}
    spans: list[Span] = []
    for named in parse(address):
        for word in named.distinctive:
            if word not in known:
                spans += [_whole(reading, first, last) for first, last in _standing(reading, word)]
        spans += _phrases(reading, named)
    for code in {postcode, within} - {""}:
        spans += _postcodes(reading, code)
    if len(digits := re.sub(r"\D", "", uprn)) >= FEWEST_DIGITS:
        spans += [reading.span(*place) for place in reading.joined.find(digits)]
    if three := "".join(token.word for token in read(what3words).tokens):
        spans += [reading.span(*place) for place in reading.joined.find(three)]
    return merge(spans, reading.text)


def allowed_slips(word: str) -> int:
    """How many letters of a word may be wrong while a reader still knows it: 0 below six letters, then 1, then 2."""
    return 0 if len(word) < 6 else 1 if len(word) < 9 else 2


def alike(word: str, written: str, *, most: int = 2) -> bool:
    """Whether `written` is `word`, misspelt a little; an ordinary English word is itself and no misspelling.

    Args:
        most: never more wrong letters than this, however long the word.
    """
    if word == written:
        return True
    slips = min(most, allowed_slips(word))
    return (
        slips > 0
        and abs(len(word) - len(written)) <= slips
        and OSA.distance(word, written, score_cutoff=slips) <= slips
        and not is_ordinary(written)
    )


def _standing(reading: Reading, word: str) -> list[tuple[int, int]]:
    """Where a distinctive word stands: as it is, misspelt, run into others, in pieces, in figures for letters."""
    found = list(reading.joined.find(word))
    for written, places in reading.where.items():
        long_enough = len(word) >= 6 and len(written) > 5
        if (
            alike(word, written)
            or (long_enough and word in written)
            or (long_enough and word.startswith(written) and not is_ordinary(written))
        ):
            found += [(i, i) for i in places]
    if len(word) >= 5:
        for match in _LEETED.finditer(reading.folded.lower()):
            plain = match[0].translate(_LEET)
            if plain != match[0] and sum(map(str.isalpha, match[0])) * 2 >= len(word) and alike(word, plain):
                found.append(reading.tokens_of(reading.original_span(*match.span())))
    return found


def _phrases(reading: Reading, named: Named) -> list[Span]:
    """Where the whole name stands with its number or its type."""
    tokens, words = reading.tokens, named.words
    spans = []
    starts = {i for written, places in reading.where.items() if _same(words[0], written) for i in places}
    for first in sorted(starts):
        last, matched = first, 1
        while matched < len(words) and last + 1 < len(tokens):
            if _same(words[matched], tokens[last + 1].bare):
                matched += 1
            elif not is_filler(tokens[last + 1]):
                break
            last += 1
        if matched < len(words):
            continue
        typed = bool(named.kind) and last + 1 < len(tokens) and is_type(tokens[last + 1], named.kind)
        slipped = any(w not in {t.word, t.bare} for w, t in zip(words[:1], tokens[first : first + 1], strict=True))
        if (
            typed
            or (not slipped and _numbered(reading, first, named))
            or (not slipped and _is_all(reading, first, named))
        ):
            spans.append(_whole(reading, first, last))
    for variant in VARIANTS[named.kind] if named.kind else ():
        spans += [reading.span(*place) for place in reading.joined.find("".join(words) + variant)]
    return spans


def _same(word: str, written: str) -> bool:
    if word.rstrip("s") == written.rstrip("s") or {word, written} == {"st", "saint"}:
        return True
    return len(word) >= 5 and abs(len(word) - len(written)) <= 1 and OSA.distance(word, written, score_cutoff=1) <= 1


def _numbered(reading: Reading, first: int, named: Named) -> bool:
    """Whether this place's number stands before its name; '4 high' is none unless written or led in like an address."""
    if not named.number or not first:
        return False
    at = first - 1
    tokens = reading.tokens
    while at > 0 and is_filler(tokens[at]):
        at -= 1
    written = tokens[at].value
    if len(tokens[at].word) == 1 and at and tokens[at].word.isalpha():
        at -= 1
        written = tokens[at].value + tokens[at + 1].word
    elif at and len(written) == 1 and tokens[at - 1].word in TENS:
        written = tokens[at - 1].value[0] + written  # twenty-one
    if named.number.rstrip("abcdefgh") != written.rstrip("abcdefgh"):
        return False
    return (
        tokens[first].capital
        or (at > 0 and tokens[at - 1].word in _ADDRESS_CUES)
        or not all(map(is_ordinary, named.words))
    )


def _is_all(reading: Reading, first: int, named: Named) -> bool:
    """Whether a name that has neither number nor type stands there, written as a name."""
    token = reading.tokens[first]
    return not named.kind and not named.number and token.capital and (len(named.words) > 1 or not token.opens)


def _whole(reading: Reading, first: int, last: int) -> Span:
    """The place with what belongs to it: the number before, the type after."""
    tokens = reading.tokens
    if last + 1 < len(tokens) and (type_of(tokens[last + 1]) or _cut_short(reading, last + 1)):
        last += 1
    for _ in range(4):
        before = tokens[first - 1] if first else None
        if before is None or (tokens[first].opens and not before.value.isdigit()):
            break
        if before.value.isdigit() or leads_a_number(before) or (len(before.word) == 1 and before.word not in "ai"):
            first -= 1
        else:
            break
    return reading.span(first, last)


def _cut_short(reading: Reading, i: int) -> bool:
    token = reading.tokens[i]
    after = reading.text[token.end : token.end + 1]
    return after == "." and any(len(token.word) >= 3 and kind.startswith(token.word) for kind in VARIANTS)


def _postcodes(reading: Reading, postcode: str) -> list[Span]:
    code = re.sub(r"[^a-z0-9]", "", postcode.lower())
    if len(code) < 5:
        return []
    places = reading.joined.find(code, _SWAPPED) + reading.joined_numbers.find(code, _SWAPPED)
    places += reading.joined.find(code[:-1])
    lettered = [place for place in places if any(t.word.isalpha() for t in reading.tokens[place[0] : place[1] + 1])]
    return [reading.span(*place) for place in lettered]
