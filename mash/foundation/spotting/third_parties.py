"""Guesses which people a text names, so that a stranger's name does not leave with somebody else's story."""

from __future__ import annotations

from collections.abc import Iterable

from mash.foundation.spotting.names import TITLES
from mash.foundation.spotting.places import type_of
from mash.foundation.spotting.reading import Reading, Token, read
from mash.foundation.spotting.words import forms_of_given, is_given_name, is_ordinary, word_set

_RELATIONS = word_set(
    """mother father mum dad stepfather stepmother stepdad stepmum parent grandmother grandfather grandma grandad nan
    uncle aunt auntie brother sister stepbrother stepsister cousin nephew niece son daughter partner husband wife
    boyfriend girlfriend ex friend neighbour lodger landlord flatmate carer babysitter childminder associate witness
    informant source named called"""
)
# Words in a capitalised run that make it an organisation, a place, a document or an office, not a person.
_NOT_PEOPLE = word_set(
    """police constabulary school primary academy nursery college university hospital clinic surgery practice ward unit
    team service services trust council department board court prison probation church centre center street road avenue
    lane close drive crescent terrace gardens grove square park house lodge farm estate flats north south east west
    county operation project act section plan report assessment conference care health education social protection
    safeguarding partnership hub line office officer january february march july august september
    october november december monday tuesday wednesday thursday friday saturday sunday christmas easter general royal
    national"""
)


def third_parties_in(text: str | Reading, known_names: Iterable[str] = ()) -> tuple[str, ...]:
    """Names in a text that look like a person's and are nobody's in `known_names`, as written, in order, each once.

    A guess, on the cautious side, by four signs: two or more capitalised words in a row that are not all ordinary
    English, or begin with a given name; a capitalised word after a title ('Mr', 'PC'); one after a relation ('her
    uncle', 'called') that is no ordinary word or is a given name; a given name inside a sentence that is no ordinary
    word. Left out are runs with a word of organisations, streets or documents, and names whose every word is one of
    `known_names` or a form of it.
    """
    reading = read(text)
    known = {form for name in known_names for token in read(name).tokens for form in forms_of_given(token.bare)}
    found: dict[str, None] = {}
    i = 0
    while i < len(reading.tokens):
        last = _run_end(reading, i)
        if last is None:
            i += 1
            continue
        first = _without_opener(reading, i, last)
        tokens = reading.tokens[first : last + 1]
        if tokens and _is_person(reading, first, last) and not all(token.bare in known for token in tokens):
            found.setdefault(" ".join(_written(reading, token) for token in tokens))
        i = last + 1
    return tuple(found)


def _run_end(reading: Reading, i: int) -> int | None:
    """The last token of a run of capitalised words that begins at `i`; none where none begins."""
    tokens = reading.tokens
    if not _is_capitalised(tokens[i]) or tokens[i].word in TITLES:
        return None
    last = i
    while last + 1 < len(tokens) and _is_capitalised(tokens[last + 1]):
        between = reading.between(last)
        initial = between.strip() == "." and len(tokens[last].word) == 1
        if not (between.strip() in {"", "-"} and "\n" not in between) and not initial:
            break
        last += 1
    return last


def _is_capitalised(token: Token) -> bool:
    return token.capital and token.word.isalpha()


def _without_opener(reading: Reading, first: int, last: int) -> int:
    """A sentence begins with a capital whatever the word is: leave out an ordinary word or a relation there."""
    token = reading.tokens[first]
    if token.opens and is_ordinary(token.word) and (not is_given_name(token.word) or first == last):
        return first + 1
    return first


def _is_person(reading: Reading, first: int, last: int) -> bool:
    tokens = reading.tokens[first : last + 1]
    if any(token.bare in _NOT_PEOPLE for token in tokens):
        return False
    before = reading.tokens[first - 1] if first else None
    if before is not None and before.word in TITLES:
        return True
    if len(tokens) > 1 and type_of(tokens[-1]) and not is_given_name(tokens[0].bare):
        return False  # a street
    unusual = not all(is_ordinary(token.bare) for token in tokens)
    given = is_given_name(tokens[0].bare)
    if len(tokens) > 1:
        return (unusual and any(len(token.word) > 1 for token in tokens)) or given
    if len(tokens[0].word) < 3:
        return False
    if before is not None and before.word in _RELATIONS and not tokens[0].opens:
        return unusual or given
    return unusual and given and not tokens[0].opens


def _written(reading: Reading, token: Token) -> str:
    written = reading.text[token.start : token.end]
    return written[: len(token.bare)] if token.bare != token.word else written
