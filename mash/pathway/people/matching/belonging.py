"""Schools and GP practices as people write them, made comparable: the words that tell one from the others."""

from __future__ import annotations

from rapidfuzz.fuzz import token_sort_ratio

from mash.pathway.people.matching.names import fold

ALIKE_PERCENT = 88
# What says which kind of place it is, or nothing: two schools have it in common that have nothing in common.
KINDS = """
    the of and at for in a an ltd trust school schools primary secondary infant infants junior juniors academy
    nursery preschool pre playgroup college high grammar comprehensive community first middle upper lower
    special church england ce c e rc catholic roman voluntary aided controlled cofe sixth form years early
    centre center children childrens gp gps dr drs doctor doctors surgery surgeries practice partner partners
    partnership medical health healthcare clinic group family not known unknown none no nk na n tbc home
    educated education elective electively
"""
COMMON = frozenset(KINDS.split())
SHORT = {"saint": "st", "saints": "st", "sts": "st"}
FEWEST_LETTERS = 3


def words_of_place(text: str) -> frozenset[str]:
    """The words of a school's or a practice's name, without what many have.

    >>> sorted(words_of_place("St. Mary's C of E Primary School, Tamarton"))
    ['marys', 'st', 'tamarton']
    """
    words = {SHORT.get(word, word) for word in fold(text).split()} - COMMON
    return frozenset(words) if any(len(word) >= FEWEST_LETTERS for word in words) else frozenset()


def same_place(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names are of one school or practice: one has the words of the other, or they are spelt alike."""
    fewer, more = sorted((one, other), key=len)
    return fewer <= more or token_sort_ratio(" ".join(one), " ".join(other)) >= ALIKE_PERCENT
