"""Loads a register of involvement: who is open to which service, with which worker, and what to take care of.

A file is the whole truth of one source for one area: what stood there and is in the file no more has ended.
"""

from __future__ import annotations

import csv
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import F, Q

from mash.foundation.access.acting import Acting, serving
from mash.foundation.access.verbs import followed, record
from mash.foundation.access.words import UNSPEAKABLE
from mash.foundation.clock.london import in_london
from mash.foundation.partnership.models import Area
from mash.pathway.people import register
from mash.pathway.people.learned import LONGEST_NAME
from mash.pathway.people.matching import Description, check_nhs_number, check_upn, fold_upn
from mash.pathway.people.merging.arriving import doubt_newcomers
from mash.pathway.people.models import Caution, Involvement, Person
from mash.pathway.people.sharing import sharing

PURPOSE = "load register"
MOST_OF_A_NUMBER = 10
AT_ONCE = 500
MOST_TOLD = 20
# Column → most characters. `ref` is the source's own number for the person.
COLUMNS = {
    "ref": 60, "given": 120, "middle": 120, "family": 120, "also_known_as": 400, "dob": 10, "sex": 20, "address": 250,
    "postcode": 20, "uprn": 20, "address_protected": 3, "nhs_number": 40, "upn": 40, "phone": 30, "email": 254,
    "school": 160, "practice": 160, "service": 12, "team": 120, "worker": 120, "worker_phone": 30, "manager": 120,
    "plan": 120, "since": 10, "until": 10, "caution": 16, "caution_text": 250,
}  # fmt: skip
NEEDED = ("ref",)
Step = Callable[[int], None]


