"""Fills a register of any size with people who are nobody: the same ones for a seed, whatever the size.

The people are those of `bench.described`, in more places: streets of one name are in many towns, each with a postcode.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

from bench.described import County, Somebody
from mash.demo.copying.bulk import as_copier, put_in
from mash.demo.copying.register import copied_row
from mash.demo.telling import names
from mash.pathway.people.matching import Description
from mash.pathway.people.matching.places import fold_postcode
from mash.pathway.people.models import Person, PersonAddress
from mash.pathway.people.register import keys_of

BATCH = 5_000
REGISTERED = datetime(2024, 6, 1, 9, tzinfo=UTC).isoformat()
DISTRICTS, SECTORS = range(10, 100), range(10)
AREA = "select id from partnership_area where slug = 'tamarshire'"


def anywhere(draw: Random) -> names.Home:
    """A home behind one of 360,000 postcodes; one postcode is one street."""
    letters = names.POSTCODE_LETTERS
    postcode = f"ZZ{draw.choice(DISTRICTS)} {draw.choice(SECTORS)}{draw.choice(letters)}{draw.choice(letters)}"
    street = Random(postcode)  # nosec B311  # nobody's street
    return names.Home(draw.randint(1, 90), f"{street.choice(names.STREETS)} {street.choice(names.WAYS)}", postcode)


def batch_of(number: int) -> list[tuple[uuid.UUID, Somebody]]:
    """The people of one batch, household by household, each with their id in the register."""
    draw = Random(f"register {number}")  # nosec B311  # people who are nobody
    county = County(draw, home=anywhere)
    household = 0
    while len(county.people) < BATCH:
        county.household(household)
        household += 1
    return [(uuid.UUID(int=(number << 32) + place), one) for place, one in enumerate(county.people[:BATCH])]


def fill(number: int) -> int:
    """Put one batch into the register, in one transaction. Returns its number."""
    with as_copier() as cursor:
        cursor.execute(AREA)
        area = str(cursor.fetchone()[0])
        people, homes = zip(*_rows(number, area), strict=True)
        put_in(cursor, {Person._meta.db_table: list(people), PersonAddress._meta.db_table: list(homes)})
    return number


def description_of(one: Somebody) -> Description:
    """Somebody as the register has them."""
    return Description(
        given=one.given,
        middle=one.middle,
        family=one.family,
        born=one.born,
        sex=one.sex,
        address=one.address,
        postcode=one.postcode,
        nhs_number=one.nhs_number,
        phone=one.phone,
    )


def _rows(number: int, area: str) -> Iterator[tuple[str, str]]:
    for key, one in batch_of(number):
        keys = ",".join(f'"{found}"' for found in keys_of(description_of(one)))
        told = {name: getattr(one, name) for name in ("given", "middle", "family", "sex", "nhs_number", "phone")}
        told |= {"id": str(key), "born": str(one.born), "areas": f"{{{area}}}", "keys": f"{{{keys}}}"}
        home = {"id": str(key), "person_id": str(key), "area": area, "address": one.address, "protected": "f"}
        yield (
            copied_row(Person._meta.db_table, {**told, "also_known_as": "{}", "made_at": REGISTERED}),
            copied_row(
                PersonAddress._meta.db_table,
                {**home, "postcode": fold_postcode(one.postcode), "told_at": REGISTERED},
            ),
        )
