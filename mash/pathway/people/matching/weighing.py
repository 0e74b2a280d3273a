"""Several candidates weighed against each other, against strangers and kin who are not in the register, and together
with others of their household. Pure.

A chance is shared: where two candidates fit alike, neither is sure. Where one household is described, a candidate is
likelier when those who may be the others live where they do; and nobody is two of those described.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from mash.pathway.people.matching.score import Likeness, held
from mash.pathway.people.matching.weights import DEFAULT, Weights

K = TypeVar("K", bound=Hashable)

LIVES_WITH = 0.6  # how often two of one description's household live together in the register too
MOST_LIFT = 200.0
LEAST_HEARD = 1e-3  # who is hardly one of them says nothing
LEAST_CLAIM = 1e-9
HOUSEHOLD = 4
TWICE = 0.03  # how often one person is described twice in a household


@dataclass(frozen=True, slots=True)
class Possible(Generic[K]):
    """Somebody of the register who may be the one described: how like they are, and behind which doors they live."""

    id: K
    likeness: Likeness
    doors: frozenset[str]


def weigh(likenesses: Sequence[Likeness], weights: Weights = DEFAULT) -> list[float]:
    """The probability of each that it is the one described: with the rest for nobody of them, they are 1 in all."""
    return _shares(likenesses, [1.0] * len(likenesses), [1.0] * len(likenesses), weights)


def weigh_together(described: Sequence[Sequence[Possible[K]]], weights: Weights = DEFAULT) -> list[list[float]]:
    """The probabilities for several who were described as one household: for each of them those of its candidates."""
    alone = [weigh([one.likeness for one in possible], weights) for possible in described]
    if len(described) < 2:
        return alone
    probable = [
        [(mate, p) for mate, p in zip(possible, chances, strict=True) if p >= LEAST_HEARD]
        for possible, chances in zip(described, alone, strict=True)
    ]
    together = []
    for place, possible in enumerate(described):
        others = [mates for other, mates in enumerate(probable) if other != place and mates]
        heard = [_heard(one, others, weights) for one in possible]
        lifts, claims = [lift for lift, _ in heard], [claim for _, claim in heard]
        together.append(_shares([one.likeness for one in possible], lifts, claims, weights))
    return together


def _heard(
    one: Possible[K], others: Sequence[Sequence[tuple[Possible[K], float]]], weights: Weights
) -> tuple[float, float]:
    """What the others who were described say: by how much it is likelier who lives there, and that it is this one."""
    lift = claim = 1.0
    most = min(MOST_LIFT, LIVES_WITH * weights.strangers / HOUSEHOLD)
    for mates in others:
        with_them = elsewhere = claimed = 0.0
        for mate, p in mates:
            if mate.id == one.id:
                claimed += p
            elif mate.doors and one.doors:
                if mate.doors.isdisjoint(one.doors):
                    elsewhere += p
                else:
                    with_them += p
        lift *= 1 - LIVES_WITH * elsewhere + most * with_them
        claim *= 1 - (1 - TWICE) * claimed
    return min(lift, MOST_LIFT), max(claim, LEAST_CLAIM)


def _shares(
    likenesses: Sequence[Likeness], lifts: Sequence[float], claims: Sequence[float], weights: Weights
) -> list[float]:
    """Each one's part of all that may be: one of these, kin of one of these, a stranger.

    A lift counts for kin too: a brother of theirs lives where they live. Nobody is sure by school and practice
    who would not be sure if nothing was told of them.
    """
    shares = _all_told(likenesses, lifts, claims, weights)
    if not any(one.weak_strangers or one.weak_kin for one in likenesses):
        return shares
    firm = [
        replace(
            one,
            against_strangers=one.against_strangers - one.weak_strangers,
            against_kin=one.against_kin - one.weak_kin,
        )
        for one in likenesses
    ]
    without = _all_told(firm, lifts, claims, weights)
    return [held(p, less) for p, less in zip(shares, without, strict=True)]


def _all_told(
    likenesses: Sequence[Likeness], lifts: Sequence[float], claims: Sequence[float], weights: Weights
) -> list[float]:
    same = [
        2.0**one.against_strangers * lift * claim / weights.strangers
        for one, lift, claim in zip(likenesses, lifts, claims, strict=True)
    ]
    kin = [
        weights.kin * 2.0 ** (one.against_strangers - one.against_kin) * lift / weights.strangers
        for one, lift in zip(likenesses, lifts, strict=True)
    ]
    everything = 1 + sum(same) + max(kin, default=0.0)
    return [odds / everything * one.ceiling for odds, one in zip(same, likenesses, strict=True)]