class Malformed(Exception):
    """The file cannot be loaded: what is wrong, line by line, without anybody's particulars."""

    def __init__(self, *wrong: str) -> None:
        super().__init__("; ".join(wrong))
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, checked: a person, and what is told of them."""

    ref: str
    described: Description
    home: register.Home
    involvement: Mapping[str, Any] | None
    caution: Mapping[str, Any] | None


@dataclass(slots=True)
class Loaded:
    """What a load did."""

    rows: int = 0
    people_made: int = 0
    involvements: int = 0
    cautions: int = 0
    ended: int = 0
    doubles: int = 0


def read_register(file: Path) -> list[Row]:
    """Read a CSV file with a heading of `COLUMNS` in any order; columns may be missing, but not `ref`.

    Raises:
        Malformed: it is no such file; up to twenty of its faults by line and column.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            if unknown := sorted(set(reader.fieldnames or ()) - set(COLUMNS)):
                raise Malformed(f"{unknown[0]} is no column of a register. Columns are {', '.join(COLUMNS)}")
            if missing := [name for name in NEEDED if name not in (reader.fieldnames or ())]:
                raise Malformed(f"There is no column {missing[0]}")
            return _checked(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Malformed(f"It cannot be read as a CSV file in UTF-8 ({type(error).__name__})") from error


def load_register(rows: Sequence[Row], *, area: str, source: str, step: Step = lambda done: None) -> Loaded:
    """Write what a source says of people in an area, as the operator's command, some hundred rows at a time.

    A row is somebody of the register when this source said so before, or when a valid number and the date of birth are
    theirs; otherwise a person of its own is made. Whom of the register that one is likely waits for somebody to look
    as soon as they are made: a caution must not stand beside a child's household unseen. Nothing is merged by machine
    (rule 16).

    Raises:
        Malformed: there is no such area.
    """
    done = Loaded()
    with serving(PURPOSE):
        where = Area.objects.filter(slug=area).first()
    if where is None:
        raise Malformed(f"There is no area {area}")
    said: dict[type[Involvement] | type[Caution], set[uuid.UUID]] = {Involvement: set(), Caution: set()}
    cautioned: set[uuid.UUID] = set()
    for some in _in_parts(rows):
        with serving(PURPOSE) as me:
            made: list[uuid.UUID] = []
            for row in some:
                cautions, people = done.cautions, done.people_made
                person = _load(me, row, where.pk, source, said, done)
                if done.cautions > cautions:
                    cautioned.add(person)
                if done.people_made > people:
                    made.append(person)
            done.doubles += doubt_newcomers(made)
        done.rows += len(some)
        step(done.rows)
    with serving(PURPOSE) as me:
        today = in_london(me.now).date()
        for kind, kept in said.items():
            stood = kind._default_manager.filter(area=where.pk, source=source, until=None)
            gone = [one for one in stood if one.pk not in kept]
            for one in gone:
                one.change(until=today)
            done.ended += len(gone)
        record(
            me,
            "load_register",
            area=str(where.pk),
            rows=done.rows,
            made=done.people_made,
            involvements=done.involvements,
            cautions=done.cautions,
            ended=done.ended,
            doubles=done.doubles,
        )
        followed(me, "load_register", where, cautioned=sorted(cautioned))
    return done


def _load(
    me: Acting,
    row: Row,
    area: uuid.UUID,
    source: str,
    said: Mapping[type[Involvement] | type[Caution], set[uuid.UUID]],
    done: Loaded,
) -> uuid.UUID:
    person = _person(me, row, area, source, done)
    register.hide_home(person, row.home, area)
    register.keep_hidden(me, person, row.home, area)
    for kind, told, by in ((Involvement, row.involvement, "service"), (Caution, row.caution, "kind")):
        if told is None:
            continue
        key = {"area": area, "source": source, "source_ref": row.ref, by: told[by]}
        rows = kind._default_manager.filter(Q(until=None) | Q(since=told["since"]), **key)
        stands = rows.order_by(F("until").desc(nulls_first=True)).first()
        if stands is None:
            stands = kind.add(person_id=person, **key, **{k: v for k, v in told.items() if k != by}, loaded_at=me.now)
            done.involvements += kind is Involvement
            done.cautions += kind is Caution
        elif any(getattr(stands, name) != value for name, value in told.items()):
            stands.change(**told, loaded_at=me.now)
        said[kind].add(stands.pk)
    return person


def _person(me: Acting, row: Row, area: uuid.UUID, source: str, done: Loaded) -> uuid.UUID:
    for kind in (Involvement, Caution):
        known = kind._default_manager.filter(area=area, source=source, source_ref=row.ref).first()
        if known is not None:
            return known.person_id
    numbers = [f"{name}:{value}" for name, value in _numbers(row.described)]
    (bearing,) = sharing([numbers], MOST_OF_A_NUMBER)
    same = list(Person.objects.unmerged().filter(pk__in=bearing, born=row.described.born)[:2])
    if len(same) == 1 and row.described.born:
        if area not in same[0].areas:
            same[0].change(areas=[*same[0].areas, area])
        return same[0].pk
    done.people_made += 1
    return register.make(me, row.described, row.home, area)[0].pk


def _numbers(described: Description) -> Iterator[tuple[str, str]]:
    if described.valid_nhs_number:
        yield "nhs", described.valid_nhs_number
    if described.valid_upn:
        yield "upn", described.valid_upn


def _checked(reader: csv.DictReader[str]) -> list[Row]:
    rows, wrong = [], []
    for number, told in enumerate(reader, start=2):
        faults: list[str] = []
        row = _row(told, faults)
        wrong += [f"Line {number}: {fault}" for fault in faults]
        if len(wrong) >= MOST_TOLD:
            break
        rows.append(row)
    if wrong:
        raise Malformed(*wrong[:MOST_TOLD])
    return rows


def _row(told: Mapping[str, str | None], wrong: list[str]) -> Row:
    if None in told:
        wrong.append("it has more cells than the heading")
    text = {name: UNSPEAKABLE.sub("", told.get(name) or "").strip() for name in COLUMNS}
    wrong += [f"{name} is longer than {most} characters" for name, most in COLUMNS.items() if len(text[name]) > most]
    if not text["ref"]:
        wrong.append("ref is empty")
    days = {name: _day(text[name], name, wrong) for name in ("dob", "since", "until")}
    for name, kinds in (("service", Involvement.Service), ("caution", Caution.Kind)):
        if text[name] and text[name] not in kinds.values:
            wrong.append(f"{name} must be one of {', '.join(kinds.values)}")
    if not text["service"] and not text["caution"]:
        wrong.append("neither a service nor a caution is told")
    nhs_number, upn = check_nhs_number(text["nhs_number"]), check_upn(fold_upn(text["upn"]))
    protected = text["address_protected"].lower()
    if protected not in ("", "yes", "no"):
        wrong.append("address_protected must be yes or no")
    others = tuple(name.strip() for name in text["also_known_as"].split(";") if name.strip())
    if any(len(name) > LONGEST_NAME for name in others):
        wrong.append(f"also_known_as has a name that is longer than {LONGEST_NAME} characters")
    described = Description(
        given=text["given"],
        middle=text["middle"],
        family=text["family"],
        also_known_as=others,
        born=days["dob"],
        sex=text["sex"],
        address=text["address"],
        postcode=text["postcode"],
        uprn=text["uprn"],
        nhs_number=nhs_number.value if nhs_number.valid else "",
        upn=upn.value if upn.valid else "",
        phone=text["phone"],
        email=text["email"],
        school=text["school"],
        practice=text["practice"],
    )
    involvement = {name: text[name] for name in ("service", "team", "worker", "manager", "plan")} | {
        "phone": text["worker_phone"],
        "since": days["since"],
        "until": days["until"],
    }
    caution = {"kind": text["caution"], "text": text["caution_text"], "since": days["since"], "until": days["until"]}
    return Row(
        text["ref"],
        described.without_home() if protected == "yes" else described,
        register.Home(text["address"], text["postcode"], protected=protected == "yes", uprn=text["uprn"]),
        involvement if text["service"] else None,
        caution if text["caution"] else None,
    )


def _day(text: str, name: str, wrong: list[str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong.append(f"{name} must be a date such as 2018-05-14")
        return None


def _in_parts(rows: Sequence[Row]) -> Iterator[list[Row]]:
    all_of_them = iter(rows)
    while some := list(islice(all_of_them, AT_ONCE)):
        yield some
