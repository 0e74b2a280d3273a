"""A stencil: a played story with holes where ids, names, homes, numbers and times were.

Rows are read and written as COPY writes them, so that a value needs no type here: a name is found in a story, in JSON
and in a rendered page alike.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper
from psycopg import sql

from mash.demo.copying.tables import PEOPLE, RELEASES, TABLES, Table
from mash.demo.copying.waiting import AGENDA, agenda_of
from mash.pathway.people.matching.identifiers import show_nhs_number
from mash.pathway.people.matching.places import fold_postcode, place_of, write_postcode

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
ALWAYS_FOUND = (
    rf'"?@keys (?P<whose>{UUID})@(?P<keys>"?)',
    rf"(?P<id>{UUID})",
    # The year 9999 stands for 'no end' and is no time of the story.
    r"(?P<time>20\d\d-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?\+00(?::00)?)",
    r"(?P<date>(?:19|20)\d\d-\d\d-\d\d)",
    rf"(?P<said>\b\d{{1,2}} (?:{MONTHS}) (?:19|20)\d\d)",
)
# A name may follow the end of a line, as COPY and JSON write it: `\nTyler`.
BEFORE_A_NAME, AFTER_A_NAME = r"(?:(?<![A-Za-z])|(?<=\\n))", r"(?![A-Za-z])"
# What all stories share: where it happens and who works there.
SHARED = ("area", "servicestandard", "agency", "team", "member")


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the register, whose keys are worked out anew: the holes of what finds them; empty for nothing."""

    given: str
    family: str
    born: str
    due: str
    home: str
    nhs_number: str
    phone: str


@dataclass(slots=True)
class Stencil:
    """A story with holes.

    Attributes:
        texts: for each table what COPY takes in, with `%(hole)s` where something is filled in.
        stood: what stood in each hole. The letter that a hole's name begins with says what it is: an id (u), a time
            (t), a date (d), a date in words (s), a given name (g), a family name (f), a home (h), an NHS number (n;
            N as people write it), a telephone (p), a reference (r).
        sexes: by the hole of a given name.
        someone: people of the register, by their ids.
        pages: a rendered page with holes, by the hole of its digest (x).
    """

    story: str
    area: str
    began: datetime
    is_open: bool
    enquiries: int
    texts: dict[str, str] = field(default_factory=dict)
    stood: dict[str, str] = field(default_factory=dict)
    sexes: dict[str, str] = field(default_factory=dict)
    someone: dict[str, Someone] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    _holes: dict[tuple[str, str], str] = field(default_factory=dict)

    def hole(self, kind: str, stood: str) -> str:
        """The hole for what stood there: one for the same thing, however often it stands."""
        name = self._holes.setdefault((kind, stood), f"{kind}{len(self._holes)}")
        self.stood[name] = stood
        return name


