"""Phone numbers, e-mail addresses, jobs and organisations are found however they are written."""

import pytest

from mash.foundation.spotting import (
    find_email,
    find_job,
    find_organisation,
    find_phone,
    find_referrer,
    find_whereabouts,
    mask,
)


@pytest.mark.parametrize(
    "written",
    [
        "01632960111",
        "01632 960111",
        "01632 960 111",
        "01632-960-111",
        "(01632) 960111",
        "+44 1632 960111",
        "+44 (0)1632 960111",
        "0044 1632 960111",
        "0 1 6 3 2 9 6 0 1 1 1",
        "01632\u00a0960111",
        "01632\u200b960111",
        "960111",
        "oh one six three two, nine six oh, one one one",
    ],
)
def test_a_phone_number_is_found_however_it_is_grouped(written):
    text = f"Ring {written} after six."
    assert find_phone(text, "01632 960111")
    assert "111" not in mask(text, find_phone(text, "+44 1632 960111"))


@pytest.mark.parametrize("clean", ["01632 960112", "111", "on 01/06/2032 at 9:60", "1632", ""])
def test_other_numbers_are_not_this_phone(clean):
    assert find_phone(clean, "01632 960111") == []
    assert find_phone(clean, "") == []


@pytest.mark.parametrize(
    "written",
    [
        "j.quaverley@tamar.example",
        "J.Quaverley@Tamar.Example",
        "j.quaverley [at] tamar dot example",
        "j.quaverley@\ntamar.example",
    ],
)
def test_an_email_address_is_found_when_it_is_spelt_out(written):
    assert find_email(f"Write to {written}.", "j.quaverley@tamar.example")


def test_an_email_address_is_not_its_parts():
    assert find_email("quaverley at tamar", "j.quaverley@tamar.example") == []
    assert find_email("anything", "") == []


def test_a_school_is_found_without_its_kind_and_by_its_initials():
    for written in (
        "Tamar Bridge Primary",
        "tamar bridge primary school",
        "Tamar Bridge",
        "TamarBridge Primary",
        "TBP",
    ):
        assert find_organisation(f"Seen at {written} today", "Tamar Bridge Primary"), written
    for clean in ("Tamar North", "a bridge", "a primary school", "Bridge Primary"):
        assert find_organisation(clean, "Tamar Bridge Primary") == [], clean
    assert find_organisation("Police advise caution", "Police") == []


@pytest.mark.parametrize(
    ("place", "text", "masked"),
    [
        ("Tamar Bridge Primary", "Seen at tamar bridge primary, then at TBP.", "Seen at *, then at *."),
        ("Dr Amiss, Mill Lane", "Dr Amiss rang. She lives off Mill Lane.", "* rang. She lives off Mill Lane."),
        ("Hill View School", "Hill View school has a hill.", "* has a hill."),
        ("not known", "He is not known here.", "He is not known here."),
        ("Home educated", "Home educated since May.", "Home educated since May."),
        ("Rowan Nursery", "Rowan goes to Rowan nursery.", "Rowan goes to *."),
    ],
)
def test_a_school_or_a_doctor_is_found_by_what_names_it(place, text, masked):
    assert mask(text, find_whereabouts(text, place, shared=["Rowan Testerby"]), "*") == masked


def test_a_job_of_one_common_word_counts_only_beside_a_word_of_telling():
    assert find_job("The deputy headteacher rang", "Deputy head")
    assert find_job("his teacher reported it", "Teacher")
    assert find_job("he likes his teacher", "Teacher") == []
    assert find_job("anything", "") == []


@pytest.mark.rule(67)
def test_a_withheld_referrer_is_masked_by_every_mark():
    text = "Ottoline Quaverley, deputy head at Tamar Bridge, 01632 960 111, says Rowan is thin."
    spans = find_referrer(
        text, name="Ottoline Quaverley", job="Deputy head", agency="Tamar Bridge Primary", phone="01632960111"
    )
    assert mask(text, spans, "*") == "*, * at *, *, says Rowan is thin."
