"""Put candidates in order, and say whether one stands out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from mash.pathway.people.matching.description import Description
from mash.pathway.people.matching.score import LIKELY, Band, band, score
from mash.pathway.people.matching.weighing import Mate, Possible, hear, weigh
from mash.pathway.people.matching.weights import DEFAULT, Weights

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[K]):
    """Somebody in the register who may be the person described.

    Attributes:
        id: whose register entry it is.
        p: the probability that they are one person, 0 to 1; candidates share one chance.
        alone: the same if there were no other candidate: somebody registered twice is likely twice.
        why: what speaks for it, in plain English.
        differs: what speaks against it.
    """

    id: K
    p: float
    alone: float
    why: tuple[str, ...]
    differs: tuple[str, ...]

    @property
    def band(self) -> Band:
        """The band of the probability (rule 16)."""
        return band(self.p)


def rank(
    described: Description,
    registers: Iterable[tuple[K, Description]],
    limit: int = 10,
    *,
    least: float = 0.0,
    weights: Weights = DEFAULT,
    mates: Sequence[Mate[K]] = (),
) -> list[Candidate[K]]:
    """The likeliest candidates, best first; those of equal chance in the order in which they came.

    They share one chance: of two who fit alike neither is sure.

    Args:
        limit: how many at most.
        least: leave out those less probable than this.
        mates: others of the household who were described too.
    """
    possible = possible_for(described, registers, weights)
    heard = hear(possible, mates, weights)
    chances = weigh([one.likeness for one in possible], weights, heard)
    candidates = [
        Candidate(one.id, p, weigh([one.likeness], weights, [said])[0], one.likeness.why, one.likeness.differs)
        for one, p, said in zip(possible, chances, heard, strict=True)
        if p >= least
    ]
    candidates.sort(key=lambda candidate: -candidate.p)
    return candidates[:limit]


def possible_for(
    described: Description, registers: Iterable[tuple[K, Description]], weights: Weights = DEFAULT
) -> list[Possible[K]]:
    """Each of these with how like the one described they are."""
    return [Possible(key, score(described, register, weights), register.doors) for key, register in registers]


def may_be_one_of(candidates: Sequence[Candidate[K]]) -> bool:
    """Whether one of these at least is likely by itself: a new person beside them needs a reason (rule 18)."""
    return any(candidate.alone >= LIKELY for candidate in candidates)


def single_best(candidates: Sequence[Candidate[K]]) -> Candidate[K] | None:
    """The one candidate who is likely or sure; none where there is nobody, or where another is likely too (rule 16).

    It may be proposed first. It is never linked without a person's decision.
    """
    likely = [candidate for candidate in candidates if candidate.alone >= LIKELY]
    return likely[0] if len(likely) == 1 and likely[0].p >= LIKELY else None