class Cutter:
    """Cuts stencils. The cursor is the owner's, as the copier."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self.cursor = cursor
        self.shared: set[str] = set()
        for table in SHARED:
            cursor.execute(sql.SQL("select id::text from {}").format(sql.Identifier(f"partnership_{table}")))
            self.shared |= {row[0] for row in cursor.fetchall()}

    def cut(self, story: str, play: uuid.UUID) -> Stencil:
        """Cut a stencil from a story that was played. Some forty queries."""
        self.cursor.execute(
            "select e.id, e.received_at, a.slug, e.state from enquiries_enquiry e join partnership_area a "
            "on a.id = e.area_id where e.id in (select enquiry from ledger_event "
            "where play = %s and verb = 'receive_enquiry' and outcome = 'made') order by e.received_at",
            [play],
        )
        found = self.cursor.fetchall()
        first = found[0]
        still_open = any(state != "closed" for _, _, _, state in found)
        stencil = Stencil(story, area=first[2], began=first[1], is_open=still_open, enquiries=len(found))
        told = {"enquiries": [row[0] for row in found], "play": play}
        exchanged = _Exchanged(stencil, self.shared)
        exchanged.cast(self._rows(PEOPLE, told), self._rows(RELEASES, told))
        for table in TABLES:
            if rows := self._written_out(table, told):
                stencil.texts[table.name] = exchanged.with_holes(rows)
        if still_open and (planned := agenda_of([row[0] for row in found])):
            stencil.texts[AGENDA.name] = exchanged.with_holes(planned)
        return stencil

    def _rows(self, query: str, told: dict[str, Any]) -> list[dict[str, Any]]:
        self.cursor.execute(query, told)
        names = [column[0] for column in self.cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in self.cursor.fetchall()]

    def _written_out(self, table: Table, told: dict[str, Any]) -> str:
        with self.cursor.copy(table.copied_out(), told) as copy:
            return b"".join(bytes(part) for part in copy).decode()


class _Exchanged:
    """What is exchanged in a story's rows for holes."""

    def __init__(self, stencil: Stencil, shared: set[str]) -> None:
        self.stencil = stencil
        self.shared = shared
        self.literal: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.reading = re.compile("")

    def cast(self, people: list[dict[str, Any]], releases: list[dict[str, Any]]) -> None:
        """Learn who and what is exchanged."""
        for one in people:
            self._names(one)
            self._particulars(one)
        for one in people:
            if one["person"]:
                self.stencil.someone[str(one["person"])] = self._someone(one)
        for release in releases:
            self.literal[release["digest"]] = self.stencil.hole("x", release["digest"])
        patterns = [*ALWAYS_FOUND, *_any_of("literal", self.literal)]
        self.reading = re.compile("|".join((*patterns, *_any_of("name", self.names, BEFORE_A_NAME, AFTER_A_NAME))))
        for release in releases:
            self.stencil.pages[self.literal[release["digest"]]] = self.with_holes(release["html"])

    def with_holes(self, rows: str) -> str:
        """A text with its holes cut."""
        return self.reading.sub(self._hole, rows.replace("%", "%%"))

    def _hole(self, found: re.Match[str]) -> str:
        kind, text = found.lastgroup, found[0]
        match kind:
            case "keys":
                return f"%(k{found['whose']})s"
            case "id":
                return text if text in self.shared else f"%({self.stencil.hole('u', text)})s"
            case "time" | "date" | "said":
                return f"%({self.stencil.hole({'time': 't', 'date': 'd', 'said': 's'}[kind], text)})s"
            case "name":
                return f"%({self.names[text]})s"
            case _:
                return f"%({self.literal[text]})s"

    def _names(self, one: dict[str, Any]) -> None:
        if one["given"]:
            self.names[one["given"]] = hole = self.stencil.hole("g", one["given"])
            self.stencil.sexes[hole] = one["sex"] or self.stencil.sexes.get(hole, "")
        if one["family"]:
            self.names[one["family"]] = self.stencil.hole("f", one["family"])

    def _particulars(self, one: dict[str, Any]) -> None:
        if one["address"]:
            hole = self._home(one)
            address, code = self.stencil.stood[hole].split("|")
            written = {"address": address, "street": address.lstrip("0123456789 "), "code": code}
            written |= {"written": write_postcode(code), "place": place_of(address, code)}
            self.literal |= {text: f"{hole}{part}" for part, text in written.items() if text}
        if number := one["nhs_number"]:
            self.literal[number] = self.stencil.hole("n", number)
            self.literal[show_nhs_number(number)] = self.stencil.hole("N", number)
        for kind, text in (("p", one["phone"]), ("r", one["reference"])):
            if text:
                self.literal[text] = self.stencil.hole(kind, text)

    def _home(self, one: dict[str, Any]) -> str:
        return self.stencil.hole("h", f"{one['address']}|{fold_postcode(one['postcode'])}")

    def _someone(self, one: dict[str, Any]) -> Someone:
        hole = self.stencil.hole
        return Someone(
            given=hole("g", one["given"]) if one["given"] else "",
            family=hole("f", one["family"]) if one["family"] else "",
            born=hole("d", one["born"].isoformat()) if one["born"] else "",
            due=hole("d", one["due_date"].isoformat()) if one["due_date"] else "",
            home=self._home(one) if one["at_home"] else "",
            nhs_number=hole("n", one["nhs_number"]) if one["nhs_number"] else "",
            phone=hole("p", one["phone"]) if one["phone"] else "",
        )


def _any_of(group: str, wanted: dict[str, str], before: str = "", after: str = "") -> Iterator[str]:
    """A pattern for any of these; longer ones first, so that a street is not found inside its address."""
    if wanted:
        longest = sorted(map(re.escape, wanted), key=len, reverse=True)
        yield f"{before}(?P<{group}>{'|'.join(longest)}){after}"
