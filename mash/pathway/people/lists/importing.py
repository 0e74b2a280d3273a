"""Takes an agency's list into the register, some hundred rows at a time, each row wholly or not at all."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from django.db import connection
from django.utils.text import slugify
from psycopg import sql

from mash.foundation.access.acting import Acting, serving
from mash.foundation.access.verbs import record
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Area
from mash.pathway.people import register
from mash.pathway.people.lists.headings import REFERENCE, read_headings, told_by
from mash.pathway.people.lists.recognising import Entry, Whose, recognise, recognise_and_hold
from mash.pathway.people.lists.rows import Told, read_row
from mash.pathway.people.lists.sheet import Line, Malformed, Sheet, look_at
from mash.pathway.people.merging.arriving import doubt_newcomers
from mash.pathway.people.models import AgencyList, Person, PersonAddress, Reference

PURPOSE = "import people"
AT_ONCE = 1_000
COMPARED_AT_ONCE = 250
MOST_SOURCE = 60
FIRST_AREA = "First area"
NOWHERE = uuid.UUID(int=0)  # the first area before it is made: no list has called anybody by a number there
Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken in: its line in the file, its reference where it could be read, and why."""

    line: int
    reference: str
    why: tuple[str, ...]


@dataclass(slots=True)
class Imported:
    """What an import did, or would do.

    Attributes:
        known: rows about somebody whom the register had already, by this source's number or by a valid number and the
            date of birth.
        compared: how many of those made were compared with the register.
        doubles: pairs of them that are likely or surely one person, which wait for somebody to look.
        remarks: rows that were taken in without something that they told, and why.
    """

    area: str
    source: str
    dry_run: bool
    columns: dict[str, str]
    rows: int = 0
    made: int = 0
    known: int = 0
    unchanged: int = 0
    compared: int = 0
    doubles: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[Rejected] = field(default_factory=list)

    def plain(self) -> dict[str, object]:
        """As a program reads it."""
        return asdict(self)


def import_list(
    file: Path,
    *,
    source: str,
    area: str,
    said: Mapping[str, str],
    on: date,
    dry_run: bool,
    compare: bool = False,
    step: Step = lambda line, of: None,
) -> Imported:
    """Take in a list as the operator's command. What was broken off goes on behind the last row that was taken in.

    A row is somebody of the register when this source said so before, or when a valid number and the date of birth are
    theirs; otherwise a person of its own is made, whom somebody may find to be another one. Nothing is merged by
    machine (rule 16).

    Args:
        source: whose list it is; empty for the file's name.
        area: its short name; empty for the only one there is. Without any a first one is made.
        said: what is told → the column that tells it, beside those known by their names. It is kept for next time.
        on: the day on which ages count.
        compare: compare whoever is made with the register: pairs that are likely or surely one person wait for people.
        step: is told which line was dealt with, of how many.

    Raises:
        Malformed: the file as a whole cannot be used, or the area is not known. Nothing is taken in then.
    """
    source = (source or file.stem)[:MOST_SOURCE]
    with serving(PURPOSE) as me:
        where = _area(area, me)
        before = AgencyList.objects.filter(area=where.pk, source=source).order_by("-made_at").first() if where else None
    kept: dict[str, str] = before.columns if before else {}
    sheet = look_at(file, lambda name: bool(told_by(name)) or name.strip() in {*said.values(), *kept.values()})
    columns = {told: column for told, column in kept.items() if column in sheet.heading} | dict(said)
    places = read_headings(sheet.heading, columns, needed=REFERENCE)
    named = {told: sheet.heading[place] for told, place in places.items()}
    done = Imported(where.slug if where else slugify(FIRST_AREA), source, dry_run, named)
    goes_on = before if before and before.digest == sheet.digest and not before.finished_at else None
    parts = _in_parts(_entries(sheet, places, on, done))
    if dry_run:
        called: set[uuid.UUID] = set()
        for some in parts:
            if fresh := _fresh(some, goes_on, done):
                _try(fresh, where.pk if where else NOWHERE, source, called, done)
            step(some[-1].line, sheet.last_line)
        done.rows += len(done.rejected)
        return done
    with serving(PURPOSE) as me:
        where = where or Area.add(slug=slugify(FIRST_AREA), name=FIRST_AREA, phone="", hours="", lawful_basis="")
        taken = goes_on or AgencyList.add(
            area=where.pk, source=source, digest=sheet.digest, columns=columns, made_at=me.now
        )
    for some in parts:
        if fresh := _fresh(some, taken, done):
            with serving(PURPOSE) as me:
                made = _take_in(me, fresh, where.pk, source, done)
                if compare:
                    _compare(made, done)
                taken.change(last_line=fresh[-1].line)
                record(me, "import_people", about=taken, area=str(where.pk), rows=len(fresh))
        step(some[-1].line, sheet.last_line)
    done.rows += len(done.rejected)
    with serving(PURPOSE) as me:
        taken.change(finished_at=me.now)
        record(me, "finish_import", about=taken, area=str(where.pk), rows=done.rows, rejected=len(done.rejected))
    return done


def _area(slug: str, me: Acting) -> Area | None:
    areas = list(Area.objects.order_by("name"))
    if slug:
        found = next((area for area in areas if area.slug == slug), None)
        if found is None:
            raise Malformed(f"There is no area {slug}")
        return found
    if len(areas) > 1:
        raise Malformed(f"Say with --area which area it is of: {', '.join(area.slug for area in areas)}")
    return areas[0] if areas else None


