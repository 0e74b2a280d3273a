"""What there is to learn from: people of the register, and descriptions of whom somebody of the hub confirmed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection

from mash.foundation.access.acting import serving
from mash.foundation.access.verbs import record
from mash.foundation.clock.london import in_london
from mash.pathway.people.lists.remembered import described_as, homes_of
from mash.pathway.people.matching import Description
from mash.pathway.people.models import Person

PURPOSE = "train matching"
MOST_PEOPLE, MOST_CONFIRMED = 50_000, 50_000
CONFIRMED = (
    "select person, given, middle, family, also_known_as, born, age, due_date, address, postcode, received_at "
    "from pathway.confirmed_descriptions(%s)"
)
Examples = list[tuple[str, Description]]


def examples() -> tuple[Examples, Examples]:
    """People of the register by their ids, and descriptions by the ids of those who they were found to be.

    A large register is learned from in part: those who were confirmed, and some of the others.
    """
    with serving(PURPOSE) as me:
        with connection.cursor() as cursor:
            cursor.execute(CONFIRMED, [MOST_CONFIRMED])
            confirmed = [_described(*row) for row in cursor.fetchall()]
        wanted = {person for person, _ in confirmed}
        others = Person.objects.order_by("pk").values_list("pk", flat=True)[:MOST_PEOPLE]
        people = list(Person.objects.filter(pk__in=[*wanted, *others]).defer("keys"))
        homes = homes_of(one.pk for one in people)
        register = [(str(one.pk), described_as(one, homes.get(one.pk, []))) for one in people]
        record(me, "train_matching", compared=len(register), confirmed=len(confirmed))
    return register, confirmed


def _described(
    person: object,
    given: str,
    middle: str,
    family: str,
    also_known_as: list[str],
    born: date | None,
    age: int | None,
    due_date: date | None,
    address: str,
    postcode: str,
    received_at: datetime,
) -> tuple[str, Description]:
    return str(person), Description(
        given=given,
        middle=middle,
        family=family,
        also_known_as=tuple(also_known_as),
        born=born,
        age=age,
        due_date=due_date,
        address=address,
        postcode=postcode,
        on=in_london(received_at).date(),
    )
