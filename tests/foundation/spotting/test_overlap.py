"""What was taken from another text is found; what the reader has anyway, and ordinary English, is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.foundation.spotting import Familiar, Reading, mask, merge, read, shared_text
from mash.foundation.spotting.reading import Span
from mash.foundation.spotting.words import is_ordinary

CALLOUT = "Two domestic callouts in January; ledgerfinch recorded as present."


def found(text, other, **how):
    return [text[span.start : span.end] for span in shared_text(text, other, **how)]


@pytest.mark.rule(54)
def test_six_words_in_a_row_are_found_whatever_their_case_and_punctuation():
    text = "We know of 2 DOMESTIC call-outs. \u201cTwo domestic callouts in January, nobody\u201d"
    assert found(text, CALLOUT) == []
    text = "Of note: TWO domestic\ncallouts, in January - ledgerfinch. All well."
    assert found(text, CALLOUT) == ["TWO domestic\ncallouts, in January - ledgerfinch"]
    assert found("there were 2 domestic callouts in january Ledgerfinch", CALLOUT)[0].startswith("2 domestic")


def test_a_short_item_is_found_whole():
    assert found("He is known for carrying knives.", "Carrying knives.") == []
    assert found("He is known for carrying sharp knives.", "Carrying sharp knives.") == ["carrying sharp knives"]
    assert found("x marks it", "x") == []


def test_a_run_of_little_words_is_nobodys():
    assert found("it was at the time of the visit", "It was at the time of the fight") == []


@pytest.mark.parametrize(
    ("item", "text", "taken"),
    [
        ("Informant operation marlinhouse names him.", "Think of marlinhouse.", "marlinhouse"),
        ("Informant operation marlinhouse names him.", "Think of Marlin House.", "Marlin House"),
        ("Operation Lemon names him.", "It is part of Lemon now.", "Lemon"),
        ("Operation Lemon names him.", "see operation lemon", "operation lemon"),
        ("Log CR/1234/26 refers.", "ref cr 1234-26", "cr 1234-26"),
        ("In vehicle AB12CDE.", "the AB12 CDE", "AB12 CDE"),
        ("Treated with naloxone.", "Naloxone was given", "Naloxone"),
        ("Custody record 4477123.", "record 4477123", "4477123"),
    ],
)
def test_one_rare_word_gives_an_item_away(item, text, taken):
    assert found(text, item) == [taken]
    assert found(text, item, rare=False) == []
    assert found(text, item, known=["A letter of theirs said: " + text]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Please see both children today.",
        "Two workers should visit in January.",
        "He was present when the police recorded it in 2026.",
        "Seen on 17/01/2026 with a bruise.",
        "He was sick on lemon and robin cakes.",
        "Ring 01632 960433.",
    ],
)
def test_ordinary_words_and_dates_give_nothing_away(text):
    for item in (CALLOUT, "Operation Robin: present on 17/01/2026, bruise seen, police recorded; 01632 960111"):
        assert found(text, item) == []


def test_what_the_reader_has_anyway_is_no_finding():
    assert found(CALLOUT, CALLOUT, known=[CALLOUT]) == []
    assert found(CALLOUT, CALLOUT, known=[Familiar([CALLOUT]), "other"]) == []
    assert found(CALLOUT, CALLOUT, known=["Two domestic callouts in January; ledgerfinch"]) == [
        "domestic callouts in January; ledgerfinch recorded as present"
    ]


def test_words_of_the_list_and_of_the_field_are_ordinary():
    for word in ("children", "bruised", "visited", "safeguarding", "running", "families", "planned", "mash", "it"):
        assert is_ordinary(word), word
    for word in ("marlinhouse", "gannetmere", "quaverley", "naloxone", "kestrel", "tamar"):
        assert not is_ordinary(word), word


VOCABULARY = ["the", "a", "bruise", "Marlin", "house", "marlinhouse", "seen", "child", "police", "on", "Rowan", "knife"]
words = st.lists(st.sampled_from(VOCABULARY), max_size=25)


@given(words, words)
def test_a_text_that_is_known_gives_nothing_and_masking_leaves_nothing_found(some, other):
    text, item = " ".join(some), " ".join(other)
    assert shared_text(text, item, known=[text]) == []
    for span in (spans := shared_text(text, item)):
        assert 0 <= span.start < span.end <= len(text)
    assert shared_text(mask(text, spans, "[withheld]"), item, rare=True) == []


@given(st.text(max_size=200))
def test_every_token_stands_where_it_says(text):
    reading = read(text)
    behind = 0
    for token in reading.tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert token.start >= behind - 1  # two letters may come from one (a ligature)
        behind = token.end
    assert read(reading) is reading


def test_spans_that_overlap_are_masked_once():
    assert merge([Span(4, 6), Span(0, 2), Span(1, 3)]) == [Span(0, 3), Span(4, 6)]
    assert mask("abcdef", [Span(4, 6), Span(0, 2), Span(1, 3)], "*") == "*d*"
    assert mask("abc", []) == "abc"
    assert Reading("").tokens == []
