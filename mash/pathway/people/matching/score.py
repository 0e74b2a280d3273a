"""How likely two descriptions are one person, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mash.pathway.people.matching.compare import Finding, compare_births, compare_homes, compare_numbers
from mash.pathway.people.matching.compare_names import NameLevels, compare_names
from mash.pathway.people.matching.description import Description
from mash.pathway.people.matching.weights import DEFAULT, Birth, Family, Given, Living, Middle, Number, Weights

__all__ = ["Band", "Description", "Likeness", "band", "score"]

SURE, LIKELY = 0.95, 0.85

WHOLE_BIRTHS = frozenset({Birth.SAME, Birth.NEW_YEARS_DAY, Birth.SWAPPED, Birth.TWO_PARTS})
NUMBERS = frozenset({Number.NHS_SAME, Number.UPN_SAME})
PLACES = frozenset({Living.SAME, Living.BEFORE, Living.LINE, Living.POSTCODE, Living.NEAR, Number.PHONE_SAME})


class Band(StrEnum):
    """What may be done with a candidate. Whatever the band, only a named person links two records (rule 16)."""

    SURE = "sure"
    LIKELY = "likely"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two descriptions are.

    Attributes:
        p: the probability that they are one person, 0 to 1.
        why: what speaks for it, in plain English. Names and dates of both sides are in it, addresses are not.
        differs: what speaks against it.
    """

    p: float
    why: tuple[str, ...]
    differs: tuple[str, ...]

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


def score(described: Description, register: Description, weights: Weights = DEFAULT) -> Likeness:
    """How likely it is that the one described is the one in the register.

    The same whichever way round. Sex is never looked at (rule 17). What is missing on either side is no evidence, and
    nor is 'Baby' or 'Unborn' for a given name.
    """
    names = compare_names(described, register, weights)
    births = compare_births(described, register, weights)
    homes = compare_homes(described, register, weights)
    findings = [
        *_name_findings(names, weights),
        *([births] if births else []),
        *([homes] if homes else []),
        *compare_numbers(described, register, weights),
    ]
    against_strangers = sum(finding.chance.against_stranger for finding in findings) - names.off
    against_kin = sum(finding.chance.against_kin for finding in findings)
    p = 1 / (1 + weights.strangers * 2**-against_strangers + weights.kin * 2**-against_kin)
    return Likeness(
        p=p * _ceiling(findings, weights),
        why=tuple(finding.why for finding in findings if finding.why),
        differs=tuple(finding.differs for finding in findings if finding.differs),
    )


def _ceiling(findings: list[Finding], weights: Weights) -> float:
    levels = {finding.level for finding in findings}
    if levels & NUMBERS or levels & WHOLE_BIRTHS:
        return 1.0
    return weights.ceiling_places if levels & PLACES else weights.ceiling_names


def _name_findings(names: NameLevels, weights: Weights) -> list[Finding]:
    found: list[Finding] = []
    known = " (another name of one of them)" if names.one.other or names.other.other else ""
    if names.swapped:
        known = " (given and family name swapped)"
    if names.given:
        why, differs = _say_given(names)
        found.append(Finding(names.given, weights.chances[names.given], why and why + known, differs))
    if names.middle:
        why = "" if names.middle is Middle.OTHER else "middle names agree"
        differs = "" if why else "different middle names"
        found.append(Finding(names.middle, weights.chances[names.middle], why, differs))
    if names.family:
        why, differs = _say_family(names)
        found.append(Finding(names.family, weights.chances[names.family], why and why + known, differs))
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
        case Family.PART:
            return f"family names share a part: {both}", ""
        case _:
            return "", f"different family names: {both}"
