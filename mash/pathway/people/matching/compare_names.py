"""Compare the names of two descriptions: the reading that agrees most, as levels for the weights."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from mash.pathway.people.matching.description import Description
from mash.pathway.people.matching.names import FullName, short_for, sounds
from mash.pathway.people.matching.sounds import as_spoken
from mash.pathway.people.matching.weights import Chance, Family, Given, Middle, Weights

SOUND_LIKENESS = 0.75  # below it a shared key says little: Dean and Tina
SPELLING_LIKENESS = 0.93
ALIKENESS, ALIKE_SLIPS = 0.8, 3
DOUBLE_NAMES = 0.15  # Kaci-Leigh: how many of those with a like name have two
SLIP_LETTERS = 4  # one slip in a shorter name makes another name: Ben and Len
SHORTEST_FORM = 3  # of a name without its ending, Nat of Natty; a whole name may be shorter, Em or Jo

PET_ENDINGS = ("ie", "ey", "y", "i", "o")


class NameLevels(NamedTuple):
    """The best reading of two people's names: levels are none where one side has no such name."""

    given: Given | None
    middle: Middle | None
    family: Family | None
    one: FullName
    other: FullName
    swapped: bool
    off: float


def compare_names(one: Description, other: Description, weights: Weights) -> NameLevels:
    """Compare every name of one with every name of the other, and keep the reading that agrees most.

    A reading with the given and the family name in each other's place is tried where the plain one fails; one of the
    two must then be the same. Nobody knows which side has them turned: where only one name agrees, it is the given name
    by the one reading and the family name by the other, and the one that says less counts.
    """
    readings = [_levels(a, b, weights) for a in one.names for b in other.names]
    best = readings[0] if len(readings) == 1 else max(readings, key=lambda levels: _agreement(levels, weights))
    if best.family is not Family.OTHER or not _crossed(one.name, other.name):
        return best
    turned = (
        _levels(_turned(one.name), other.name, weights, swapped=True),
        _levels(one.name, _turned(other.name), weights, swapped=True),
    )
    agreeing = [levels for levels in turned if levels.given is Given.SAME or levels.family is Family.SAME]
    if not agreeing:
        return best
    least = min(agreeing, key=lambda levels: _least_said(levels, weights))
    return max(best, least, key=lambda levels: _agreement(levels, weights))


def _crossed(one: FullName, other: FullName) -> bool:
    """Whether a word of a given name of one is in the family name of the other."""
    return not (
        set(one.given).isdisjoint(other.family)
        and set(one.family).isdisjoint(other.given)
        and one.given_run != other.family_run
        and one.family_run != other.given_run
    )


def compare_given(one: FullName, other: FullName) -> Given | None:
    """Compare given names; none where one side has none, or only a word such as 'baby'."""
    if not one.given or not other.given:
        return None
    if one.given_run == other.given_run or (one.all_given_run == other.all_given_run):
        return Given.SAME
    a, b, least = one.given, other.given, _least_likeness(one, other)
    if len(a[0]) == 1 or len(b[0]) == 1:
        return Given.INITIAL if a[0][0] == b[0][0] else Given.OTHER
    if len(a) == len(b) == 1:
        level = _compare_words(a[0], b[0], least)
    elif a[0] == b[0] and (len(a) == 1 or len(b) == 1):
        level = Given.PART
    else:
        level = _compare_words(one.given_run, other.given_run, least)
        if level is Given.OTHER and (len(a) == 1 or len(b) == 1) and short_for(a[0], b[0]):
            level = Given.FORM
    if level is Given.OTHER and (_second(one, other) or _second(other, one)):
        return Given.SECOND
    return level


def compare_middle(one: FullName, other: FullName) -> Middle | None:
    """Compare middle names; none where one side has none."""
    if not one.middle or not other.middle:
        return None
    if set(one.middle) & set(other.middle):
        return Middle.SAME
    a, b = one.middle[0], other.middle[0]
    if (len(a) == 1 or len(b) == 1) and a[0] == b[0]:
        return Middle.INITIAL
    least = _least_likeness(one, other)
    return Middle.SAME if _compare_words(a, b, least) is not Given.OTHER else Middle.OTHER


def compare_family(one: FullName, other: FullName) -> Family | None:
    """Compare family names; none where one side has none."""
    if not one.family or not other.family:
        return None
    if one.family_run == other.family_run or one.family == other.family:
        return Family.SAME
    if set(one.family) == set(other.family):  # Wood-Young and Young-Wood
        return Family.SAME
    if set(one.family) & set(other.family):
        return Family.PART
    least = _least_likeness(one, other)
    match _compare_words(one.family_run, other.family_run, least):
        case Given.SOUNDS:
            return Family.SOUNDS
        case Given.SPELT:
            return Family.SPELT
        case Given.ALIKE:
            return Family.ALIKE
    if any(_compare_words(a, b, least) in (Given.SOUNDS, Given.SPELT) for a in one.family for b in other.family):
        return Family.PART if len(one.family) != len(other.family) else Family.SPELT
    return Family.OTHER


