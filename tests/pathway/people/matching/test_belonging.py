"""E-mail, property numbers, school and GP practice: what they say of who somebody is, and what they must not."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.pathway.people.matching import Band, Description, band, check_uprn, fold_email, rank, score
from mash.pathway.people.matching.belonging import same_place, words_of_place
from mash.pathway.people.matching.score import SURE
from mash.pathway.people.matching.weighing import weigh
from tests.pathway.people.matching.test_score import people

KACEY = Description(
    given="Kacey", family="Miller", born=date(2020, 3, 4), address="Flat 2, 12 High Street", postcode="TM1 1AA"
)


def at_gannetmere(one: Description) -> Description:
    return replace(one, school="Gannetmere Primary School", practice="Quay Surgery")


@pytest.mark.rule(16)
@given(people, people, st.sampled_from(["", "Gannetmere"]), st.sampled_from(["", "Quay Surgery"]))
def test_a_school_or_a_gp_practice_in_common_makes_nobody_sure(one, other, school, practice):
    one, other = replace(one, school="", practice=""), replace(other, school="", practice="")
    plain = score(one, other)
    told = score(replace(one, school=school, practice=practice), replace(other, school=school, practice=practice))
    assert told.p >= plain.p or told.p == pytest.approx(plain.p)
    assert (told.p >= SURE) == (plain.p >= SURE)
    assert (weigh([told])[0] >= SURE) == (weigh([plain])[0] >= SURE)


@pytest.mark.rule(16)
def test_of_twins_who_fit_alike_the_one_at_the_same_school_is_not_sure():
    kacey = replace(KACEY, school="Gannetmere Primary", practice="Quay Surgery")
    first = replace(kacey, given="Kaci")
    second = replace(first, school="Tern Quay Academy", practice="Dr Amis and Partners")
    best, other = rank(kacey, [("first", first), ("second", second)])
    assert (best.id, other.id) == ("first", "second")
    assert best.p > other.p
    assert band(best.p) is not Band.SURE


def test_a_school_in_common_counts_a_little_and_its_reason_is_said():
    known = replace(KACEY, address="", postcode="", born=None, born_about=(2019, 2021))
    told = score(at_gannetmere(known), replace(known, school="Gannetmere Primary", practice="The Quay surgery"))
    assert told.why[-2:] == ("same school", "same GP practice")
    assert told.p > score(known, known).p


def test_a_child_who_changed_schools_and_practice_stays_who_they_are():
    moved = replace(KACEY, school="Tern Quay Academy", practice="Dr Amis")
    told = score(at_gannetmere(KACEY), moved)
    assert told.differs == ("different schools", "different GP practices")
    assert band(told.p) is Band.SURE


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("St. Mary's C of E Primary School", "Saint Marys Primary, Tamarton", True),
        ("Gannetmere Primary", "gannetmere academy", True),
        ("Ganetmere Primary", "Gannetmere School", True),
        ("Dr Amis", "Amis & Partners", True),
        ("Gannetmere Primary", "Tern Quay Primary", False),
    ],
)
def test_a_school_is_known_by_the_words_that_others_do_not_have(one, other, same):
    assert same_place(words_of_place(one), words_of_place(other)) is same


@pytest.mark.parametrize(
    "text", ["", "Primary School", "not known", "GP", "N/A", "home educated", "The Medical Centre"]
)
def test_a_school_without_a_name_is_no_evidence(text):
    assert score(replace(KACEY, school=text, practice=text), at_gannetmere(KACEY)) == score(KACEY, KACEY)


@pytest.mark.parametrize("text", ["ka@example.org", " KA@Example.ORG", "mailto:ka@example.org"])
def test_the_same_e_mail_address_speaks_for_one_person_however_it_is_written(text):
    known = replace(KACEY, born=None, address="", postcode="", email="ka@example.org")
    told = score(replace(known, email=text), known)
    assert "same e-mail address" in told.why
    assert told.p > score(replace(known, email=""), known).p


def test_a_household_shares_an_e_mail_address():
    sister = replace(KACEY, given="Poppy", born=date(2016, 9, 1), email="mum@example.org")
    assert band(score(replace(KACEY, email="mum@example.org"), sister).p) is Band.WEAK


def test_another_e_mail_address_is_no_evidence():
    assert score(replace(KACEY, email="a@example.org"), replace(KACEY, email="b@example.org")) == score(KACEY, KACEY)


@pytest.mark.parametrize(
    "text", ["", "ka", "ka@", "@example.org", "ka@example", "ka at example.org", "a@b@example.org"]
)
def test_what_is_no_e_mail_address_finds_nobody(text):
    assert fold_email(text) == ""


def test_a_plus_in_an_e_mail_address_is_kept():
    assert fold_email("Ka+School@example.org") == "ka+school@example.org"


@pytest.mark.rule(14)
@pytest.mark.parametrize(
    ("text", "number"),
    [("100040415231", "100040415231"), ("000010040415", "10040415"), ("1000 4041 5231", "100040415231"), ("7", "7")],
)
def test_a_property_has_one_number_however_many_noughts_stand_before_it(text, number):
    assert check_uprn(text).value == number
    assert check_uprn(text).valid


@pytest.mark.rule(14)
@pytest.mark.parametrize("text", ["", "0", "000000000000", "1000404152310", "10004A415231", "12 High Street"])
def test_what_is_no_number_of_a_property_is_kept_as_it_was_told_and_finds_nobody(text):
    assert (check_uprn(text).value, check_uprn(text).valid) == (text, False)
    assert check_uprn(text).why


def test_the_number_of_a_property_says_the_address_whatever_the_spelling():
    here = replace(KACEY, uprn="100040415231")
    there = replace(here, address="The Old Sail Loft", postcode="TM1 1AB")
    told = score(here, there)
    assert "same address, by the number of the property" in told.why
    assert told.p == pytest.approx(score(KACEY, KACEY).p)
    before = replace(there, uprn="", earlier_homes=(("", "", "000100040415231"),))
    assert "one lives or lived where the other did" in score(here, before).why


def test_another_property_in_the_same_building_speaks_a_little_against():
    here, there = replace(KACEY, uprn="100040415231"), replace(KACEY, uprn="100040415232")
    told, next_door = score(here, there), replace(KACEY, address="", postcode="TM9 4ZZ")
    assert told.differs == ("an address written the same, of two properties by their numbers",)
    assert score(here, next_door).against_strangers < told.against_strangers < score(KACEY, KACEY).against_strangers
    assert "different addresses" in score(here, replace(next_door, postcode="", uprn="100040415239")).differs


@given(people, people)
def test_a_description_without_any_of_them_is_compared_as_before(one, other):
    plain = replace(one, email="", uprn="", school="", practice="")
    assert score(plain, other) == score(plain, replace(other, email="", uprn="", school="", practice=""))
