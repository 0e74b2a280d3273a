"""Candidates share one chance; a household speaks for its members; what a register holds tells how much a name says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.pathway.people.matching import Band, Description, bands, score
from mash.pathway.people.matching.commonness import Commonness, count_names, count_postcodes
from mash.pathway.people.matching.learning import GROUPS, learned
from mash.pathway.people.matching.weighing import Mate, Possible, hear, weigh, weigh_together
from mash.pathway.people.matching.weights import DEFAULT, Birth, Family, Given, weights_of

ON = date(2026, 3, 2)
COMMON = Commonness(
    people=100_000,
    given=count_names([("Mohammed", 2000), ("Kaci-Leigh", 3), ("Alfie", 900), ("Jasper", 5)]),
    family=count_names([("Smith", 1300), ("Shelinton", 4), ("Dunne-Ward", 3)]),
    years=dict.fromkeys(range(1940, 2026), 1160),
    postcodes=count_postcodes([("ZZ99 3AA", 40)]),
)
WEIGHTS = weights_of(COMMON, 0.8)
HOME: Any = {"address": "14 Mill Lane", "postcode": "ZZ99 3AA"}
AWAY: Any = {"address": "3 Quay Road", "postcode": "ZZ98 1BB"}
KACI = Description(given="Kaci-Leigh", family="Dunne-Ward", born=date(2019, 12, 3), **HOME)
ALFIE = Description(given="Alfie", family="Smith", born=date(2017, 5, 1), **HOME)


def chances(described: Description, *register: Description) -> list[float]:
    return weigh([score(described, one, WEIGHTS) for one in register], WEIGHTS)


def possible(described: Description, **register: tuple[Description, str]) -> list[Possible[str]]:
    return [Possible(key, score(described, one, WEIGHTS), frozenset({door})) for key, (one, door) in register.items()]


@given(st.lists(st.sampled_from([KACI, ALFIE, replace(KACI, born=None), replace(ALFIE, family="Dunne")]), max_size=6))
def test_all_chances_together_are_at_most_one(register):
    assert sum(chances(KACI, *register)) <= 1


@pytest.mark.rule(16)
def test_of_two_who_fit_alike_neither_is_sure():
    first, second = chances(KACI, KACI, KACI)
    assert first == second
    assert 0.4 < first < 0.5
    assert bands([first, second]) == [Band.SEVERAL, Band.SEVERAL]
    assert bands(chances(KACI, KACI)) == [Band.SURE]


def test_twins_of_one_initial_are_several_until_something_tells_them_apart():
    hassan, hussain = (replace(KACI, given=name) for name in ("Hassan", "Hussain"))
    told = replace(KACI, given="H")
    assert bands(sorted(chances(told, hassan, hussain), reverse=True)) == [Band.SEVERAL, Band.SEVERAL]
    named = chances(replace(told, given="Husain"), hassan, hussain)
    assert named[1] > 0.95 > 0.05 > named[0]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([], []),
        ([0.97, 0.01], [Band.SURE, Band.NONE]),
        ([0.9, 0.06], [Band.LIKELY, Band.WEAK]),
        ([0.5, 0.4, 0.02], [Band.SEVERAL, Band.SEVERAL, Band.NONE]),
        ([0.5, 0.2], [Band.WEAK, Band.WEAK]),
        ([0.6, 0.05], [Band.WEAK, Band.WEAK]),
    ],
)
def test_bands_say_sure_likely_several_weak_and_none(told, expected):
    assert bands(told) == expected


@pytest.mark.rule(17)
def test_a_rare_name_says_more_than_a_common_one():
    common = Description(given="Alfie", family="Smith", age=9, on=ON)
    rare = Description(given="Jasper", family="Shelinton", age=9, on=ON)
    born = date(2017, 1, 1)
    assert chances(common, replace(common, age=None, born=born))[0] < 0.85
    assert chances(rare, replace(rare, age=None, born=born))[0] > 0.98


def test_a_register_that_is_larger_makes_the_same_agreement_say_less():
    told = Description(given="Alfie", family="Smith", born=date(2017, 5, 1))
    larger = weights_of(
        replace(
            COMMON,
            people=10_000_000,
            **{
                name: {key: 100 * many for key, many in getattr(COMMON, name).items()}
                for name in ("given", "family", "years")
            },
        ),
        0.8,
    )
    small, large = (weigh([score(told, told, one)], one)[0] for one in (WEIGHTS, larger))
    assert 1 - large > 10 * (1 - small)


@pytest.mark.rule(17)
def test_a_stated_age_counts_a_year_either_way():
    by_age = [
        chances(Description(given="Jasper", family="Shelinton", age=age, on=ON, **HOME),
                Description(given="Jasper", family="Shelinton", born=date(2019, 12, 3), **HOME))[0]
        for age in (5, 6, 7, 9)
    ]  # fmt: skip
    assert min(by_age[:3]) > 0.9
    assert by_age[3] < 0.9


def test_those_who_were_described_with_somebody_speak_for_whom_they_live_with():
    told = Description(given="Alfie", family="Smith", age=8, on=ON)
    here, there = replace(ALFIE), replace(ALFIE, **AWAY)
    others = possible(replace(KACI, address="", postcode=""), kaci=(KACI, "mill lane"))
    alone = weigh_together([possible(told, here=(here, "mill lane"), there=(there, "quay road"))], WEIGHTS)[0]
    assert alone[0] == pytest.approx(alone[1])
    together = weigh_together([possible(told, here=(here, "mill lane"), there=(there, "quay road")), others], WEIGHTS)
    assert together[0][0] > 10 * together[0][1]
    assert together[0][0] > alone[0]


def test_to_live_apart_counts_against_somebody_only_where_they_were_told_to_live_together():
    told = [Possible("alfie", score(ALFIE, replace(ALFIE, **AWAY), WEIGHTS), frozenset({"quay road"}))]
    kaci = possible(KACI, kaci=(KACI, "mill lane"))
    apart, unknown = (
        hear(told, [Mate.of(kaci, WEIGHTS, elsewhere_counts=counts)], WEIGHTS)[0] for counts in (True, False)
    )
    assert apart.lift < unknown.lift == 1


@pytest.mark.rule(16)
@pytest.mark.rule(17)
def test_a_child_who_stays_with_a_family_is_no_likelier_somebody_else_the_more_of_them_there_are():
    told = replace(KACI, given="Kacey Leigh", family="", born=None, age=6, on=ON, **AWAY)
    herself = possible(told, kaci=(KACI, "mill lane"))
    family = [
        possible(replace(ALFIE, given=name, **AWAY), **{name: (replace(ALFIE, given=name, **AWAY), "quay road")})
        for name in ("Alfie", "Jasper", "Mohammed", "Wren", "Abel")
    ]
    with_one, with_five = (weigh_together([herself, *family[:most]], WEIGHTS)[0][0] for most in (1, 5))
    assert with_five == pytest.approx(with_one)
    assert with_five < weigh_together([herself], WEIGHTS)[0][0]


def test_nobody_is_two_of_those_described_together():
    jayden = replace(KACI, given="Jayden")  # a brother whom the register does not hold, of a like age
    sister = possible(KACI, kaci=(KACI, "mill lane"))
    brother = possible(replace(jayden, given="K"), kaci=(KACI, "mill lane"))
    assert weigh([one.likeness for one in brother], WEIGHTS)[0] > 0.95
    assert weigh_together([sister, brother], WEIGHTS)[1][0] < 0.95


def test_a_list_teaches_how_its_writers_err_and_a_short_one_hardly_does():
    slipped = score(KACI, replace(KACI, born=date(2019, 12, 8)), WEIGHTS)
    assert Birth.SLIP in slipped.levels
    short, long = (learned(WEIGHTS, [[(slipped, 0.99)]] * many) for many in (2, 2000))
    before = WEIGHTS.chances[Birth.SLIP].same
    assert short.chances[Birth.SLIP].same == pytest.approx(before, rel=0.4)
    assert long.chances[Birth.SLIP].same > 10 * before
    for weights in (short, long):
        for group in GROUPS:
            assert sum(weights.chances[level].same for level in group) == pytest.approx(1, abs=0.03)
    assert learned(DEFAULT, []).chances[Given.SAME].same == pytest.approx(DEFAULT.chances[Given.SAME].same, rel=0.05)


def test_a_list_teaches_how_many_of_those_it_describes_are_known_and_never_that_all_are():
    exact = score(KACI, KACI, WEIGHTS)
    for share in (0.99, 0.0):
        few, many = (learned(WEIGHTS, [[(exact, share)]] * number) for number in (2, 2000))
        assert few.strangers == pytest.approx(WEIGHTS.strangers, rel=0.1)
        assert (many.strangers < WEIGHTS.strangers) is (share > 0)
        assert many.kin / WEIGHTS.kin == pytest.approx(many.strangers / WEIGHTS.strangers)
    assert learned(WEIGHTS, [[(exact, 1.0)]] * 100_000).strangers == pytest.approx(COMMON.people / 9)


def test_a_whole_name_with_a_postcode_may_be_sure_where_it_is_known_how_rare_it_is():
    told = Description(given="Jasper", family="Shelinton", postcode="ZZ99 3AA")
    known = replace(told, address="14 Mill Lane", born=date(2019, 12, 3))
    assert chances(told, known)[0] > 0.95
    assert score(told, known).p < 0.95
    assert chances(replace(told, family=""), known)[0] < 0.95


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        *[("Chey", "Chelsea", Given.FORM), ("Danny", "Daniel", Given.FORM), ("Ruairi", "Rory", Given.SOUNDS)],
        *[("Janegs", "James", Given.ALIKE), ("Ben", "Len", Given.OTHER), ("Dean", "Tina", Given.OTHER)],
    ],
)
def test_pet_names_and_slips_are_near_and_other_names_are_not(one, other, level):
    assert level in score(replace(KACI, given=one), replace(KACI, given=other), WEIGHTS).levels


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        *[(("فاطمة", "حسين"), ("Fatima", "Hussain")), (("عائشة", "علي"), ("Aisha", "Ali"))],
        *[(("محمد", "الرشيد"), ("Mohammed", "Al-Rashid")), (("عبد الرحمن", "خان"), ("Abdul Rahman", "Khan"))],
    ],
)
def test_who_is_written_without_vowels_is_who_is_spelt_with_them(written, spelt):
    told = Description(given=written[0], family=written[1], born=date(2019, 12, 3))
    known = Description(given=spelt[0], family=spelt[1], born=date(2019, 12, 3))
    assert {Given.OTHER, Family.OTHER}.isdisjoint(score(told, known, WEIGHTS).levels)
    assert chances(told, known)[0] > 0.85
    aka = Description(given="Sami", family="Khalil", also_known_as=(" ".join(written),), born=date(2019, 12, 3))
    assert {Given.OTHER, Family.OTHER}.isdisjoint(score(aka, known, WEIGHTS).levels)


def test_a_name_that_stands_in_the_others_place_counts_though_the_other_one_changed():
    married = score(
        Description(given="Renfrey", family="Annabella", born=date(1988, 9, 2), **HOME),
        Description(given="Annabella", family="Goldsworthy", born=date(1988, 9, 2), **HOME),
        WEIGHTS,
    )
    assert Family.SAME in married.levels or Given.SAME in married.levels
    assert any("swapped" in why for why in married.why)
