"""Finds a phone number, an e-mail address, a job or an organisation in free text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mash.foundation.spotting.reading import NUMBER_WORDS, Reading, Span, merge, read
from mash.foundation.spotting.words import STOP_WORDS, is_ordinary, word_set

_GENERIC = word_set(
    """primary secondary infant infants junior school academy nursery college surgery practice hospital clinic centre
    center service services team trust council ltd limited plc church charity association group home"""
)
_PLACES = word_set(
    """primary secondary infant infants junior school academy nursery college surgery practice hospital clinic centre
    center dr doctor doctors"""
)
_TELLING = word_set(
    """told tells reported reports rang rings called phoned said says referred refers contacted disclosed raised flagged
    alerted wrote noticed concerned informed informant referrer enquirer caller"""
)
_NEAR = 5  # words either side, in which a telling word makes a plain job ('teacher') the referrer's


def find_phone(text: str | Reading, phone: str) -> list[Span]:
    """Where a phone number stands, however grouped, with 0, +44 or 0044, in digits or spoken ('oh one six three two').

    A number of fewer than seven digits is not looked for. The local part alone (the last six digits or more, standing
    by themselves) counts.
    """
    national = _national(re.sub(r"\D", "", phone))
    if len(national) < 7:
        return []
    reading = read(text)
    spans = []
    run: list[int] = []
    for i, token in enumerate([*reading.tokens, None]):
        if token is not None and (_digits(token.word) and not (run and _gap(reading, i))):
            run.append(i)
            continue
        spans += _in_run(reading, run, national)
        run = [i] if token is not None and _digits(token.word) else []
    return merge(spans)


def _national(digits: str) -> str:
    digits = digits.removeprefix("00")
    return digits.removeprefix("44").removeprefix("0") if digits.startswith("44") else digits.removeprefix("0")


def _digits(word: str) -> str:
    if word.isdigit():
        return word
    if word in {"oh", "o"}:
        return "0"
    spoken = NUMBER_WORDS.get(word, "")
    return spoken if len(spoken) == 1 else ""


def _gap(reading: Reading, i: int) -> bool:
    between = reading.text[reading.tokens[i - 1].end : reading.tokens[i].start]
    return len(between) > 4 or any(mark in between for mark in ";:!?")


def _in_run(reading: Reading, run: list[int], national: str) -> list[Span]:
    digits = "".join(_digits(reading.tokens[i].word) for i in run)
    if national in digits:
        starts = [0]
        for i in run:
            starts.append(starts[-1] + len(_digits(reading.tokens[i].word)))
        at = digits.index(national)
        first = max(n for n, start in enumerate(starts[:-1]) if start <= at)
        while first > 0 and _digits(reading.tokens[run[first - 1]].word) in {"0", "44", "0044"}:
            first -= 1
        last = min(n for n, start in enumerate(starts[1:]) if start >= at + len(national))
        return [reading.span(run[first], run[last])]
    if 6 <= len(digits) < len(national) and national.endswith(digits):
        return [reading.span(run[0], run[-1])]
    return []


def find_email(text: str | Reading, email: str) -> list[Span]:
    """Where an e-mail address stands, also as 'name at example dot org' or broken by spaces or lines."""
    reading = read(text)
    wanted = [token.word for token in read(email).tokens]
    if "@" not in email or len(wanted) < 2:
        return []
    kept = [i for i, token in enumerate(reading.tokens) if token.word not in {"at", "dot"}]
    wanted = [word for word in wanted if word not in {"at", "dot"}]
    words = [reading.tokens[i].word for i in kept]
    return merge(
        reading.span(kept[n], kept[n + len(wanted) - 1])
        for n in range(len(words) - len(wanted) + 1)
        if words[n : n + len(wanted)] == wanted
    )


def find_organisation(text: str | Reading, name: str) -> list[Span]:
    """Where an organisation is named: whole, run together, as initials, or without its 'Primary' or 'Surgery'.

    What is left without these must still name something: two words, or one that is no ordinary word. An organisation
    whose name is one ordinary word ('Police') is not found.
    """
    reading = read(text)
    words = [token.word for token in read(name).tokens]
    if not words or (len(words) == 1 and is_ordinary(words[0])):
        return []
    places = reading.joined.find("".join(words))
    own = [word for word in words if word not in _GENERIC and word not in STOP_WORDS]
    if len(own) < len(words) and (len(own) >= 2 or (own and not is_ordinary(own[0]))):
        places += [place for place in reading.joined.find("".join(own)) if reading.tokens[place[0]].capital]
    if len(initials := "".join(word[0] for word in words if word not in STOP_WORDS)) >= 3:
        places += [(i, i) for i in reading.where.get(initials, ()) if _shouted(reading, i)]
    return merge(reading.span(*place) for place in places)


def find_whereabouts(text: str | Reading, place: str, *, shared: Iterable[str] = ()) -> list[Span]:
    """Where a school, a surgery or a doctor is named that leads to somebody: as `find_organisation` finds it, and each
    part of 'Dr Amis, Mill Lane' that names somebody or something by itself.

    What stands for no name ('not known', 'none', 'home educated') is not looked for.

    Args:
        shared: names that everybody may read: where their words are all that was found, nothing is given away.
    """
    reading = read(text)
    known = {token.word for name in shared for token in read(name).tokens}
    parts = {place, *place.split(",")}
    spans = [span for part in parts if _names_a_place(part) for span in find_organisation(reading, part)]
    return merge(span for span in spans if not _words_of(reading, span) <= known)


def _words_of(reading: Reading, span: Span) -> set[str]:
    first, last = reading.tokens_of(span)
    return {token.word for token in reading.tokens[first : last + 1]}


def _names_a_place(name: str) -> bool:
    words = {token.word for token in read(name).tokens}
    return not all(map(is_ordinary, words)) or bool(words & _PLACES and words - _PLACES - _GENERIC - STOP_WORDS)


def find_job(text: str | Reading, job: str) -> list[Span]:
    """Where a job is named ('Deputy head', also as 'deputy headteacher').

    A job of one ordinary word ('teacher') counts only near a word of telling ('the teacher reported'), because it
    stands in every other account of a child's day.
    """
    reading = read(text)
    words = [token.word for token in read(job).tokens]
    if not words:
        return []
    places = reading.joined.find("".join(words))
    for i in reading.where.get(words[0], ()) if len(words) > 1 else ():
        said = [token.word for token in reading.tokens[i : i + len(words)]]
        if said[:-1] == words[:-1] and said[-1].startswith(words[-1]):
            places.append((i, i + len(words) - 1))
    if len(words) == 1 and is_ordinary(words[0]):
        places = [place for place in places if is_telling(reading, *place)]
    return merge(reading.span(*place) for place in places)


def is_telling(reading: Reading, first: int, last: int) -> bool:
    """Whether a word of telling ('reported', 'rang') stands within five words of these tokens."""
    around = reading.tokens[max(0, first - _NEAR) : first] + reading.tokens[last + 1 : last + 1 + _NEAR]
    return any(token.word in _TELLING for token in around)


def _shouted(reading: Reading, i: int) -> bool:
    token = reading.tokens[i]
    return reading.text[token.start : token.end].isupper()
