"""Who of the register a checker may mean, and whether that is sure enough to say that they are known."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum

from django.db import connection

from mash.pathway.people.matching import Candidate, Description, rank, search_keys
from mash.pathway.people.matching.best import may_be_one_of, single_best
from mash.pathway.people.matching.keys import Sought
from mash.pathway.people.matching.places import write_postcode
from mash.pathway.people.matching.score import LIKELY, Band, bands
from mash.pathway.people.matching.weights import Weights
from mash.pathway.people.tallies import Telling, weights_from

MOST_LOOKED_AT = 40
TO_CHECK = (
    "select id, given, middle, family, also_known_as, born, born_from, born_to, nhs_number, areas, addresses "
    "from people.to_check(%s, %s, %s, %s, %s, %s, %s)"
)


class Says(StrEnum):
    """All that a checker learns of somebody."""

    KNOWN = "known"
    NOT_KNOWN = "not_known"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found of somebody who was asked for.

    Attributes:
        areas: whose hubs know them, or should be asked; of the checker's own.
        people: who of the register it rests on; for the ledger alone.
    """

    says: Says
    areas: frozenset[uuid.UUID] = frozenset()
    people: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Registered:
    """Somebody of the register whom the one asked for may be."""

    pk: uuid.UUID
    described: Description
    areas: frozenset[uuid.UUID]


def findings_of(described: Sequence[Description]) -> Iterator[Finding]:
    """What a checker is told of each of those described. One query, and one for each of them."""
    with connection.cursor() as cursor:
        cursor.execute("select * from people.counted(%s, %s, %s, %s)", list(astuple(Telling.of(described))))
        weights = weights_from(cursor.fetchall())
    for one in described:
        yield _finding(one, weights)


def _finding(described: Description, weights: Weights) -> Finding:
    registered = {one.pk: one for one in _registered(described)}
    candidates = rank(
        described, [(one.pk, one.described) for one in registered.values()], len(registered), weights=weights
    )
    says, chosen = conclude(candidates)
    areas = frozenset[uuid.UUID]().union(*(registered[key].areas for key in chosen))
    return Finding(says, areas, tuple(chosen))


def conclude(candidates: Sequence[Candidate[uuid.UUID]]) -> tuple[Says, list[uuid.UUID]]:
    """What may be said of candidates, likeliest first, and on whom that rests. Pure.

    Known is only who is sure and stands alone: beside another who is likely by themselves nobody is, and who is merely
    likely is not said to be known, nor not to be.
    """
    best = single_best(candidates)
    if best and best.band is Band.SURE:
        return Says.KNOWN, [best.id]
    if may_be_one_of(candidates):
        return Says.CANNOT_TELL, [one.id for one in candidates if one.alone >= LIKELY]
    chances = bands([one.p for one in candidates])
    several = [one.id for one, chance in zip(candidates, chances, strict=True) if chance is Band.SEVERAL]
    return (Says.CANNOT_TELL if several else Says.NOT_KNOWN), several


def _registered(described: Description) -> Iterator[Registered]:
    sought = Sought.of(search_keys(described))
    with connection.cursor() as cursor:
        cursor.execute(TO_CHECK, [*astuple(sought), MOST_LOOKED_AT])
        rows = cursor.fetchall()
    for key, given, middle, family, others, born, first, last, nhs_number, areas, addresses in rows:
        homes = tuple((address, write_postcode(postcode)) for address, postcode in json.loads(addresses))
        yield Registered(
            key,
            Description(
                given=given,
                middle=middle,
                family=family,
                also_known_as=tuple(others),
                born=born,
                born_about=(first, last) if first and last else None,
                address=homes[0][0] if homes else "",
                postcode=homes[0][1] if homes else "",
                earlier_homes=homes[1:],
                nhs_number=nhs_number,
            ),
            frozenset(areas),
        )
