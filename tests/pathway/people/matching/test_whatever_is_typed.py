"""Nothing that somebody types or that a list tells makes matching fail, and the register's columns take all of it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mash.pathway.people import register
from mash.pathway.people.asked_for import asked
from mash.pathway.people.finding import readings_of
from mash.pathway.people.learned import LONGEST_NAME
from mash.pathway.people.lists.headings import COLUMNS
from mash.pathway.people.lists.rows import read_row
from mash.pathway.people.lists.sheet import Line
from mash.pathway.people.matching import Description, register_keys, score, search_keys
from mash.pathway.people.matching.dates import born_when_due, can_be_due
from mash.pathway.people.matching.identifiers import LONGEST_EMAIL
from mash.pathway.people.matching.keys import LONGEST_KEY, WRITTEN_NOW, word_keys
from mash.pathway.people.matching.places import LONGEST_POSTCODE
from mash.pathway.people.merging.gains import gains
from mash.pathway.people.models import Person, PersonAddress

TODAY = date(2026, 3, 2)
LONGEST_SEARCH = 200
letters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
dates = st.none() | st.dates()
UNBORN = Description(family="Miller", due_date=date(2026, 6, 1))


def text(most: int) -> st.SearchStrategy[str]:
    """Any text, and one letter or word as often as there is room for it."""
    often = st.builds(
        lambda some, times: (some * times)[:most],
        letters | st.sampled_from(["b", "bdfg ", "\u00df", "\u0130", "\ufdfa", "1 ", "12 Mill Court ", "O'", "a-"]),
        st.integers(most // 2, most),
    )
    return st.text(letters, max_size=most) | often


TEXTS = {"given": 120, "middle": 120, "family": 120, "sex": 20, "address": 250, "postcode": 20, "uprn": 20, "phone": 30}
TEXTS |= {"nhs_number": 40, "upn": 40, "email": 254, "school": 160, "practice": 160}
people = st.builds(
    Description,
    **{name: text(most) for name, most in TEXTS.items()},
    also_known_as=st.lists(text(400), max_size=3).map(tuple),
    earlier_homes=st.lists(st.tuples(text(250), text(20)), max_size=2).map(tuple),
    born=dates,
    age=st.none() | st.integers(0, 120),
    due_date=dates,
    on=st.dates(date(1900, 1, 1), date(2100, 12, 31)),
)
MILL_COURT = f"Flats {', '.join(map(str, range(1, 43)))} Mill Court, EX99 1AA"
LONG = Description(
    given="bdfgkl" * 20,
    family="lkgfdb" * 20,
    also_known_as=("b" * 400, f"{'c' * 118} {'d' * 118}"),
    address=MILL_COURT,
    postcode="\u00df" * 11,
    email="\u0130" * 240 + "@a.example",
)


def fits(columns: dict[str, object], model: type[Person] | type[PersonAddress]) -> bool:
    """Whether each text is as short as its column, by the model's own word."""
    most = {column.attname: column.max_length for column in model._meta.concrete_fields}
    return all(len(told) <= (most[name] or 0) for name, told in columns.items() if isinstance(told, str))


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
            assert all(len(key) <= LONGEST_KEY for key in search_keys(reading.described))
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


@pytest.mark.rule(17)
@given(people)
@example(LONG)
def test_no_key_of_anybody_is_longer_than_its_column_and_what_finds_them_is_cut_alike(described):
    kept = set(register.keys_of(described))
    assert max(map(len, kept)) <= LONGEST_KEY == Person._meta.get_field("keys").base_field.max_length
    sought = search_keys(described)
    assert all(len(key) <= LONGEST_KEY for key in sought)
    years = ("nf:", "ng:")
    assert {key for key in kept - word_keys(described) if not key.startswith((*years, WRITTEN_NOW))} <= set(sought)


@given(people, people)
@example(LONG, LONG)
@example(LONG, Description(given="Ro"))
def test_the_register_takes_all_that_a_form_takes(described, other):
    told = register.columns_of(described)
    assert fits(told, Person)
    assert fits(register.Home(described.address, described.postcode, True, described.uprn).columns, PersonAddress)
    known = Person(**told, also_known_as=[name[:LONGEST_NAME] for name in described.also_known_as])
    more = register.lacks(known, other)
    known.also_known_as = more.columns_of(known)["also_known_as"]
    assert all(len(name) <= LONGEST_NAME for name in known.also_known_as)
    assert register.lacks(known, other).names == []
    columns = {**told, "died": None, "also_known_as": known.also_known_as}
    nobody: dict[str, Any] = {**dict.fromkeys(columns, ""), "also_known_as": []}
    assert all(len(name) <= LONGEST_NAME for name in gains(nobody, columns).names)
    assert Person._meta.get_field("also_known_as").base_field.max_length == LONGEST_NAME
    assert PersonAddress._meta.get_field("postcode").max_length == LONGEST_POSTCODE
    assert Person._meta.get_field("email").max_length == LONGEST_EMAIL


@given(st.fixed_dictionaries({}, optional={name: text(most + 1) for name, (most, _) in COLUMNS.items()}))
@example({"name": f"{'b' * 121} Moss"})
@example({"name": f"Moss, {'b' * 121}"})
@example({"given": "", "name": f"{'b' * 121} Moss"})
@example({"also_known_as": f"Ro; {'b, ' * 70}"})
def test_a_row_of_a_list_fits_the_register_or_is_refused_with_the_reason(cells):
    told = read_row(Line(2, tuple(cells.values())), {name: place for place, name in enumerate(cells)}, TODAY)
    assert all(told.faults)
    if not told.faults:
        assert fits(register.columns_of(told.described), Person)
        assert fits(told.home.columns, PersonAddress)
        assert all(len(name) <= LONGEST_NAME for name in told.described.also_known_as)


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
