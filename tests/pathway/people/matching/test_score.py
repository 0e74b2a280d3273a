"""How likely two descriptions are one person: what must be sure, what must not, and why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.pathway.people.matching import Band, Description, band, score
from mash.pathway.people.matching.commonness import Commonness
from mash.pathway.people.matching.weights import weights_of

KACEY = Description(
    given="Kacey", family="Miller", born=date(2020, 3, 4), sex="F", address="12 High Street", postcode="TM1 1AA"
)

dates = st.dates(date(2005, 1, 1), date(2026, 12, 31))
people = st.builds(
    Description,
    given=st.sampled_from(["Kacey", "Kaci", "Robert", "Bob", "Mohammed Ali", "Muhammad", "Baby", "K", "Lily-Mae", ""]),
    middle=st.sampled_from(["", "Leigh", "Ali", "L"]),
    family=st.sampled_from(["Miller", "Millar", "Miller-Jones", "Jones", "al-Hassan", "Robert", "O'Brien", ""]),
    also_known_as=st.sampled_from([(), ("Kaci Jones",), ("Jones",), ("Bobby",)]),
    born=st.one_of(st.none(), dates),
    born_about=st.one_of(st.none(), st.just((2018, 2020))),
    due_date=st.one_of(st.none(), dates),
    sex=st.sampled_from(["", "F", "M"]),
    address=st.sampled_from(["", "12 High Street", "12 High St, Tamarton", "Flat 2, 9 Mill Lane", "Rose Cottage"]),
    postcode=st.sampled_from(["", "TM1 1AA", "TM1 1AB", "TM9 4ZZ"]),
    nhs_number=st.sampled_from(["", "9990000018", "999 000 0123", "9990000019"]),
    upn=st.sampled_from(["", "U878999900001", "H878999900002", "U878"]),
    phone=st.sampled_from(["", "01632 960001", "+44 1632 960001", "960001"]),
    email=st.sampled_from(["", "ka@example.org", "KA@example.org", "ka"]),
    uprn=st.sampled_from(["", "100040415231", "000100040415232", "?"]),
    school=st.sampled_from(["", "Gannetmere Primary", "Gannetmere Primary School", "St Mary's", "Primary School"]),
    practice=st.sampled_from(["", "Quay Surgery", "Dr Amis"]),
)


@given(people, people)
def test_it_does_not_matter_who_is_compared_with_whom(one, other):
    there, back = score(one, other), score(other, one)
    assert there.p == pytest.approx(back.p)
    assert len(there.why) == len(back.why)
    assert 0 <= there.p <= 1


@pytest.mark.rule(17)
@given(people, people, st.sampled_from(["", "F", "M", "U", "X"]))
def test_sex_never_counts(one, other, sex):
    assert score(replace(one, sex=sex), other) == score(one, other)


@given(people, people)
def test_a_number_or_a_date_that_agrees_never_makes_a_match_less_likely(one, other):
    plain = score(replace(one, nhs_number="", born=None, born_about=None, due_date=None), other)
    number = replace(one, nhs_number="9990000018", born=None, born_about=None, due_date=None)
    assert score(number, replace(other, nhs_number="9990000018")).p >= plain.p
    dated = replace(one, nhs_number="", born=date(2019, 5, 6), due_date=None)
    assert score(dated, replace(other, born=date(2019, 5, 6))).p >= score(dated, replace(other, born=None)).p


@given(people, people)
def test_the_nearer_the_dates_of_birth_the_likelier(one, other):
    born = date(2019, 5, 6)
    others = (born, date(2019, 5, 26), date(2019, 8, 29), date(2012, 9, 17))
    chances = [score(replace(one, born=born), replace(other, born=day)).p for day in others]
    assert chances == sorted(chances, reverse=True)


@pytest.mark.rule(14)
@given(people, people, st.sampled_from(["9990000019", "0000000000", "not known"]))
def test_a_number_that_is_not_valid_is_never_used_to_match(one, other, number):
    without = score(replace(one, nhs_number=""), replace(other, nhs_number=""))
    assert score(replace(one, nhs_number=number), replace(other, nhs_number=number)) == without


@pytest.mark.rule(16)
@pytest.mark.parametrize(
    ("p", "expected"),
    [
        (1, Band.SURE),
        (0.95, Band.SURE),
        (0.9499, Band.LIKELY),
        (0.85, Band.LIKELY),
        (0.8499, Band.WEAK),
        (0, Band.WEAK),
    ],
)
def test_the_bands_begin_at_95_and_85(p, expected):
    assert band(p) is expected


def test_the_same_full_name_and_date_of_birth_is_sure_wherever_they_live():
    moved = replace(KACEY, address="9 Mill Lane", postcode="TM9 4ZZ")
    likeness = score(KACEY, moved)
    assert likeness.p >= 0.95
    assert likeness.why == ("same given name", "same family name", "same date of birth")
    assert likeness.differs == ("different addresses",)


@pytest.mark.parametrize(
    "register",
    [
        Description(born=KACEY.born, nhs_number="9990000018"),
        Description(given="Jo", family="Adopted", born=KACEY.born, nhs_number="9990000018"),
        Description(given="Kacey", family="Miller", born=date(2011, 8, 30), nhs_number="999 000 0018"),
    ],
)
def test_the_same_nhs_number_with_the_same_birth_or_name_is_certain(register):
    likeness = score(replace(KACEY, nhs_number="9990000018"), register)
    assert likeness.p >= 0.99
    assert "same NHS number" in likeness.why


def test_the_same_nhs_number_on_somebody_quite_different_is_not_believed():
    stranger = Description(given="Robert", family="Jones", born=date(1961, 8, 30), nhs_number="9990000018")
    assert score(replace(KACEY, nhs_number="9990000018"), stranger).p < 0.85


def test_two_valid_nhs_numbers_that_differ_speak_against():
    other = replace(KACEY, nhs_number="9990000123")
    likeness = score(replace(KACEY, nhs_number="9990000018"), other)
    assert likeness.p < score(KACEY, other).p
    assert "different NHS numbers" in likeness.differs


@pytest.mark.parametrize("middle", ["", "Leigh"])
def test_a_name_alone_is_neither_likely_nor_dismissed(middle):
    one = replace(KACEY, middle=middle)
    other = Description(given="Kacey", middle=middle, family="Miller", address="9 Mill Lane", postcode="TM9 4ZZ")
    assert 0.5 <= score(one, other).p < 0.85


@pytest.mark.parametrize("years", [0, 9])
def test_a_name_with_a_clearly_different_date_of_birth_is_weak(years):
    other = Description(given="Kacey", family="Miller", born=date(2020 - years, 9, 27))
    assert score(KACEY, other).p < 0.6


@pytest.mark.parametrize("age_apart_days", [280, 365 * 2, 365 * 9])
def test_a_sister_is_not_her_brother(age_apart_days):
    brother = replace(KACEY, given="Jayden", born=date(2020, 3, 4) + timedelta(days=age_apart_days))
    likeness = score(KACEY, brother)
    assert likeness.p < 0.2
    assert "different given names: Kacey, Jayden" in likeness.differs


def test_a_twin_is_not_the_other_twin():
    assert score(KACEY, replace(KACEY, given="Jayden", phone="01632 960001")).p < 0.6


def test_a_father_and_a_son_of_one_name_are_told_apart_by_their_births():
    assert score(KACEY, replace(KACEY, born=date(1988, 9, 27))).p < 0.3


@pytest.mark.parametrize("given_name", ["Baby", "Unborn", "Not known", ""])
def test_a_child_not_yet_named_has_no_given_name_to_agree_or_differ(given_name):
    nameless = replace(KACEY, given=given_name)
    likeness = score(nameless, KACEY)
    assert likeness == score(replace(KACEY, given=""), KACEY)
    assert not any("given" in reason for reason in likeness.why + likeness.differs)


def test_a_name_an_age_that_fits_and_the_same_address_are_likely_but_not_sure():
    told = Description(
        given="Kacey", family="Miller", age=5, on=date(2026, 3, 2), address="12 High St", postcode="tm11aa"
    )
    likeness = score(told, KACEY)
    assert likeness.band is Band.LIKELY
    assert "the age or year fits for somebody born on 4 March 2020" in likeness.why
    years = replace(told, age=None, born_about=(2020, 2021))
    assert score(years, KACEY).band is Band.LIKELY
    assert score(replace(told, age=11), KACEY).p < 0.3


def test_a_name_and_an_age_without_a_place_are_weak():
    assert score(Description(given="Kacey", family="Miller", age=5, on=date(2026, 3, 2)), KACEY).band is Band.WEAK


@pytest.mark.parametrize(
    ("described", "reason"),
    [
        (replace(KACEY, given="Kaci"), "given name sounds the same: Kaci, Kacey"),
        (replace(KACEY, family="Millar"), "family name sounds the same: Millar, Miller"),
        (replace(KACEY, family="Miller-Simpson"), "family names share a part: Miller-Simpson, Miller"),
        (replace(KACEY, given="K."), "the initial of the given name agrees: K., Kacey"),
        (replace(KACEY, given="Miller", family="Kacey"), "same given name (given and family name swapped)"),
        (replace(KACEY, born=date(2020, 4, 3)), "day and month swapped: 3 April 2020, 4 March 2020"),
        (replace(KACEY, born=date(2020, 3, 14)), "one digit of the date of birth differs: 14 March 2020, 4 March 2020"),
        (replace(KACEY, address="12 HIGH ST.", postcode=""), "same address, a postcode missing"),
        (
            replace(KACEY, family="Jones", also_known_as=("Kacey Miller",)),
            "same family name (another name of one of them)",
        ),
        (
            replace(KACEY, address="1 New Road", postcode="TM7 7AA", earlier_homes=(("12 High Street", "TM1 1AA"),)),
            "one lives or lived where the other did",
        ),
    ],
)
@pytest.mark.rule(17)
def test_the_reasons_are_told_in_plain_english(described, reason):
    likeness = score(described, KACEY)
    assert reason in likeness.why
    assert likeness.band is Band.SURE


@pytest.mark.parametrize(
    ("short", "full"), [("Bob", "Robert"), ("Alfie", "Alfred"), ("Nat", "Natalie"), ("Katie", "Katherine")]
)
def test_a_short_form_with_the_same_birth_is_enough(short, full):
    one = Description(given=short, family="Miller", born=KACEY.born)
    likeness = score(one, replace(one, given=full))
    assert likeness.band is Band.SURE
    assert f"may be forms of one given name: {short}, {full}" in likeness.why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kacey-Leigh", "Kacey Leigh"),
        ("Zoë", "Zoe"),
        ("ANN", "ann"),
        ("D'Arcy", "Darcy"),
    ],
)
def test_ways_to_write_one_name_are_one_name(one, other):
    assert score(replace(KACEY, given=one), replace(KACEY, given=other)).why[0] == "same given name"


def test_a_middle_name_merged_into_the_given_name_is_found():
    one, other = replace(KACEY, given="Kacey Leigh"), replace(KACEY, middle="Leigh")
    assert score(one, other).why[0] == "same given name"
    assert score(replace(KACEY, given="Leigh"), other).why[0].startswith("given name is another given or middle name")


def test_brothers_who_share_the_first_of_two_names_are_told_apart():
    one = Description(given="Mohammed Ali", family="Khan", born=date(2015, 1, 9), address="3 Mill Lane")
    other = replace(one, given="Mohammed Hassan", born=date(2017, 6, 20))
    assert score(one, other).p < 0.3


@pytest.mark.rule(13)
def test_an_unborn_baby_is_found_by_family_home_and_due_date():
    unborn = Description(
        given="Unborn", family="Miller", due_date=date(2026, 6, 1), address="12 High Street", postcode="TM1 1AA"
    )
    assert score(unborn, replace(unborn, given="Baby", due_date=date(2026, 6, 8))).band is Band.LIKELY
    born = replace(KACEY, born=date(2026, 5, 20))
    assert "born about when the baby was due" in score(unborn, born).why
    assert score(unborn, KACEY).p < 0.1


def test_first_of_january_may_stand_for_a_day_not_known():
    one = replace(KACEY, born=date(2020, 1, 1))
    assert score(one, one).band is Band.SURE
    assert score(one, one).p < score(KACEY, KACEY).p
    assert score(one, KACEY).p > score(replace(KACEY, born=date(2020, 9, 27)), KACEY).p


def test_no_reason_names_an_address():
    likeness = score(KACEY, replace(KACEY, address="9 Mill Lane", postcode="TM9 4ZZ"))
    said = " ".join((*likeness.why, *score(KACEY, KACEY).why, *likeness.differs)).lower()
    assert not any(word in said for word in ("high", "mill lane", "tm1", "tm9"))


def test_nothing_known_is_nothing_likely():
    assert score(Description(), KACEY).p < 0.01


@pytest.mark.parametrize("turned", [False, True])
def test_a_twin_whose_two_names_were_written_in_each_others_place_is_no_surer_than_otherwise(turned):
    register = replace(KACEY, given="Brandon", family="Odukoya-Ledstead", address="", postcode="")
    names = ("Odukoya-Ledstead", "Alastair") if turned else ("Alastair", "Odukoya-Ledstead")
    counted = Commonness(people=12_000, given={"brandon": 40, "alastair": 60}, family={"odukoya": 9})
    twin = score(replace(register, given=names[0], family=names[1]), register, weights_of(counted, 0.6))
    assert 0.05 < twin.p < 0.85
    himself = replace(register, given=register.family, family=register.given)
    assert score(himself, register, weights_of(counted, 0.6)).p > 0.95
