"""How likely two descriptions are one person, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log2

from mash.pathway.people.matching.compare import (
    Finding,
    compare_belongings,
    compare_births,
    compare_homes,
    compare_numbers,
)
from mash.pathway.people.matching.compare_names import NameLevels, compare_names, family_chance, given_chance
from mash.pathway.people.matching.description import Description
from mash.pathway.people.matching.weights import DEFAULT, Birth, Family, Given, Level, Living, Middle, Number, Weights

__all__ = ["Band", "Description", "Likeness", "band", "score"]

SURE, LIKELY = 0.95, 0.85
LEAST_OF_SEVERAL, LEAST_WEAK = 0.1, 0.05
MOST_BY_BELONGING = 0.94

WHOLE_BIRTHS = frozenset({Birth.SAME, Birth.NEW_YEARS_DAY, Birth.SWAPPED, Birth.SLIP, Birth.TWO_PARTS})
NUMBERS = frozenset({Number.NHS_SAME, Number.UPN_SAME})
AGES = frozenset({Birth.FITS, Birth.AGE_NEAR})
PLACES = frozenset(
    {Living.SAME, Living.BEFORE, Living.LINE, Living.MOST, Living.STREET, Living.UNIT, Living.POSTCODE, Living.NEAR}
    | {Number.PHONE_SAME, Number.EMAIL_SAME}
)
BY_NAME = frozenset({Given.SAME, Given.SOUNDS, Given.FORM, Given.PART, Given.SPELT})
# A father and a son share a name, and twins a birth; nobody shares both with somebody of the household.
OF_ONE_AGE = frozenset({Birth.SAME, Birth.SWAPPED, Birth.SLIP, Birth.FITS, Birth.AGE_NEAR})
BY_FAMILY = frozenset({Family.SAME, Family.SOUNDS, Family.SPELT, Family.PART})


class Band(StrEnum):
    """What may be done with a candidate. Whatever the band, only a named person links two records (rule 16)."""

    SURE = "sure"
    LIKELY = "likely"
    SEVERAL = "several"  # one of several, of whom none stands out
    WEAK = "weak"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two descriptions are.

    Attributes:
        p: the probability that they are one person, 0 to 1.
        why: what speaks for it, in plain English. Names and dates of both sides are in it, addresses are not.
        differs: what speaks against it.
        against_strangers, against_kin: the same in bits, before it is weighed how many there are.
        levels: at which each comparison came out.
        ceiling: what the probability is scaled by, because too little is known to be sure.
        weak_strangers, weak_kin: how many of the bits come from school and practice.
    """

    p: float
    why: tuple[str, ...]
    differs: tuple[str, ...]
    against_strangers: float
    against_kin: float
    ceiling: float
    levels: frozenset[Level]
    weak_strangers: float = 0.0
    weak_kin: float = 0.0

    @property
    def band(self) -> Band:
        """The band of the probability."""
        return band(self.p)


def band(p: float) -> Band:
    """Sort a probability: sure from 0.95, likely from 0.85, weak below.

    Source: DfE single unique identifier matcher; DOMAIN rule 16.
    """
    if p >= SURE:
        return Band.SURE
    return Band.LIKELY if p >= LIKELY else Band.WEAK


def bands(chances: Sequence[float]) -> list[Band]:
    """The bands of candidates who share one chance, likeliest first.

    Where none of them is likely but one of several must be nearly, they are 'several': nobody is ever picked of them.
    """
    several = [p for p in chances if LEAST_OF_SEVERAL <= p < LIKELY]
    are_several = max(chances, default=0.0) < LIKELY <= sum(several) and len(several) > 1
    return [
        Band.SEVERAL if are_several and p >= LEAST_OF_SEVERAL else Band.NONE if p < LEAST_WEAK else band(p)
        for p in chances
    ]


