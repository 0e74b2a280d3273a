"""Counts in the register what matching needs to know of it: how common names, years and postcodes are in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from mash.pathway.people.matching.commonness import Commonness, count_names, count_postcodes
from mash.pathway.people.matching.weights import Weights, weights_of

TOGETHER_TYPICALLY, WORTH_OF_TYPICAL = 0.6, 50
GIVEN = "select given, count(*) from people_person where given <> '' group by 1"
FAMILY = "select family, count(*) from people_person where family <> '' group by 1"
YEARS = "select extract(year from born)::integer, count(*) from people_person where born is not null group by 1"
POSTCODES = "select postcode, count(*) from people_personaddress where not protected group by 1"
PEOPLE = "select count(*) from people_person"
# How many have an address, and how many of them one that another has too.
TOGETHER = """
    select coalesce(sum(living), 0)::integer, coalesce(sum(living) filter (where living > 1), 0)::integer from (
        select count(*) as living from people_personaddress where not protected and address <> ''
        group by lower(address), postcode
    ) door
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted: how common things are, how many have an address, and how many of them live with another."""

    common: Commonness
    addressed: int
    together: int


def count() -> Counts:
    """Count the register, as the hub's own machinery. Reads all of it once."""
    ((people,),) = _rows(PEOPLE)
    ((addressed, together),) = _rows(TOGETHER)
    common = Commonness(
        people=people,
        given=count_names(_rows(GIVEN)),
        family=count_names(_rows(FAMILY)),
        years=dict(_rows(YEARS)),
        postcodes=count_postcodes(_rows(POSTCODES)),
    )
    return Counts(common, addressed, together)


def register_weights() -> Weights:
    """The default weights with what the register tells of itself, for an operator's command."""
    return weights_by(count())


def weights_by(counts: Counts) -> Weights:
    """The default weights with what was counted; how many live with another is smoothed by what is typical."""
    together = counts.together + WORTH_OF_TYPICAL * TOGETHER_TYPICALLY
    return weights_of(counts.common, together / (counts.addressed + WORTH_OF_TYPICAL))


def _rows(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
