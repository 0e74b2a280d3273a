"""How much each agreement and each difference counts: the chances behind the match score, with sound defaults.

The score follows Fellegi and Sunter (1969), with one addition. Whoever is described is one of three to a register
entry: the same person, a stranger, or *kin*, somebody of the same household. Strangers seldom share a family name and
an address; kin nearly always do. To weigh 'same family, same address' against strangers alone is what makes a sister
look like her brother, so each level has a chance under each of the three.

The defaults are estimates made by hand from public knowledge (how many people share a name, a birthday, a postcode)
and from the needs of safeguarding, where a wrong link is worse than a second look. They are meant to be replaced by
chances learnt from a hub's own register.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import log2

from mash.pathway.people.matching.commonness import Commonness


@dataclass(frozen=True, slots=True)
class Chance:
    """How often a comparison comes out at one level, 0 to 1.

    Attributes:
        same: when both are one person.
        stranger: when they have nothing to do with each other.
        kin: when they are two people of one household.
        against_stranger, against_kin: weights in bits, above 0 where the level speaks for one person.
    """

    same: float
    stranger: float
    kin: float
    against_stranger: float = field(init=False)
    against_kin: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "against_stranger", log2(self.same / self.stranger))
        object.__setattr__(self, "against_kin", log2(self.same / self.kin))


class Given(StrEnum):
    """How two given names compare."""

    SAME = "given_same"
    SOUNDS = "given_sounds"
    FORM = "given_form"  # a short form or another spelling in the lists
    PART = "given_part"  # Lily and Lily-Mae
    SPELT = "given_spelt"  # one or two slips apart
    ALIKE = "given_alike"  # some slips apart
    SECOND = "given_second"  # the given name of one is a middle or second name of the other
    INITIAL = "given_initial"
    OTHER = "given_other"


class Middle(StrEnum):
    """How two middle names compare."""

    SAME = "middle_same"
    INITIAL = "middle_initial"
    OTHER = "middle_other"


class Family(StrEnum):
    """How two family names compare."""

    SAME = "family_same"
    SOUNDS = "family_sounds"
    SPELT = "family_spelt"
    ALIKE = "family_alike"
    PART = "family_part"  # Miller and Miller-Simpson
    OTHER = "family_other"


class Birth(StrEnum):
    """How dates of birth, years, ages and due dates compare."""

    SAME = "birth_same"
    NEW_YEARS_DAY = "birth_new_years_day"  # 1 January on both sides often means that the day is not known
    SWAPPED = "birth_swapped"
    SLIP = "birth_slip"  # one digit wrong, or two in each other's place
    TWO_PARTS = "birth_two_parts"
    YEAR = "birth_year"
    FITS = "birth_fits"  # an age or a year that fits: its chance follows from how much it leaves open
    AGE_NEAR = "birth_age_near"  # a stated age that is out by at most a year
    NEAR = "birth_near"  # a year that is out by one, or 1 January and another day of the year
    BORN_AS_DUE = "birth_born_as_due"
    DUE_SAME = "birth_due_same"
    DUE_NEAR = "birth_due_near"
    OTHER = "birth_other"


class Living(StrEnum):
    """How places to live compare."""

    SAME = "living_same"
    BEFORE = "living_before"  # one lives where the other lived
    LINE = "living_line"  # same door, a postcode missing
    STREET = "living_street"  # where one side tells no more than a street
    MOST = "living_most"  # most of the address, with slips in it or with another postcode
    POSTCODE = "living_postcode"
    NEAR = "living_near"  # postcodes a slip apart
    UNIT = "living_unit"  # an address that is the same as written, of two properties by their UPRNs
    OTHER = "living_other"


class Number(StrEnum):
    """How identifiers, telephone numbers and e-mail addresses compare."""

    NHS_SAME = "nhs_same"
    NHS_OTHER = "nhs_other"
    UPN_SAME = "upn_same"
    UPN_OTHER = "upn_other"
    PHONE_SAME = "phone_same"
    EMAIL_SAME = "email_same"


class Belonging(StrEnum):
    """How schools and GP practices compare: weak evidence, by which nobody is sure who would not be without it."""

    SCHOOL_SAME = "school_same"
    SCHOOL_OTHER = "school_other"
    PRACTICE_SAME = "practice_same"
    PRACTICE_OTHER = "practice_other"


Level = Given | Middle | Family | Birth | Living | Number | Belonging

CHANCES: dict[Level, Chance] = {
    Given.SAME: Chance(0.70, 0.0039, 0.015),
    Given.SOUNDS: Chance(0.07, 0.003, 0.015),
    Given.FORM: Chance(0.07, 0.003, 0.012),
    Given.PART: Chance(0.05, 0.002, 0.012),
    Given.SPELT: Chance(0.05, 0.004, 0.02),
    Given.ALIKE: Chance(0.03, 0.008, 0.03),
    Given.SECOND: Chance(0.03, 0.004, 0.03),
    Given.INITIAL: Chance(0.95, 0.1, 0.35),  # given that one side is an initial
    Given.OTHER: Chance(0.03, 0.97, 0.9),
    Middle.SAME: Chance(0.6, 0.05, 0.06),
    Middle.INITIAL: Chance(0.9, 0.12, 0.15),
    Middle.OTHER: Chance(0.4, 0.9, 0.9),
    Family.SAME: Chance(0.78, 0.0011, 0.62),
    Family.SOUNDS: Chance(0.05, 0.0006, 0.04),
    Family.SPELT: Chance(0.05, 0.0008, 0.04),
    Family.ALIKE: Chance(0.03, 0.005, 0.02),
    Family.PART: Chance(0.06, 0.0012, 0.06),
    Family.OTHER: Chance(0.055, 0.99, 0.3),  # families change names, and step families have several
    Birth.SAME: Chance(0.88, 0.00012, 0.03),  # kin: twins
    Birth.NEW_YEARS_DAY: Chance(0.9, 0.006, 0.2),
    Birth.SWAPPED: Chance(0.03, 0.0002, 0.002),
    Birth.SLIP: Chance(0.045, 0.002, 0.006),
    Birth.TWO_PARTS: Chance(0.02, 0.006, 0.035),
    Birth.YEAR: Chance(0.02, 0.05, 0.05),
    Birth.NEAR: Chance(0.1, 0.1, 0.1),
    Birth.BORN_AS_DUE: Chance(0.8, 0.004, 0.03),
    Birth.DUE_SAME: Chance(0.9, 0.001, 0.01),
    Birth.DUE_NEAR: Chance(0.1, 0.004, 0.01),
    Birth.OTHER: Chance(0.012, 0.95, 0.93),
    Living.SAME: Chance(0.6, 0.001, 0.5),
    Living.BEFORE: Chance(0.2, 0.0008, 0.18),
    Living.LINE: Chance(0.5, 0.004, 0.45),
    Living.STREET: Chance(0.4, 0.004, 0.35),
    Living.MOST: Chance(0.12, 0.004, 0.12),
    Living.POSTCODE: Chance(0.06, 0.0012, 0.05),
    Living.NEAR: Chance(0.05, 0.003, 0.04),
    Living.UNIT: Chance(0.03, 0.002, 0.04),  # a flat whose number nobody wrote, or the number of the whole house
    Living.OTHER: Chance(0.4, 0.9, 0.4),  # people move, and children live in two homes
    Number.NHS_SAME: Chance(0.97, 1e-8, 4e-4),  # kin: numbers copied into the wrong notes
    Number.NHS_OTHER: Chance(0.03, 1.0, 1.0),
    Number.UPN_SAME: Chance(0.95, 1e-6, 1e-3),
    Number.UPN_OTHER: Chance(0.15, 1.0, 1.0),  # a temporary number is replaced by another
    Number.PHONE_SAME: Chance(0.4, 0.0001, 0.35),
    Number.EMAIL_SAME: Chance(0.4, 0.0001, 0.2),  # kin: a parent's, given for each of the children
    Belonging.SCHOOL_SAME: Chance(0.25, 0.015, 0.15),
    Belonging.SCHOOL_OTHER: Chance(0.75, 0.985, 0.85),  # children change schools, and each writer has a name for one
    Belonging.PRACTICE_SAME: Chance(0.35, 0.03, 0.3),
    Belonging.PRACTICE_OTHER: Chance(0.65, 0.97, 0.7),
}


RARER_THAN_ALL = 3  # bits by which the rarest full name may be rarer than one in the register


@dataclass(frozen=True, slots=True)
class Weights:
    """All numbers that the score uses.

    Attributes:
        strangers: how many strangers might be meant for each person who is, once a candidate shares a key.
        kin: how many people of the household might.
        age_span_years: an age leaves so many years of equal chance to strangers; kin lie in a quarter of it.
        rarest_name: bits, two to the power of which are the strangers of whom one bears the rarest full name: what one
            person of a register is called, another outside it may be called too, however rare its parts are.
        ceiling_names, ceiling_places: names alone, or with an age, never make a match likely; without a whole date of
            birth or a number nothing is sure. The probability is scaled so that it cannot reach the band.
        common: how common names, years and postcodes are in the register; without it, what is typical counts.
        namesake_of_one_age: bits by which it is less likely that kin share a name and a birth than either.
        other_name, swapped_names: bits taken off when an earlier name, or the names in each other's place, agree.
    """

    chances: dict[Level, Chance] = field(default_factory=lambda: CHANCES)
    strangers: float = 2.0**15
    kin: float = 4.0
    age_span_years: float = 25.0
    rarest_name: float = 24.0
    ceiling_names: float = 0.84
    ceiling_places: float = 0.94
    common: Commonness | None = None
    namesake_of_one_age: float = 4.0
    other_name: float = 1.0
    swapped_names: float = 3.0


DEFAULT = Weights()

KNOWN = 0.6  # how many of those who are described the register holds, until a list tells; low, for a look is cheap


def weights_of(common: Commonness, living_together: float) -> Weights:
    """The weights for a register of this size, of which this share lives with somebody else who is in it."""
    unknown = unknown_for_each(KNOWN)
    return Weights(
        strangers=max(1.0, common.people * unknown),
        kin=living_together * unknown,
        common=common,
        rarest_name=log2(common.people + 1) + RARER_THAN_ALL,
    )


def unknown_for_each(known: float) -> float:
    """How many who are not in the register are described for each who is, where this share of them is."""
    return (1 - known) / known
