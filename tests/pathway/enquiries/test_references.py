"""References and codes: hard to guess, quick to notice a slip, useless to whoever steals the table."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.pathway.enquiries.references import ALPHABET, as_reference, code_hash, key_hash, new_code, new_reference

characters = st.text(ALPHABET, min_size=9, max_size=9)


def test_a_reference_is_ten_unambiguous_characters_in_two_groups() -> None:
    for _ in range(200):
        reference = new_reference()
        assert re.fullmatch(r"[2346789BCDFGHJKMPQRTVWX]{5}-[2346789BCDFGHJKMPQRTVWX]{5}", reference)
        assert as_reference(reference) == reference


@given(st.integers(0, 9), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(place: int, other: str) -> None:
    plain = new_reference().replace("-", "")
    wrong = plain[:place] + other + plain[place + 1 :]
    assert (as_reference(wrong) != "") == (wrong == plain)


@given(st.integers(0, 8))
def test_two_characters_that_changed_places_are_noticed(place: int) -> None:
    plain = new_reference().replace("-", "")
    swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
    assert (as_reference(swapped) != "") == (swapped == plain)


@pytest.mark.parametrize("written", ["{}", " {} ", "{}."])
def test_a_reference_is_understood_as_people_type_it(written: str) -> None:
    reference = new_reference()
    assert as_reference(written.format(reference.lower().replace("-", " "))) == reference


@given(st.text())
def test_no_text_breaks_the_reading_of_a_reference(typed: str) -> None:
    assert as_reference(typed) in ("", as_reference(as_reference(typed)))


def test_a_code_is_kept_only_as_a_keyed_hash_of_it_and_its_reference() -> None:
    reference, code = new_reference(), new_code()
    assert len(code.replace("-", "")) == 12
    assert code.replace("-", "") not in code_hash(reference, code).upper()
    assert code_hash(reference, code) == code_hash(reference, f" {code.lower().replace('-', ' ')} ")
    assert code_hash(reference, code) != code_hash(new_reference(), code)


def test_two_codes_and_two_references_are_never_alike() -> None:
    assert len({new_code() for _ in range(500)}) == 500
    assert len({new_reference() for _ in range(500)}) == 500


def test_one_submission_has_one_code_and_another_one_has_another() -> None:
    assert new_code("a") == new_code("a") != new_code("b")
    assert key_hash("a", member=None, play=None) == key_hash("a", member=None, play=None)
