"""Nothing that somebody types or that a list tells makes matching fail."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mash.pathway.people.asked_for import asked
from mash.pathway.people.finding import readings_of
from mash.pathway.people.matching import Description, register_keys, score, search_keys
from mash.pathway.people.matching.dates import born_when_due, can_be_due

TODAY = date(2026, 3, 2)
LONGEST_SEARCH = 200
letters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
dates = st.none() | st.dates()
UNBORN = Description(family="Miller", due_date=date(2026, 6, 1))


def text(most: int) -> st.SearchStrategy[str]:
    return st.text(letters, max_size=most)


days_typed = st.builds(
    "{}{}{:02}/{:02}/{:04}{}".format,
    text(60),
    st.sampled_from(["", " due ", " born "]),
    *(st.integers(1, 31), st.integers(1, 12), st.integers(0, 9999)),
    text(60),
)


@pytest.mark.rule(17)
@given(text(LONGEST_SEARCH) | days_typed)
@example("Smith 31/12/9999")
@example("due 01/01/0001")
@example("Daz, \u017fixties")
@example("Daz, m\u0131d s\u0130xties")
def test_any_text_in_the_search_box_is_looked_for(typed):
    for described in asked(typed[:LONGEST_SEARCH]).as_of(TODAY).descriptions(TODAY):
        for reading in readings_of(described):
            search_keys(reading.described)
            score(reading.described, UNBORN)


@pytest.mark.rule(17)
@given(st.builds(Description, given=text(9), family=text(9), born=dates, due_date=dates))
@example(Description(family="Smith", due_date=date.max))
@example(Description(family="Smith", due_date=date.min))
def test_whoever_was_born_or_is_due_on_any_day_can_be_entered_looked_for_and_compared(described):
    assert register_keys(described) is not None
    assert search_keys(described) is not None
    score(described, UNBORN)


@given(st.dates())
def test_a_baby_is_born_around_the_day_when_it_is_due_and_no_day_is_beyond_the_calendar(due):
    first, last = born_when_due(due)
    assert first <= due <= last


@pytest.mark.parametrize(
    ("due", "can_be"),
    [
        (date(2026, 12, 7), True),
        (date(2026, 12, 8), False),
        (date(2019, 6, 1), True),
        (date(1879, 12, 31), False),
        (date.max, False),
        (date.min, False),
    ],
)
def test_a_baby_is_due_within_a_pregnancy_from_now_or_was_due_once(due, can_be):
    assert can_be_due(due, TODAY) is can_be
