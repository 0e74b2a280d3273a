"""Put candidates in order, and say whether one stands out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from mash.pathway.people.matching.description import Description
from mash.pathway.people.matching.score import LIKELY, Band, band, bands, score
from mash.pathway.people.matching.weights import DEFAULT, Weights

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[K]):
    """Somebody in the register who may be the person described.

    Attributes:
        id: whose register entry it is.
        p: the probability that they are one person, 0 to 1.
        why: what speaks for it, in plain English.
        differs: what speaks against it.
    """

    id: K
    p: float
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
) -> list[Candidate[K]]:
    """The likeliest candidates, best first; those of equal chance in the order in which they came.

    Args:
        limit: how many at most.
        least: leave out those less probable than this.
    """
    candidates = []
    for key, register in registers:
        likeness = score(described, register, weights)
        if likeness.p >= least:
            candidates.append(Candidate(key, likeness.p, likeness.why, likeness.differs))
    candidates.sort(key=lambda candidate: -candidate.p)
    return candidates[:limit]


def may_be_one_of(candidates: Sequence[Candidate[K]]) -> bool:
    """Whether the register likely has the person described: as one of these, or as one of several who fit alike.

    A new person beside them needs a reason (rule 18), also where somebody is registered twice and neither stands out.
    """
    chances = sorted((candidate.p for candidate in candidates), reverse=True)
    return any(found in (Band.SURE, Band.LIKELY, Band.SEVERAL) for found in bands(chances))


def single_best(candidates: Sequence[Candidate[K]]) -> Candidate[K] | None:
    """The one candidate who is likely or sure; none where there is nobody, or more than one (rule 16).

    It may be proposed first. It is never linked without a person's decision.
    """
    likely = [candidate for candidate in candidates if candidate.p >= LIKELY]
    return likely[0] if len(likely) == 1 else None
