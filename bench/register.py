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

# Their ids begin otherwise; keys with a year, a date or a postcode say the new one, those with a number are left out.
MIRROR = r"""
insert into people_person (id, given, middle, family, also_known_as, born, born_from, born_to, due_date, died, sex,
    nhs_number, upn, phone, areas, keys, made_at, merged_into_id)
select ('8' || substr(id::text, 2))::uuid, given, middle, family, also_known_as, (born + interval '1 year')::date, null,
    null, null, null, sex, '', '', '', areas, array(
        select case
            when key like 'n_:%%' then regexp_replace(key, '\d+$', '') || (extract(year from born)::integer + 1)
            when key like 'dob:%%' then 'dob:' || (born + interval '1 year')::date
            when key like 'pc:%%' or key like 'at:%%' then overlay(key placing 'YY' from 4 for 2)
            else key end
        from unnest(keys) key where key not like 'nhs:%%' and key not like 'phone:%%'
    ), made_at, null
from people_person where id < '80000000-0000-0000-0000-000000000000' order by id limit %s
"""
MIRROR_HOMES = """
insert into people_personaddress (id, person_id, area, address, postcode, protected, told_at)
select p.id, p.id, a.area, a.address, overlay(a.postcode placing 'YY' from 1 for 2), false, a.told_at
from people_person p join people_personaddress a on a.person_id = ('0' || substr(p.id::text, 2))::uuid
where p.id >= '80000000-0000-0000-0000-000000000000'
"""


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


def mirror(people: int) -> None:
    """Add so many of those there once more, each born a year later and living in another town, without any number.

    A name is as common as before, as it is where ten times as many live; and it takes a tenth of the time.
    """
    with as_copier() as cursor:
        cursor.execute(MIRROR, [people])
        cursor.execute(MIRROR_HOMES)


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
