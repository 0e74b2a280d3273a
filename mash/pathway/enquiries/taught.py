"""What descriptions have taught the register of somebody: taken back, and told again."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection

from mash.foundation.clock.london import in_london
from mash.pathway.enquiries.models import DescribedPerson, Identification
from mash.pathway.people import register
from mash.pathway.people.learned import Learned
from mash.pathway.people.matching import Description
from mash.pathway.people.models import Merging, Person


def take_back(described: DescribedPerson, person: uuid.UUID) -> None:
    """Take back what was learned of a person by a description that is about somebody else. Three queries."""
    taught = Identification.objects.filter(described=described, person=person).values_list("learned", flat=True)
    learned = Learned.of(taught)
    rows = _rows("select * from pathway.described_as_person(%s, %s)", [described.pk, person])
    register.take_back(described.pk, person, learned, [_description_of_row(row) for row in rows])


def _description_of_row(row: dict[str, Any]) -> Description:
    told = {name: row[name] for name in row.keys() - {"area", "received_at", "also_known_as"}}
    return Description(**told, also_known_as=tuple(row["also_known_as"]), on=in_london(row["received_at"]).date())


def told_while_merged(undoing: Merging) -> None:
    """After a merging was taken back: what was told meanwhile of the record that stayed counts for it still, and what
    turned out meanwhile to be about somebody else no longer counts for the one that had gone. A query for each."""
    known = Person.objects.get(pk=undoing.kept_id)
    for told in _rows("select * from pathway.told_while_merged(%s)", [undoing.pk]):
        may_learn = register.without_places(known.pk, _description_of_row(told))
        known.change(**register.lacks(known, may_learn).columns_of(known))
    gone = [row["described"] for row in _rows("select * from pathway.somebody_else_since(%s)", [undoing.pk])]
    for described in DescribedPerson.objects.filter(pk__in=gone):
        take_back(described, undoing.folded_id)


def _rows(sql: str, parameters: list[Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