def given_chance(names: NameLevels, weights: Weights) -> Chance:
    """How much the given names count: agreeing on a rare one, or on a double one, says more than on a common one."""
    level = names.given or Given.OTHER
    chance, common = weights.chances[level], weights.common
    if level in (Given.OTHER, Given.INITIAL, Given.SECOND):
        return chance
    if len(names.one.given) > 1 and len(names.other.given) > 1 and level is not Given.PART:
        chance = Chance(chance.same, DOUBLE_NAMES * chance.stranger, chance.kin)
    if common is None:
        return chance
    share = common.of_given(names.one.given_run, names.other.given_run)
    return _rarer(chance, share) if level is Given.SAME else _no_rarer(chance, share)


def family_chance(names: NameLevels, weights: Weights) -> Chance:
    """How much the family names count, in the same way; of double names the parts that they share."""
    level = names.family or Family.OTHER
    chance, common = weights.chances[level], weights.common
    if common is None or level is Family.OTHER:
        return chance
    if level is Family.SAME:
        return _rarer(chance, common.of_family(names.one.family_run))
    shared = set(names.one.family) & set(names.other.family) or {names.one.family_run, names.other.family_run}
    return _no_rarer(chance, common.of_family(*shared))


def _rarer(chance: Chance, share: float) -> Chance:
    return Chance(chance.same, share, max(chance.kin, share))


def _no_rarer(chance: Chance, share: float) -> Chance:
    """A name that is nearly another is at least as common by chance as that other."""
    stranger = max(chance.stranger, share)
    return Chance(chance.same, stranger, max(chance.kin, stranger))


def _least_likeness(one: FullName, other: FullName) -> float:
    """From where on a shared sound counts. Where vowels are not written, names of one sound are never spelt alike."""
    return 0.0 if one.unvowelled or other.unvowelled else SOUND_LIKENESS


def _compare_words(one: str, other: str, least: float) -> Given:
    return _compare_sorted(one, other, least) if one <= other else _compare_sorted(other, one, least)


@lru_cache(maxsize=1 << 18)
def _compare_sorted(one: str, other: str, least: float) -> Given:
    if one == other:
        return Given.SAME
    likeness = JaroWinkler.similarity(as_spoken(one), as_spoken(other))
    if likeness >= least and not sounds(one).isdisjoint(sounds(other)):
        return Given.SOUNDS
    slips = OSA.distance(one, other, score_cutoff=1)
    if likeness >= SPELLING_LIKENESS or (slips <= 1 and min(len(one), len(other)) >= SLIP_LETTERS):
        return Given.SPELT
    if short_for(one, other) or _beginning(one, other):
        return Given.FORM
    alike = likeness >= ALIKENESS and OSA.distance(one, other, score_cutoff=ALIKE_SLIPS) <= ALIKE_SLIPS
    return Given.ALIKE if alike else Given.OTHER


def _beginning(one: str, other: str) -> bool:
    """Em: Emilia, Nat: Natalie; and with an ending that makes a pet name of it, Chey: Chelsea, Danny: Daniel."""
    shorter, longer = sorted((one, other), key=len)
    if longer[:SHORTEST_FORM] != shorter[:SHORTEST_FORM]:
        return len(shorter) > 1 and longer.startswith(shorter)
    stems = [shorter, *(shorter.removesuffix(ending) for ending in PET_ENDINGS if shorter.endswith(ending))]
    stems += [stem[:-1] for stem in stems if stem[-2:-1] == stem[-1:]]
    return any(len(stem) >= SHORTEST_FORM and longer.startswith(stem) for stem in stems)


def _second(one: FullName, other: FullName) -> bool:
    return len(one.given) == 1 and one.given[0] in (*other.given[1:], *other.middle)


def _turned(name: FullName) -> FullName:
    run = "".join(name.family)
    return FullName(
        given=name.family,
        middle=name.middle,
        family=name.given,
        given_run=run,
        all_given_run=run + "".join(name.middle),
        family_run=name.given_run,
        given_text=name.family_text,
        family_text=name.given_text,
        unvowelled=name.unvowelled,
    )


def _levels(one: FullName, other: FullName, weights: Weights, *, swapped: bool = False) -> NameLevels:
    off = weights.other_name * (one.other + other.other) + weights.swapped_names * swapped
    return NameLevels(
        compare_given(one, other), compare_middle(one, other), compare_family(one, other), one, other, swapped, off
    )


def _least_said(levels: NameLevels, weights: Weights) -> float:
    """How many bits a reading says at least, be it against a stranger or against a twin."""
    chances = [given_chance(levels, weights), family_chance(levels, weights)]
    return min(sum(c.against_stranger for c in chances), sum(c.against_kin for c in chances))


def _agreement(levels: NameLevels, weights: Weights) -> tuple[float, float]:
    chances = [weights.chances[level] for level in (levels.given, levels.middle, levels.family) if level]
    return sum(c.against_stranger for c in chances) - levels.off, sum(c.against_kin for c in chances)
