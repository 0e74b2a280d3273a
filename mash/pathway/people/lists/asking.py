"""Looks up a list of people described in the register: for each of them who they may be, as the operator's command."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mash.foundation.access.acting import serving
from mash.foundation.access.verbs import record
from mash.pathway.people.lists.counting import register_weights
from mash.pathway.people.lists.headings import COLUMNS, HOUSEHOLD, OF_QUERIES, QUERY, REFERENCE, read_headings, told_by
from mash.pathway.people.lists.remembered import Registered, Remembered
from mash.pathway.people.lists.rows import TELLS_NOTHING, Told, read_row
from mash.pathway.people.lists.sheet import Sheet, look_at
from mash.pathway.people.matching import Band, Description, bands, score, search_keys
from mash.pathway.people.matching.keys import word_keys
from mash.pathway.people.matching.learning import learned
from mash.pathway.people.matching.score import Likeness
from mash.pathway.people.matching.weighing import Possible, weigh_together
from mash.pathway.people.matching.weights import Weights

PURPOSE = "match people"
AT_ONCE = 400
LEARNED_FROM = 2_000
MOST_SHOWN = 10
SMALL, WIDELY = 50_000, 1_000
Step = Callable[[int], None]
HALF_AN_ADDRESS = (
    "it tells a part of an address only: where nothing else is told, those who live there are found by a house number "
    "with its postcode or its street"
)
MAY_BE_TOLD = (COLUMNS.keys() | OF_QUERIES.keys()) - {REFERENCE}


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """Somebody described in the list; `unread` says what of it could not be used."""

    number: str
    household: str
    described: Description
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody of the register, by their number in the list that told of them, who may be the one described."""

    id: str
    p: float
    band: Band
    why: tuple[str, ...]
    differs: tuple[str, ...]

    def plain(self) -> dict[str, object]:
        """As a program reads it."""
        told = {"id": self.id, "p": round(self.p, 6), "band": str(self.band)}
        return {**told, "why": list(self.why), "differs": list(self.differs)}


@dataclass(frozen=True, slots=True)
class Answer:
    """Who somebody described may be, likeliest first."""

    query: Query
    candidates: Sequence[Found]

    def plain(self) -> dict[str, object]:
        """As a program reads it."""
        told = [one.plain() for one in self.candidates]
        answer: dict[str, object] = {"query_id": self.query.number, "candidates": told}
        return answer | ({"unread": list(self.query.unread)} if self.query.unread else {})


def read_queries(file: Path, *, on: date) -> list[Query]:
    """All who are described in a list, those of one household beside each other.

    What of a row cannot be read is left out of it, and said with the answer: somebody is asked for all the same.

    Raises:
        Malformed: the file as a whole cannot be used.
    """
    sheet = look_at(file, lambda name: bool(told_by(name)))
    places = read_headings(sheet.heading, {}, needed=QUERY, among=MAY_BE_TOLD)
    households: dict[str, list[Query]] = {}
    for query in _queries(sheet, places, on):
        key = f"household {query.household}" if query.household else f"query {len(households)}"
        households.setdefault(key, []).append(query)
    return [query for household in households.values() for query in household]


def match_list(queries: Sequence[Query], *, step: Step = lambda done: None) -> Iterator[Answer]:
    """Look everybody up, some hundred at a time, and record how many were looked at.

    How common names are is counted in the register first, and how this list's writers err is learned from its
    beginning.

    Args:
        queries: those of one household beside each other.
        step: is told how many have been answered.
    """
    known = Remembered()
    done = 0
    with serving(PURPOSE):
        weights = register_weights()
    lessons = [lesson for some in _in_parts(queries[:LEARNED_FROM]) for lesson in _lessons(some, known, weights)]
    weights = learned(weights, lessons)
    for some in _in_parts(queries):
        with serving(PURPOSE) as me:
            answers = [_answer(query, possible, chances) for query, possible, chances in _weighed(some, known, weights)]
            record(me, "match_people", queries=len(some), candidates=sum(len(one.candidates) for one in answers))
        done += len(some)
        step(done)
        yield from answers


def _lessons(queries: Sequence[Query], known: Remembered, weights: Weights) -> Iterator[list[tuple[Likeness, float]]]:
    with serving(PURPOSE):
        for _, possible, chances in _weighed(queries, known, weights):
            yield [(one.likeness, p) for one, p in zip(possible, chances, strict=True)]


def _weighed(
    queries: Sequence[Query], known: Remembered, weights: Weights
) -> Iterator[tuple[Query, list[Possible[Registered]], list[float]]]:
    """Each who is asked for with who may be them and how probably, household by household."""
    sharing = dict(zip(queries, _sharing(queries, known, weights), strict=True))
    for together in _households(queries):
        possible = [
            [
                Possible(one, score(query.described, one.description, weights), one.description.doors)
                for one in sharing[query]
            ]
            for query in together
        ]
        yield from zip(together, possible, weigh_together(possible, weights), strict=True)


def _sharing(queries: Sequence[Query], known: Remembered, weights: Weights) -> list[list[Registered]]:
    """Who shares a key with each; in a small register, where few do, also who shares no more than a word of a name."""
    keys = [frozenset(search_keys(query.described)) for query in queries]
    if weights.common is None or weights.common.people > SMALL:
        return known.sharing(keys)
    return known.sharing(
        [found | word_keys(query.described) for found, query in zip(keys, queries, strict=True)], widely=WIDELY
    )


def _answer(query: Query, possible: Sequence[Possible[Registered]], chances: Sequence[float]) -> Answer:
    ranked = sorted(zip(chances, possible, strict=True), key=lambda pair: (-pair[0], pair[1].id.number))[:MOST_SHOWN]
    told = bands([p for p, _ in ranked])
    return Answer(
        query,
        [
            Found(one.id.number, p, band, one.likeness.why, one.likeness.differs)
            for (p, one), band in zip(ranked, told, strict=True)
        ],
    )


def _queries(sheet: Sheet, places: dict[str, int], on: date) -> Iterator[Query]:
    for line in sheet.lines():
        if line.fault:
            yield Query(f"line {line.number}", "", Description(), (line.fault,))
            continue
        told = read_row(line, places, on)
        number, household = told.text[QUERY] or f"line {line.number}", told.text.get(HOUSEHOLD, "")
        yield Query(number, household, told.described, (*_faults(told), *told.remarks))


def _faults(told: Told) -> Iterator[str]:
    """What of a row is not asked. An address alone is no one person, but it finds those who live or lived there."""
    for fault in told.faults:
        if fault != TELLS_NOTHING or not told.described.home:
            yield fault
        elif not search_keys(told.described):
            yield HALF_AN_ADDRESS


def _households(queries: Sequence[Query]) -> Iterator[list[Query]]:
    together: list[Query] = []
    for query in queries:
        if together and not (query.household and query.household == together[0].household):
            yield together
            together = []
        together.append(query)
    if together:
        yield together


def _in_parts(queries: Sequence[Query]) -> Iterator[list[Query]]:
    """Some hundred at a time, no household divided."""
    some: list[Query] = []
    for together in _households(queries):
        some += together
        if len(some) >= AT_ONCE:
            yield some
            some = []
    if some:
        yield some
