"""The hub's own search and trigram search, asked for the same people in the same register."""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import connections
from psycopg import sql

from bench.described import ON, describe
from bench.register import batch_of
from mash.demo.copying.bulk import as_copier
from mash.foundation.access.acting import acting
from mash.foundation.access.copier_role import COPIER
from mash.foundation.access.guards import role_name
from mash.foundation.partnership.models import Member
from mash.foundation.zones import Seat
from mash.pathway.people import finding
from mash.pathway.people.matching import Description
from mash.pathway.people.matching.places import fold_postcode
from mash.pathway.people.models import Person

FROM_BATCHES = 2  # whose people are asked for: they are in the register at every size
MOST = 10
MAKE_TRIGRAM = (
    "create extension if not exists pg_trgm",
    "drop table if exists bench_trigram",
    "create unlogged table bench_trigram (id uuid, name text, born date, postcode text)",
    "grant insert on bench_trigram to {copier}",
)
FILL_TRIGRAM = """
insert into bench_trigram
select p.id, lower(p.given || ' ' || p.family), p.born, a.postcode
from people_person p left join people_personaddress a on a.person_id = p.id
"""
INDEX_TRIGRAM = ("create index on bench_trigram using gin (name gin_trgm_ops)", "vacuum (analyze) bench_trigram")
ALIKE = """
select id from bench_trigram where name %% lower(%(name)s)
order by similarity(name, lower(%(name)s)) + case when born = %(born)s then 0.5 else 0 end
    + case when postcode = %(postcode)s then 0.2 else 0 end desc limit 10
"""
SIZES = """
select (pg_total_relation_size('people_person') + pg_total_relation_size('people_personaddress')) / 1e6,
    pg_relation_size('person_keys') / 1e6
"""
Asked = tuple[uuid.UUID, Description]
Search = Callable[[Description], Sequence[uuid.UUID]]


@dataclass(frozen=True, slots=True)
class Answered:
    """How one search did: at which place each one was found who was asked for, if at all, and in what time."""

    name: str
    places: Sequence[int | None]
    seconds: Sequence[float]

    def recall(self, at: int) -> float:
        """How many of those asked for were among the first so many."""
        return sum(place is not None and place < at for place in self.places) / len(self.places)

    @property
    def line(self) -> str:
        """What was found, as a line of a table: recall, median and 95th percentile."""
        late = statistics.quantiles(self.seconds, n=20)[-1]
        recalls = " | ".join(f"{self.recall(at):.4f}" for at in (1, 5, MOST))
        return f"{self.name} | {recalls} | {1000 * statistics.median(self.seconds):.1f} | {1000 * late:.1f}"


def people_asked_for(many: int) -> list[Asked]:
    """People of the register as somebody else would tell of them, with whom each is."""
    draw = Random("asked for")  # nosec B311  # people who are nobody
    everybody = [one for number in range(FROM_BATCHES) for one in batch_of(number)]
    return [(key, _told(describe(draw, one))) for key, one in draw.sample(everybody, many)]


def by_keys(asked: Sequence[Asked]) -> Answered:
    """The hub's own search, as a social worker of the demo partnership."""
    with acting(None, Seat.SYSTEM):
        worker = Member.objects.select_related("agency").get(username="sw.tamarshire.1")
    with acting(worker):
        return answered("OpenMASH", asked, lambda one: [found.known.pk for found in finding.find(one, limit=MOST)])


def by_trigrams(asked: Sequence[Asked]) -> Answered:
    """Whole names that are alike, with the birth and the postcode in the order."""
    with connections["owner"].cursor() as cursor:

        def alike(one: Description) -> list[uuid.UUID]:
            told = {"name": f"{one.given} {one.family}", "born": one.born, "postcode": fold_postcode(one.postcode)}
            cursor.execute(ALIKE, told)
            return [key for (key,) in cursor.fetchall()]

        return answered("trigrams", asked, alike)


def answered(name: str, asked: Sequence[Asked], search: Search) -> Answered:
    """Ask for each of them once; the first tenth is asked twice, so that nothing is measured cold."""
    for _, one in asked[: len(asked) // 10]:
        search(one)
    places: list[int | None] = []
    seconds = []
    for key, one in asked:
        start = time.perf_counter()
        found = search(one)
        seconds.append(time.perf_counter() - start)
        places.append(list(found).index(key) if key in found else None)
    return Answered(name, places, seconds)


def make_trigrams() -> float:
    """Make what trigram search searches. Returns the seconds that it took."""
    start = time.perf_counter()
    owner = connections["owner"]
    copier = sql.Identifier(role_name(COPIER, owner.settings_dict["NAME"]))
    with owner.cursor() as cursor:
        for statement in MAKE_TRIGRAM:
            cursor.execute(sql.SQL(statement).format(copier=copier))
    with as_copier() as cursor:  # whom row-level security lets read the register
        cursor.execute(FILL_TRIGRAM)
    with owner.cursor() as cursor:
        for statement in INDEX_TRIGRAM:
            cursor.execute(statement)
    return time.perf_counter() - start


def drop_keys_index() -> None:
    """Take away what people are found by, until many more are there."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("drop index if exists person_keys")


def make_keys_index() -> float:
    """Make what people are found by. Returns the seconds that it took."""
    start = time.perf_counter()
    owner = connections["owner"]
    (index,) = (one for one in Person._meta.indexes if one.name == "person_keys")
    with owner.cursor() as cursor:
        cursor.execute("set maintenance_work_mem to '1GB'")
    with owner.schema_editor() as editor:
        editor.add_index(Person, index)
    return time.perf_counter() - start


def sizes() -> tuple[float, float]:
    """How large the register is in MB, indexes and addresses with it, and how large the index of keys."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(SIZES)
        whole, keys = cursor.fetchone()
        return float(whole), float(keys)


def _told(told: dict[str, str]) -> Description:
    year = told["dob"] if len(told["dob"]) == 4 else ""
    return Description(
        given=told["given"],
        middle=told["middle"],
        family=told["family"],
        born=date.fromisoformat(told["dob"]) if told["dob"] and not year else None,
        born_about=(int(year), int(year)) if year else None,
        age=int(told["age"]) if told["age"] else None,
        on=ON,
        address=told["address"],
        postcode=told["postcode"],
        nhs_number=told["nhs_number"],
        phone=told["phone"],
    )
