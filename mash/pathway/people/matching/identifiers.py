"""Numbers of people and of properties, and e-mail addresses: which of them may be used to match a person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum.gb import nhs

NHS_NUMBER_DIGITS = 10
UPN_CHARACTERS = 13
UPRN_DIGITS = 12
LONGEST_EMAIL = 254
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
UPN_PATTERN = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]", re.ASCII)

# Authorities since April 1998 and pseudo authorities (Wales, service schools), census rule 1530, with the two Cumbrian
# authorities of 2023. Not python-stdnum's list: it is of 2011, and refuses every child whose number Dorset gave.
AUTHORITY_RANGES = (
    *((1, 5), (201, 213), (301, 320), (330, 336), (340, 344), (350, 359), (370, 373), (380, 384), (390, 394)),
    *((420, 420), (660, 681), (701, 708), (800, 803), (805, 808), (810, 813), (815, 816), (820, 823), (825, 826)),
    *((830, 831), (835, 841), (845, 846), (850, 852), (855, 857), (860, 861), (865, 896), (908, 909), (916, 916)),
    *((919, 919), (921, 921), (925, 926), (928, 929), (931, 931), (933, 933), (935, 938), (940, 943)),
)


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number as it may be stored (rule 14).

    Attributes:
        value: without spaces and hyphens when valid; exactly as supplied when not, so that nothing is lost.
        valid: only a valid number may be used to match.
        why: what is wrong with it, as a sentence for the person who typed it. Empty when valid.
    """

    value: str
    valid: bool
    why: str = ""


def check_nhs_number(text: str) -> Identifier:
    """Check an NHS number: ten digits, the last of which checks the others modulo 11.

    Spaces and hyphens are taken out. 0000000000 passes the arithmetic, but nobody has it.

    Source: NHS Data Dictionary; DOMAIN rule 14.
    """
    digits = re.sub(r"[\s-]", "", text)
    if not digits:
        return Identifier(text, False, "Enter an NHS number, or leave it out if it is not known")
    if not re.fullmatch(r"\d+", digits, re.ASCII) or len(digits) != NHS_NUMBER_DIGITS:
        return Identifier(text, False, "An NHS number has 10 digits")
    if not digits.strip("0"):
        return Identifier(text, False, "An NHS number cannot be all zeros")
    if not nhs.is_valid(digits):
        return Identifier(text, False, "Check the NHS number: one of its digits is wrong")
    return Identifier(digits, True)


def show_nhs_number(value: str) -> str:
    """Write a valid NHS number as people read it, in groups of 3, 3 and 4; anything else as it is."""
    checked = check_nhs_number(value)
    return f"{checked.value[:3]} {checked.value[3:6]} {checked.value[6:]}" if checked.valid else value


def fold_upn(text: str) -> str:
    """Take out the spaces of a unique pupil number and make its letters capitals, before it is checked."""
    return re.sub(r"\s", "", text).upper()


def check_upn(text: str) -> Identifier:
    """Check a unique pupil number as it stands: check letter, authority, eight digits, and a digit or letter.

    A letter in the last place makes it a temporary number. Small letters are refused: call `fold_upn` first on
    what people type.

    Source: Department for Education, unique pupil numbers; census rules 1510, 1530, 1540, 1550; DOMAIN rule 14.
    """
    value = text.strip()
    if not value:
        return Identifier(text, False, "Enter a unique pupil number, or leave it out if it is not known")
    if len(value) != UPN_CHARACTERS:
        return Identifier(text, False, "A unique pupil number has 13 characters")
    if value != value.upper():
        return Identifier(text, False, "Write the unique pupil number in capital letters")
    if not UPN_PATTERN.fullmatch(value):
        return Identifier(
            text,
            False,
            "A unique pupil number is a letter, then 11 digits, then a digit or a letter. I, O and S are never used",
        )
    authority = int(value[1:4])
    if not any(first <= authority <= last for first, last in AUTHORITY_RANGES):
        return Identifier(text, False, "Check the unique pupil number: characters 2 to 4 are not an authority")
    if value[0] != upn_check_letter(value[1:]):
        return Identifier(text, False, "Check the unique pupil number: its first letter does not fit the rest")
    return Identifier(value, True)


def upn_check_letter(rest: str) -> str:
    """The first letter of a unique pupil number, from its other twelve characters.

    Each is multiplied by its place, 2 to 13; the sum modulo 23 is a place in the 23 letters. The last letter of a
    temporary number counts by its own place there.
    """
    values = (UPN_LETTERS.index(c) if c in UPN_LETTERS else int(c) for c in rest)
    return UPN_LETTERS[sum(place * value for place, value in enumerate(values, start=2)) % len(UPN_LETTERS)]


def check_uprn(text: str) -> Identifier:
    """Check a unique property reference number: one to twelve digits, none of which checks the others.

    Systems put noughts before it to fill twelve places; without them it is one number everywhere.
    """
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"\d+", digits, re.ASCII) or not digits.strip("0"):
        return Identifier(text, False, "A UPRN is a number, such as 100040415231. Leave it out if it is not known")
    if len(number := digits.lstrip("0")) > UPRN_DIGITS:
        return Identifier(text, False, f"A UPRN has at most {UPRN_DIGITS} digits")
    return Identifier(number, True)


def valid_uprn(text: str) -> str:
    """The number of a property as it is compared; empty where it is none."""
    checked = check_uprn(text)
    return checked.value if checked.valid else ""


def fold_email(text: str) -> str:
    """An e-mail address in small letters, with whatever stands behind a +; empty where it is none or too long."""
    told = text.strip().removeprefix("mailto:").lower()
    return told if len(told) <= LONGEST_EMAIL and EMAIL.fullmatch(told) else ""
