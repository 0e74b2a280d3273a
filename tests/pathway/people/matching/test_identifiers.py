"""Which numbers may be used to match a person."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.pathway.people.matching import check_nhs_number, check_upn, fold_upn, show_nhs_number
from mash.pathway.people.matching.identifiers import upn_check_letter

VECTORS = Path(__file__).parent / "data"


def vectors(name: str) -> list[dict[str, str]]:
    with (VECTORS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.rule(14)
@pytest.mark.parametrize("row", vectors("nhs_number_test_vectors.csv"), ids=lambda row: row["nhs_number"] or "empty")
def test_an_nhs_number_is_checked_modulo_11(row):
    checked = check_nhs_number(row["nhs_number"])
    assert checked.valid is (row["expected"] == "valid")
    assert bool(checked.why) is not checked.valid


@pytest.mark.rule(14)
@pytest.mark.parametrize("row", vectors("upn_test_vectors.csv"), ids=lambda row: row["upn"])
def test_a_upn_is_checked_by_letter_authority_and_shape(row):
    checked = check_upn(row["upn"])
    assert checked.valid is (row["expected"] == "valid")
    assert bool(checked.why) is not checked.valid


@pytest.mark.rule(14)
@given(st.text(max_size=16))
def test_a_number_that_is_not_valid_is_kept_exactly_as_supplied(text):
    for checked in (check_nhs_number(text), check_upn(text)):
        assert checked.valid or checked.value == text


@pytest.mark.rule(14)
@given(st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_always_noticed(place, digit):
    number = "9990000018"
    wrong = number[:place] + str(digit) + number[place + 1 :]
    assert check_nhs_number(wrong).valid is (wrong == number)


def test_an_nhs_number_is_stored_without_spaces_and_shown_in_groups():
    assert check_nhs_number(" 999-000 0018").value == "9990000018"
    assert show_nhs_number("9990000018") == "999 000 0018"
    assert show_nhs_number("not known") == "not known"


def test_a_upn_typed_in_small_letters_is_valid_once_folded():
    assert check_upn(fold_upn("u8789 9990 0001")).value == "U878999900001"


@pytest.mark.parametrize("authority", ["838", "839", "940", "941", "942", "943"])
def test_authorities_made_after_2011_give_numbers_too(authority):
    rest = f"{authority}999900001"
    assert check_upn(upn_check_letter(rest) + rest).valid
