"""Small helps of language."""

import pytest

from mash.ui.words import count, initial_capital, listed, possessive


@pytest.mark.parametrize(
    ("things", "said"),
    [([], ""), (["police"], "police"), (["police", "health"], "police and health"), ("abc", "a, b and c")],
)
def test_things_are_listed_as_in_a_sentence(things: list[str], said: str) -> None:
    assert listed(things) == said


def test_a_choice_is_listed_with_or() -> None:
    assert listed(["red", "amber", "green"], "or") == "red, amber or green"


@pytest.mark.parametrize(("number", "said"), [(0, "no items"), (1, "1 item"), (3, "3 items"), (1200, "1,200 items")])
def test_a_number_agrees_with_its_word(number: int, said: str) -> None:
    assert count(number, "item") == said


def test_some_words_have_their_own_plural() -> None:
    assert count(2, "child", "children") == "2 children"


def test_names_keep_their_capitals() -> None:
    assert initial_capital("name sounds like McKay") == "Name sounds like McKay"
    assert possessive("Rowan") == "Rowan's"
