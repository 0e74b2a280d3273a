"""Learns from a list of people described how its writers err: how often names, births and homes come out at each level;
and how many of those described the register holds.

One step of expectation and maximisation (Dempster, Laird and Rubin, 1977) from the defaults, which count as so many
people: a short list changes little. How common things are is not learned here but counted in the register.
E-mail addresses, properties told apart by number, schools and practices are not learned: few lists tell them, and what
is weak stays weak.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mash.pathway.people.matching.score import Likeness
from mash.pathway.people.matching.weights import (
    KNOWN,
    Birth,
    Chance,
    Family,
    Given,
    Level,
    Living,
    Middle,
    Weights,
    unknown_for_each,
)

DEFAULTS_ARE_WORTH = 150.0
MOST_KNOWN = 0.9  # whoever is not in the register is the one whom a list is checked for
FEWEST = 0.003  # a level that was never seen may come yet
# Levels of which one must come out where both sides tell enough. Initials, ages and due dates depend on what was told.
GROUPS: tuple[tuple[Level, ...], ...] = (
    (Given.SAME, Given.SOUNDS, Given.FORM, Given.PART, Given.SPELT, Given.ALIKE, Given.SECOND, Given.OTHER),
    (Middle.SAME, Middle.OTHER),
    (Family.SAME, Family.SOUNDS, Family.SPELT, Family.ALIKE, Family.PART, Family.OTHER),
    (Birth.SAME, Birth.SWAPPED, Birth.SLIP, Birth.TWO_PARTS, Birth.YEAR, Birth.OTHER),
    (Living.SAME, Living.MOST, Living.POSTCODE, Living.NEAR, Living.OTHER),
)


def learned(weights: Weights, found: Iterable[Sequence[tuple[Likeness, float]]]) -> Weights:
    """The weights with what these answers tell: how often the same person comes out at a level, how many are known.

    Args:
        found: for each who was described the candidates, each with its probability by these weights, which take the
            register to hold `KNOWN` of those described.
    """
    seen: dict[Level, float] = {}
    asked, are_known = DEFAULTS_ARE_WORTH, DEFAULTS_ARE_WORTH * KNOWN
    for candidates in found:
        asked += 1
        are_known += min(1.0, sum(p for _, p in candidates))
        for likeness, p in candidates:
            for level in likeness.levels:
                seen[level] = seen.get(level, 0.0) + p
    scale = unknown_for_each(min(MOST_KNOWN, are_known / asked)) / unknown_for_each(KNOWN)
    return replace(
        weights,
        chances=_chances(weights, seen),
        strangers=max(1.0, weights.strangers * scale),
        kin=weights.kin * scale,
    )


def _chances(weights: Weights, seen: Mapping[Level, float]) -> dict[Level, Chance]:
    chances = dict(weights.chances)
    for group in GROUPS:
        before = sum(chances[level].same for level in group)
        counted = sum(seen.get(level, 0.0) for level in group)
        for level in group:
            share = DEFAULTS_ARE_WORTH * chances[level].same / before + seen.get(level, 0.0)
            same = max(FEWEST, share / (DEFAULTS_ARE_WORTH + counted))
            chances[level] = Chance(same, chances[level].stranger, chances[level].kin)
    return chances
