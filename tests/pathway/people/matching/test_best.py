"""Candidates in order, and whether one stands out."""

from dataclasses import replace
from datetime import date

import pytest

from mash.pathway.people.matching import Band, Description, rank, single_best

KACEY = Description(given="Kacey", family="Miller", born=date(2020, 3, 4), address="12 High Street", postcode="TM1 1AA")
REGISTER = [
    ("cousin", Description(given="Robert", family="Miller", born=date(1988, 1, 2))),
    ("brother", replace(KACEY, given="Jayden", born=date(2018, 7, 9))),
    ("herself", replace(KACEY, given="Kaci")),
    ("namesake", Description(given="Kacey", family="Miller", born=date(2009, 11, 30))),
]


@pytest.mark.rule(18)
def test_the_likeliest_comes_first_and_says_why():
    candidates = rank(KACEY, REGISTER)
    assert candidates[0].id == "herself"
    assert [candidate.p for candidate in candidates] == sorted((c.p for c in candidates), reverse=True)
    assert candidates[0].band is Band.SURE
    assert candidates[0].why[0] == "given name sounds the same: Kacey, Kaci"
    assert single_best(candidates) == candidates[0]


@pytest.mark.rule(16)
def test_two_who_are_both_likely_are_never_chosen_between():
    candidates = rank(KACEY, [*REGISTER, ("twice in the register", KACEY)])
    assert single_best(candidates) is None


@pytest.mark.rule(16)
@pytest.mark.parametrize("short", ["Em", "Emi", "E"])
def test_a_short_name_that_begins_the_names_of_both_twins_is_neither_ones(short):
    twins = [(name, replace(KACEY, given=name)) for name in ("Emily", "Emilia")]
    candidates = rank(replace(KACEY, given=short), twins)
    assert {candidate.id for candidate in candidates} == {"Emily", "Emilia"}
    assert max(candidate.p for candidate in candidates) < 0.85
    assert single_best(candidates) is None


@pytest.mark.rule(16)
def test_nobody_likely_is_nobody():
    assert single_best(rank(KACEY, [REGISTER[0], REGISTER[1]])) is None
    assert single_best([]) is None


def test_a_list_is_no_longer_than_asked_for_and_leaves_out_the_improbable():
    assert len(rank(KACEY, REGISTER, limit=2)) == 2
    assert [candidate.id for candidate in rank(KACEY, REGISTER, least=0.5)] == ["herself"]
