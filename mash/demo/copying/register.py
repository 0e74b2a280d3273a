"""People of whom no enquiry tells: what else a county's register holds, loaded years ago from other systems."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random

from mash.demo.copying.bulk import as_copier, put_in
from mash.demo.copying.filling import new_ids
from mash.demo.copying.tables import TABLES
from mash.demo.county import AREAS
from mash.demo.telling import names
from mash.demo.telling.county import AREA_SHARES
from mash.pathway.people.matching import Description
from mash.pathway.people.matching.places import fold_postcode
from mash.pathway.people.models import Person, PersonAddress
from mash.pathway.people.register import keys_of

BATCH = 2_000
REGISTERED = datetime(2015, 6, 1, 9, tzinfo=UTC)
OLDEST_YEARS, OLDEST_CHILD_YEARS = 90, 18
WITH_A_NUMBER = 0.7
POSTCODES = {area.slug: area.postcodes for area in AREAS}

Batch = tuple[int, int]
Each = Callable[[Callable[[Batch], int], Iterable[Batch]], Iterable[int]]


def people_there() -> int:
    """How many people the register holds."""
    with as_copier() as cursor:
        cursor.execute("select count(*) from people_person")
        return int(cursor.fetchone()[0])


def fill_register(people: int, *, seed: int, each: Each = map, step: Callable[[int], None] = lambda more: None) -> int:
    """Add people until the register holds this many. Each batch is one transaction, and who is there counts.

    Returns:
        How many were added.
    """
    there = people_there()
    batches = ((first, min(first + BATCH, people)) for first in range(there, people, BATCH))
    added = 0
    for more in each(partial(register_batch, seed), list(batches)):
        added += more
        step(more)
    return added


def register_batch(seed: int, batch: Batch) -> int:
    """Add one batch of people, household by household, in one transaction. Returns how many."""
    first, beyond = batch
    draw = Random(f"{seed} register {first}")  # nosec B311  # people who are nobody
    ids = new_ids(2 * (beyond - first))
    with as_copier() as cursor:
        cursor.execute("select slug, id from partnership_area")
        areas: dict[str, uuid.UUID] = dict(cursor.fetchall())
        people, addresses = [], []
        for described, area in _households(draw, beyond - first):
            person = next(ids)
            people.append(_person(person, described, areas[area]))
            addresses.append(_address(next(ids), person, described, areas[area]))
        put_in(cursor, {Person._meta.db_table: people, PersonAddress._meta.db_table: addresses})
    return len(people)


def _households(draw: Random, most: int) -> Iterator[tuple[Description, str]]:
    """People by households of one to five, and the area that each lives in."""
    made = 0
    while made < most:
        area = AREA_SHARES[0][0] if draw.random() < AREA_SHARES[0][1] else AREA_SHARES[1][0]
        home, family = names.home(draw, POSTCODES[area]), names.family_name(draw)
        for place in range(min(draw.choice((1, 2, 3, 4, 4, 5)), most - made)):
            sex = draw.choice(("female", "male"))
            years = draw.randint(OLDEST_CHILD_YEARS, OLDEST_YEARS) if place < 2 else draw.randrange(OLDEST_CHILD_YEARS)
            born = date(2026, 1, 1) - timedelta(days=365 * years + draw.randrange(365))
            given, number = names.given_name(draw, sex), draw.random() < WITH_A_NUMBER
            yield (
                Description(
                    given=given,
                    family=family,
                    sex=sex,
                    born=born,
                    address=home.address,
                    postcode=home.postcode,
                    nhs_number=names.nhs_number(draw) if number else "",
                ),
                area,
            )
            made += 1


def _person(key: str, one: Description, area: uuid.UUID) -> str:
    keys = ",".join(f'"{found}"' for found in keys_of(one))
    told = {"id": key, "given": one.given, "family": one.family, "also_known_as": "{}", "sex": one.sex}
    told |= {"born": str(one.born), "nhs_number": one.nhs_number, "areas": f"{{{area}}}", "keys": f"{{{keys}}}"}
    return copied_row(Person._meta.db_table, {**told, "made_at": REGISTERED.isoformat()})


def _address(key: str, person: str, one: Description, area: uuid.UUID) -> str:
    told = {"id": key, "person_id": person, "area": str(area), "address": one.address, "protected": "f"}
    told |= {"postcode": fold_postcode(one.postcode), "told_at": REGISTERED.isoformat()}
    return copied_row(PersonAddress._meta.db_table, told)


# What has no value at all, where it is not said; a text that is not said is empty.
NOTHING = {"born_from", "born_to", "due_date", "died", "merged_into_id"}


def copied_row(table: str, told: dict[str, str]) -> str:
    """A row as COPY takes it: what is not said is empty, or nothing where a date or another row belongs."""
    columns = next(one.columns for one in TABLES if one.name == table)
    return "\t".join(told.get(name, r"\N" if name in NOTHING else "") for name in columns) + "\n"