def score(described: Description, register: Description, weights: Weights = DEFAULT) -> Likeness:
    """How likely it is that the one described is the one in the register.

    The same whichever way round. Sex is never looked at (rule 17). What is missing on either side is no evidence, and
    nor is 'Baby' or 'Unborn' for a given name.
    """
    names = compare_names(described, register, weights)
    births = compare_births(described, register, weights)
    homes = compare_homes(described, register, weights)
    of_names = _name_findings(names, weights)
    findings = [
        *of_names,
        *([births] if births else []),
        *([homes] if homes else []),
        *compare_numbers(described, register, weights),
    ]
    against_strangers = sum(finding.chance.against_stranger for finding in findings) - names.off
    against_strangers -= _beyond_belief(of_names, weights)
    against_kin = sum(finding.chance.against_kin for finding in findings)
    if names.given is Given.SAME and births and births.level in OF_ONE_AGE:
        against_kin += weights.namesake_of_one_age
    ceiling = _ceiling(findings, weights)
    firm = _chance(against_strangers, against_kin, weights) * ceiling
    weak = compare_belongings(described, register, weights)
    findings += weak
    weak_strangers = sum(finding.chance.against_stranger for finding in weak)
    weak_kin = sum(finding.chance.against_kin for finding in weak)
    against_strangers, against_kin = against_strangers + weak_strangers, against_kin + weak_kin
    p = _chance(against_strangers, against_kin, weights) * ceiling if weak else firm
    return Likeness(
        p=held(p, firm),
        why=tuple(finding.why for finding in findings if finding.why),
        differs=tuple(finding.differs for finding in findings if finding.differs),
        against_strangers=against_strangers,
        against_kin=against_kin,
        ceiling=ceiling,
        levels=frozenset(finding.level for finding in findings),
        weak_strangers=weak_strangers,
        weak_kin=weak_kin,
    )


def held(p: float, without: float) -> float:
    """A probability, kept below sure where it would not be sure without school and practice: thousands share them."""
    return p if p <= without or without >= SURE else max(without, min(p, MOST_BY_BELONGING))


def _chance(against_strangers: float, against_kin: float, weights: Weights) -> float:
    return 1 / (1 + weights.strangers * 2**-against_strangers + weights.kin * 2**-against_kin)


def _beyond_belief(of_names: list[Finding], weights: Weights) -> float:
    """Bits to take off because no name is as rare as its parts together."""
    rare = -sum(log2(finding.chance.stranger) for finding in of_names)
    return max(0.0, rare - weights.rarest_name)


def _ceiling(findings: list[Finding], weights: Weights) -> float:
    """What is too little to be sure: names alone, and half a name with an age or a place.

    A whole name with an age or a place is enough only where it is known how common such a name is.
    """
    levels = {finding.level for finding in findings}
    if levels & (NUMBERS | WHOLE_BIRTHS):
        return 1.0
    if weights.common and levels & BY_NAME and levels & BY_FAMILY and levels & (AGES | PLACES):
        return 1.0
    told = levels & (PLACES | AGES if weights.common else PLACES)
    return weights.ceiling_places if told else weights.ceiling_names


def _name_findings(names: NameLevels, weights: Weights) -> list[Finding]:
    found: list[Finding] = []
    known = " (another name of one of them)" if names.one.other or names.other.other else ""
    if names.swapped:
        known = " (given and family name swapped)"
    if names.given:
        why, differs = _say_given(names)
        found.append(Finding(names.given, given_chance(names, weights), why and why + known, differs))
    if names.middle:
        why = "" if names.middle is Middle.OTHER else "middle names agree"
        differs = "" if why else "different middle names"
        found.append(Finding(names.middle, weights.chances[names.middle], why, differs))
    if names.family:
        why, differs = _say_family(names)
        found.append(Finding(names.family, family_chance(names, weights), why and why + known, differs))
    return found


def _say_given(names: NameLevels) -> tuple[str, str]:
    both = f"{names.one.given_text}, {names.other.given_text}"
    match names.given:
        case Given.SAME:
            return "same given name", ""
        case Given.SOUNDS:
            return f"given name sounds the same: {both}", ""
        case Given.FORM:
            return f"may be forms of one given name: {both}", ""
        case Given.PART:
            return f"one given name is part of the other: {both}", ""
        case Given.SPELT:
            return f"given name is spelt nearly the same: {both}", ""
        case Given.ALIKE:
            return f"given names are alike: {both}", ""
        case Given.SECOND:
            return f"given name is another given or middle name: {both}", ""
        case Given.INITIAL:
            return f"the initial of the given name agrees: {both}", ""
        case _:
            return "", f"different given names: {both}"


def _say_family(names: NameLevels) -> tuple[str, str]:
    both = f"{names.one.family_text}, {names.other.family_text}"
    match names.family:
        case Family.SAME:
            return "same family name", ""
        case Family.SOUNDS:
            return f"family name sounds the same: {both}", ""
        case Family.SPELT:
            return f"family name is spelt nearly the same: {both}", ""
        case Family.ALIKE:
            return f"family names are alike: {both}", ""
        case Family.PART:
            return f"family names share a part: {both}", ""
        case _:
            return "", f"different family names: {both}"
