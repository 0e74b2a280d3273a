"""What the register tells of itself to those who look somebody up: how common what was told is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from mash.foundation.access.acting import serving
from mash.pathway.people.lists.counting import Counts, count, weights_by
from mash.pathway.people.matching import Description
from mash.pathway.people.matching.commonness import Commonness, runs_of
from mash.pathway.people.matching.places import fold_postcode
from mash.pathway.people.matching.weights import DEFAULT, Weights
from mash.pathway.people.models import Tally
from mash.pathway.people.training.kept import with_what_was_learned

PURPOSE = "count the register"
ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended('mash tallies', 0))"
AT_ONCE = 2_000
LONGEST = 120
Kind = Tally.Kind
WHOLE = (Kind.PEOPLE, Kind.ADDRESSED, Kind.TOGETHER)


def keep() -> int:
    """Count the register and keep the counts in place of the last ones, with a purpose of its own.

    Returns:
        How many people it holds.
    """
    with serving(PURPOSE), connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        counts = count()
        Tally.objects.all().delete()
        Tally.objects.bulk_create(_rows(counts), batch_size=AT_ONCE)
        return counts.common.people


def _rows(counts: Counts) -> Iterator[Tally]:
    common = counts.common
    kept: dict[Kind, Mapping[Any, int]] = {
        Kind.PEOPLE: {"": common.people},
        Kind.ADDRESSED: {"": counts.addressed},
        Kind.TOGETHER: {"": counts.together},
        Kind.GIVEN: common.given,
        Kind.FAMILY: common.family,
        Kind.YEAR: common.years,
        Kind.POSTCODE: common.postcodes,
    }
    for kind, shared in kept.items():
        for value, people in shared.items():
            if len(str(value)) <= LONGEST:
                yield Tally(kind=kind, value=str(value), people=people)


@dataclass(frozen=True, slots=True)
class Telling:
    """What some descriptions tell that others may share: letters of names, years of birth and postcodes."""

    given: list[str]
    family: list[str]
    years: list[str]
    postcodes: list[str]

    @classmethod
    def of(cls, described: Iterable[Description]) -> Telling:
        """What these descriptions tell."""
        told = list(described)
        return cls(
            given=sorted({run for one in told for run in runs_of(one.given)}),
            family=sorted({run for one in told for run in runs_of(one.family)}),
            years=sorted({str(year) for one in told if one.years_of_birth for year in _years(*one.years_of_birth)}),
            postcodes=sorted({fold_postcode(one.postcode) for one in told}),
        )


def weights_for(described: Iterable[Description]) -> Weights:
    """The weights for these descriptions: how common what they tell is, as it was counted last. One query.

    Until the register has been counted what is typical counts.
    """
    told = Telling.of(described)
    rows = Tally.objects.filter(
        Q(kind__in=WHOLE)
        | Q(kind=Kind.GIVEN, value__in=told.given)
        | Q(kind=Kind.FAMILY, value__in=told.family)
        | Q(kind=Kind.YEAR, value__in=told.years)
        | Q(kind=Kind.POSTCODE, value__in=told.postcodes)
    )
    return weights_from(rows.values_list("kind", "value", "people"))


def weights_from(counted: Iterable[tuple[str, str, int]]) -> Weights:
    """The weights by what was counted: each a kind of tally, its value, and how many people share it."""
    found: dict[str, dict[str, int]] = {}
    for kind, value, people in counted:
        found.setdefault(kind, {})[value] = people
    if Kind.PEOPLE not in found:
        return with_what_was_learned(DEFAULT)
    common = Commonness(
        people=found[Kind.PEOPLE][""],
        given=found.get(Kind.GIVEN, {}),
        family=found.get(Kind.FAMILY, {}),
        years={int(year): people for year, people in found.get(Kind.YEAR, {}).items()},
        postcodes=found.get(Kind.POSTCODE, {}),
    )
    return weights_by(Counts(common, found[Kind.ADDRESSED][""], found[Kind.TOGETHER][""]))


def _years(first: int, last: int) -> range:
    return range(first - 1, last + 2)  # a stated age may be out by one
