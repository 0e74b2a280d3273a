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


def weigh(
    likenesses: Sequence[Likeness], weights: Weights = DEFAULT, heard: Sequence[Heard] | None = None
) -> list[float]:
    """The probability of each that it is the one described: with the rest for nobody of them, they are 1 in all.

    Args:
        heard: what others who were described with them say of each.
    """
    return _shares(likenesses, heard if heard is not None else [Heard()] * len(likenesses), weights)


def weigh_together(described: Sequence[Sequence[Possible[K]]], weights: Weights = DEFAULT) -> list[list[float]]:
    """The probabilities for several who were described as one household: for each of them those of its candidates."""
    if len(described) < 2:
        return [weigh([one.likeness for one in possible], weights) for possible in described]
    mates = [Mate.of(possible, weights) for possible in described]
    together = []
    for place, possible in enumerate(described):
        heard = hear(possible, [*mates[:place], *mates[place + 1 :]], weights)
        together.append(weigh([one.likeness for one in possible], weights, heard))
    return together


@dataclass(frozen=True, slots=True)
class Mate(Generic[K]):
    """Somebody described with another: who they may be, with the chance of each.

    `elsewhere_counts` is false of those of whom nobody said that they live together: to live apart says nothing then.
    """

    may_be: Sequence[tuple[Possible[K], float]]
    elsewhere_counts: bool = True

    @classmethod
    def of(
        cls, possible: Sequence[Possible[K]], weights: Weights = DEFAULT, *, elsewhere_counts: bool = True
    ) -> Mate[K]:
        """Somebody by those who may be them, each weighed without a household."""
        chances = weigh([one.likeness for one in possible], weights)
        return cls([(one, p) for one, p in zip(possible, chances, strict=True) if p >= LEAST_HEARD], elsewhere_counts)


@dataclass(frozen=True, slots=True)
class Heard:
    """What those described with somebody say of one candidate.

    Attributes:
        lift: by how much it is likelier to be somebody who lives there.
        claim: how much of it is left, since nobody is two of those described.
    """

    lift: float = 1.0
    claim: float = 1.0


def hear(possible: Sequence[Possible[K]], mates: Sequence[Mate[K]], weights: Weights = DEFAULT) -> list[Heard]:
    """What these others say of each candidate."""
    return [_heard(one, mates, weights) for one in possible]


def _heard(one: Possible[K], mates: Sequence[Mate[K]], weights: Weights) -> Heard:
    lift = claim = apart = 1.0
    most = min(MOST_LIFT, LIVES_WITH * weights.strangers / HOUSEHOLD)
    for mate in mates:
        with_them = elsewhere = claimed = 0.0
        for other, p in mate.may_be:
            if other.id == one.id:
                claimed += p
            elif other.doors and one.doors:
                if not other.doors.isdisjoint(one.doors):
                    with_them += p
                elif mate.elsewhere_counts:
                    elsewhere += p
        says = 1 - LIVES_WITH * elsewhere + most * with_them
        lift *= max(says, 1.0)
        apart = min(apart, says)
        claim *= 1 - (1 - TWICE) * claimed
    # That several live elsewhere is one fact: who has come to stay with a family shares no home with any of them.
    return Heard(min(lift * apart, MOST_LIFT), max(claim, LEAST_CLAIM))


def _shares(likenesses: Sequence[Likeness], heard: Sequence[Heard], weights: Weights) -> list[float]:
    """Each one's part of all that may be: one of these, kin of one of these, a stranger.

    A lift counts for kin too: a brother of theirs lives where they live. Nobody is sure by school and practice
    who would not be sure if nothing was told of them.
    """
    shares = _all_told(likenesses, heard, weights)
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
    without = _all_told(firm, heard, weights)
    return [held(p, less) for p, less in zip(shares, without, strict=True)]


def _all_told(likenesses: Sequence[Likeness], heard: Sequence[Heard], weights: Weights) -> list[float]:
    same = [
        2.0**one.against_strangers * said.lift * said.claim / weights.strangers
        for one, said in zip(likenesses, heard, strict=True)
    ]
    kin = [
        weights.kin * 2.0 ** (one.against_strangers - one.against_kin) * said.lift / weights.strangers
        for one, said in zip(likenesses, heard, strict=True)
    ]
    everything = 1 + sum(same) + max(kin, default=0.0)
    return [odds / everything * one.ceiling for odds, one in zip(same, likenesses, strict=True)]
