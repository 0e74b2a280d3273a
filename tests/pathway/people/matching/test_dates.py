"""Dates of birth by parts, ages, and babies who are not born yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.pathway.people.matching import compare_birth, years_when_aged
from mash.pathway.people.matching.dates import born_when_aged, in_words, swap_day_and_month

births = st.dates(date(1920, 1, 1), date(2026, 12, 31))


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (date(2020, 3, 4), 1.0),
        (date(2019, 3, 4), 0.66),
        (date(2020, 3, 29), 0.66),
        (date(2020, 11, 4), 0.66),
        (date(2020, 4, 3), 0.66),
        (date(2020, 7, 19), 0.33),
        (date(2019, 4, 3), 0.0),
        (date(2019, 3, 29), 0.0),
        (date(2011, 8, 30), 0.0),
    ],
)
def test_dates_of_birth_score_100_66_33_or_0(other, expected):
    assert compare_birth(date(2020, 3, 4), other) == expected


@pytest.mark.rule(17)
@given(births, births)
def test_it_does_not_matter_which_date_comes_first(one, other):
    assert compare_birth(one, other) == compare_birth(other, one)
    assert compare_birth(one, one) == 1


@given(births)
def test_a_date_swapped_twice_is_itself(born):
    swapped = swap_day_and_month(born)
    assert swapped is None or (swap_day_and_month(swapped) == born and compare_birth(born, swapped) == 0.66)


@given(births, st.integers(0, 100), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_an_age_leaves_open_exactly_the_days_that_give_it(born, age, on):
    had_birthday = (on.month, on.day) >= ((born.month, born.day) if (born.month, born.day) != (2, 29) else (2, 28))
    first, last = born_when_aged(age, on)
    if (born.month, born.day) != (2, 29) and (on.month, on.day) != (2, 29):
        assert (first <= born <= last) is (on.year - born.year - (not had_birthday) == age)
    assert timedelta(days=363) <= last - first <= timedelta(days=366)


def test_the_years_of_a_child_of_three_in_march():
    assert years_when_aged(3, date(2026, 3, 2)) == (2022, 2023)
    with pytest.raises(ValueError, match="not below 0"):
        years_when_aged(-1, date(2026, 3, 2))


def test_a_leap_day_has_ages_too():
    assert born_when_aged(1, date(2024, 2, 29)) == (date(2022, 3, 1), date(2023, 2, 28))


def test_dates_are_written_as_people_read_them():
    assert in_words(date(2026, 3, 2)) == "2 March 2026"
