"""Dates and long texts as people type them."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from mash.ui.fields import DateField, LongText
from mash.ui.forms import errors_of, shown


class BornForm(forms.Form):
    """A date that may be left out, and a text."""

    born = DateField(label="When were they born?", said="Date of birth", required=False)
    text = LongText(label="What happened?", max_length=5, required=False)


def typed(day: str, month: str, year: str) -> BornForm:
    return BornForm({"born_day": day, "born_month": month, "born_year": year})


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_every_real_date_is_read_back_as_typed(day: date) -> None:
    form = typed(str(day.day), f"{day.month:02}", str(day.year))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == day


@pytest.mark.parametrize(
    ("boxes", "message", "where"),
    [
        (("31", "02", "2026"), "Date of birth must be a real date: there is no 31 Feb 2026", "#id_born_day"),
        (("", "2", "2026"), "Date of birth must include a day", "#id_born_day"),
        (("3", "", ""), "Date of birth must include a month and year", "#id_born_month"),
        (("3", "13", "2019"), "Date of birth: the month must be a number from 1 to 12", "#id_born_month"),
        (("3", "12", "19"), "Date of birth: the year must have 4 numbers, like 2019", "#id_born_year"),
        (("third", "12", "2019"), "Date of birth: the day must be a number from 1 to 31", "#id_born_day"),
        (("31/02", "", ""), "Date of birth must include a year", "#id_born_year"),
    ],
)
def test_what_is_wrong_with_a_date_is_said_about_its_box(boxes: tuple[str, str, str], message: str, where: str) -> None:
    form = typed(*boxes)
    assert not form.is_valid()
    assert [(error.text, error.href) for error in errors_of([form])] == [(message, where)]


def test_only_the_wrong_box_is_marked_and_all_keep_what_was_typed() -> None:
    form = typed("3", "13", "2019")
    parts = shown(form["born"]).parts
    assert [(part.value, part.wrong) for part in parts] == [("3", False), ("13", True), ("2019", False)]


@pytest.mark.parametrize("pasted", ["03/12/2019", "3.12.2019", "3 Dec 2019", "3-12-2019"])
def test_a_whole_date_may_be_pasted_into_the_first_box(pasted: str) -> None:
    form = typed(pasted, "", "")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == date(2019, 12, 3)


def test_a_date_that_nobody_knows_may_be_left_out() -> None:
    form = typed("", "", "")
    assert form.is_valid()
    assert form.cleaned_data["born"] is None


def test_an_earlier_answer_stands_in_the_boxes() -> None:
    form = BornForm(initial={"born": date(2019, 12, 3)})
    assert [part.value for part in shown(form["born"]).parts] == ["3", "12", "2019"]


def test_line_ends_count_as_the_browser_counts_them() -> None:
    form = BornForm(QueryDict("text=a%0D%0Ab%0D%0Ac"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["text"] == "a\nb\nc"