def _entries(sheet: Sheet, places: Mapping[str, int], on: date, done: Imported) -> Iterator[Entry]:
    """The rows that may be taken in; what is wrong with the others goes into the report."""
    seen: dict[int, int] = {}
    for line in sheet.lines():
        if line.fault:
            done.rejected.append(Rejected(line.number, "", (line.fault,)))
            continue
        told = read_row(line, places, on)
        number, faults = told.text[REFERENCE], told.faults
        first = seen.setdefault(hash(number), line.number) if number else 0
        if not number:
            faults = (*faults, f"{REFERENCE} is empty")
        elif first != line.number:
            faults = (*faults, f"{REFERENCE} stands in line {first} already")
        if faults:
            done.rejected.append(Rejected(line.number, number, faults))
            continue
        if told.remarks:
            done.remarks.append(Rejected(line.number, number, told.remarks))
        yield Entry(line.number, number, told, _digest(line))


def _fresh(some: Sequence[Entry], taken: AgencyList | None, done: Imported) -> list[Entry]:
    """The rows behind the last one that was taken in before the command was broken off."""
    fresh = [entry for entry in some if taken is None or entry.line > taken.last_line]
    done.rows += len(some)
    done.unchanged += len(some) - len(fresh)
    return fresh


def _digest(line: Line) -> str:
    return hashlib.sha256("\x1f".join(line.cells).encode()).hexdigest()


def _take_in(me: Acting, entries: Sequence[Entry], area: uuid.UUID, source: str, done: Imported) -> list[uuid.UUID]:
    """Take some rows in, and give whom that made."""
    whose = recognise_and_hold(entries, area, source)
    _count(whose, done)
    people, homes, references = [], [], []
    for entry in whose.new:
        person = whose.same.get(entry.number)
        if person is None:
            made = _person(me, entry, area)
            people.append(made)
            person = made.pk
            if entry.told.home.is_told or entry.told.home.protected:
                homes.append(_home(me, entry.told.home, person, area))
        references.append(_reference(me, entry, person, area, source))
    _put(Person, people)
    _put(PersonAddress, homes)
    _put(Reference, references)
    for entry in whose.new:
        if entry.number in whose.same:
            _learn(me, whose.same[entry.number], entry.told, area)
    for entry, reference in whose.again:
        if reference.told != entry.digest:
            _learn(me, reference.person_id, entry.told, area)
            reference.change(told=entry.digest, told_at=me.now)
    return [person.pk for person in people]


def _compare(made: Sequence[uuid.UUID], done: Imported) -> None:
    """In the transaction that made them, some hundred at once: however long the list, so many are in memory."""
    for first in range(0, len(made), COMPARED_AT_ONCE):
        done.doubles += doubt_newcomers(made[first : first + COMPARED_AT_ONCE])
    done.compared += len(made)


def _try(entries: Sequence[Entry], area: uuid.UUID, source: str, called: set[uuid.UUID], done: Imported) -> None:
    """Count what taking these rows in would do.

    Args:
        called: whom of the register earlier rows are, whom this list would call by a number by now.
    """
    with serving(PURPOSE) as me:
        whose = recognise(entries, area, source, called)
        called.update(whose.same.values())
        _count(whose, done)
        record(me, "try_import", area=str(area), rows=len(entries))


def _count(whose: Whose, done: Imported) -> None:
    made = len(whose.new) - len(whose.same)
    done.made += made
    done.known += len(whose.new) + len(whose.again) - made
    done.unchanged += sum(reference.told == entry.digest for entry, reference in whose.again)


def _person(me: Acting, entry: Entry, area: uuid.UUID) -> Person:
    described = entry.told.described
    return Person(
        **register.columns_of(described),
        also_known_as=list(described.also_known_as),
        areas=[area],
        keys=register.keys_of(described),
        made_at=me.now,
    )


def _home(me: Acting, home: register.Home, person: uuid.UUID, area: uuid.UUID) -> PersonAddress:
    return PersonAddress(person_id=person, area=area, told_at=me.now, **home.columns)


def _reference(me: Acting, entry: Entry, person: uuid.UUID, area: uuid.UUID, source: str) -> Reference:
    return Reference(person_id=person, area=area, source=source, number=entry.number, told=entry.digest, told_at=me.now)


def _learn(me: Acting, person: uuid.UUID, told: Told, area: uuid.UUID) -> None:
    """Add to somebody what the list tells now: what the register has stays, other names and homes come too."""
    described, home = register.as_hidden(person, told.described, told.home, area)
    register.hide_home(person, home, area)
    known = Person.objects.get(pk=person)
    known.change(
        **register.lacks(known, register.without_places(person, described)).columns_of(known),
        areas=known.areas if area in known.areas else [*known.areas, area],
    )
    if (home.is_told or home.protected) and not register.is_home_of(person, home, area):
        _put(PersonAddress, [_home(me, home, person, area)])


def _put(kind: type[Kept], rows: Sequence[Kept]) -> None:
    """Insert rows by one statement with one parameter: three times as fast as a parameter for each value."""
    table = sql.Identifier(kind._meta.db_table)
    columns = [column.attname for column in kind._meta.concrete_fields]
    told = json.dumps([{column: getattr(row, column) for column in columns} for row in rows], default=str)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("insert into {0} select * from jsonb_populate_recordset(null::{0}, %s)").format(table), [told]
        )


def _in_parts(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while some := list(islice(entries, AT_ONCE)):
        yield some
