"""Looks up a list of people described in the register: for each of them who they may be, as the operator's command."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from django.db import connection

from mash.foundation.access.acting import serving
from mash.foundation.access.verbs import record
from mash.pathway.people.lists.headings import COLUMNS, HOUSEHOLD, OF_QUERIES, QUERY, read_headings, told_by
from mash.pathway.people.lists.rows import read_row
from mash.pathway.people.lists.sheet import Sheet, look_at
from mash.pathway.people.matching import Candidate, Description, rank, search_keys
from mash.pathway.people.models import Person, PersonAddress, Reference

PURPOSE = "match people"
AT_ONCE = 400
MOST_LOOKED_AT = 100
MOST_SHOWN = 10
MOST_KEPT = 50_000  # people of the register who are kept in memory, because the next may be compared with them too
Step = Callable[[int], None]
SHARING = "select number, person from people.sharing(%s::integer[], %s::text[], %s)"
EITHER = frozenset({*COLUMNS, *OF_QUERIES} - {"person_id"})


@dataclass(frozen=True, slots=True)
class Query:
    """Somebody described in the list; `unread` says what of it could not be used."""

    number: str
    household: str
    described: Description
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Who somebody described may be, likeliest first."""

    query: Query
    candidates: Sequence[Candidate[str]]

    def plain(self) -> dict[str, object]:
        """As a program reads it."""
        told = [
            {"id": one.id, "p": round(one.p, 6), "band": str(one.band), "why": list(one.why)} for one in self.candidates
        ]
        answer: dict[str, object] = {"query_id": self.query.number, "candidates": told}
        return answer | ({"unread": list(self.query.unread)} if self.query.unread else {})


def read_queries(file: Path, *, on: date) -> list[Query]:
    """All who are described in a list, those of one household beside each other.

    What of a row cannot be read is left out of it, and said with the answer: somebody is asked for all the same.

    Raises:
        Malformed: the file as a whole cannot be used.
    """
    sheet = look_at(file, lambda name: bool(told_by(name)))
    places = read_headings(sheet.heading, {}, needed=QUERY, among=EITHER)
    households: dict[str, list[Query]] = {}
    for query in _queries(sheet, places, on):
        key = f"household {query.household}" if query.household else f"query {len(households)}"
        households.setdefault(key, []).append(query)
    return [query for household in households.values() for query in household]


def _queries(sheet: Sheet, places: dict[str, int], on: date) -> Iterator[Query]:
    for line in sheet.lines():
        if line.fault:
            yield Query(f"line {line.number}", "", Description(), (line.fault,))
            continue
        told = read_row(line, places, on)
        number, household = told.text[QUERY] or f"line {line.number}", told.text.get(HOUSEHOLD, "")
        yield Query(number, household, told.described, (*told.faults, *told.remarks))


def match_list(queries: Sequence[Query], *, step: Step = lambda done: None) -> Iterator[Answer]:
    """Look everybody up, some hundred at a time, and record whom was looked at.

    Args:
        step: is told how many have been answered.
    """
    register: OrderedDict[uuid.UUID, tuple[str, Description]] = OrderedDict()
    done = 0
    rest = iter(queries)
    while some := list(islice(rest, AT_ONCE)):
        with serving(PURPOSE) as me:
            found = _sharing(some)
            _fetch({person for people in found for person in people}, register)
            answers = [_answer(query, people, register) for query, people in zip(some, found, strict=True)]
            shown = sum(len(answer.candidates) for answer in answers)
            record(me, "match_people", queries=len(some), candidates=shown)
        while len(register) > MOST_KEPT:
            register.popitem(last=False)
        done += len(some)
        step(done)
        yield from answers


def _answer(
    query: Query, people: Iterable[uuid.UUID], register: OrderedDict[uuid.UUID, tuple[str, Description]]
) -> Answer:
    known = [register[person] for person in people if person in register]
    return Answer(query, rank(query.described, known, MOST_SHOWN))


def _sharing(queries: Sequence[Query]) -> list[list[uuid.UUID]]:
    """For each who is asked for, those of the register who share a key, most keys first. One query."""
    pairs = [(place, key) for place, query in enumerate(queries) for key in search_keys(query.described)]
    found: list[list[uuid.UUID]] = [[] for _ in queries]
    with connection.cursor() as cursor:
        cursor.execute(SHARING, [[place for place, _ in pairs], [key for _, key in pairs], MOST_LOOKED_AT])
        for place, person in cursor.fetchall():
            found[place].append(person)
    return found


def _fetch(people: Iterable[uuid.UUID], register: OrderedDict[uuid.UUID, tuple[str, Description]]) -> None:
    """Have these people in memory, each by the number under which a list knows them first. Three queries."""
    wanted = [person for person in people if person not in register]
    if not wanted:
        return
    homes: dict[uuid.UUID, list[tuple[str, str]]] = {}
    lived = PersonAddress.objects.filter(person__in=wanted, protected=False).order_by("-told_at")
    for person, address, postcode in lived.values_list("person_id", "address", "postcode"):
        homes.setdefault(person, []).append((address, postcode))
    numbers: dict[uuid.UUID, str] = {}
    for person, number in (
        Reference.objects.filter(person__in=wanted).order_by("told_at", "source").values_list("person_id", "number")
    ):
        numbers.setdefault(person, number)
    for one in Person.objects.filter(pk__in=wanted):
        register[one.pk] = (numbers.get(one.pk, str(one.pk)), described_as(one, homes.get(one.pk, [])))


def described_as(person: Person, homes: Sequence[tuple[str, str]]) -> Description:
    """Somebody of the register as matching compares them; `homes` are addresses and postcodes, latest first."""
    return Description(
        given=person.given,
        middle=person.middle,
        family=person.family,
        also_known_as=tuple(person.also_known_as),
        born=person.born,
        born_about=(person.born_from, person.born_to) if person.born_from and person.born_to else None,
        due_date=person.due_date,
        sex=person.sex,
        address=homes[0][0] if homes else "",
        postcode=homes[0][1] if homes else "",
        earlier_homes=tuple(homes[1:]),
        nhs_number=person.nhs_number,
        upn=person.upn,
        phone=person.phone,
    )
