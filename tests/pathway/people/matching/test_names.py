"""Names made comparable, and how they sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.pathway.people.matching.names import fold, known_forms, read_name, short_for, sounds, words

SOUND_ALIKE = [
    ("Kacey", "Kaci"),
    ("Mohammed", "Muhammad"),
    ("Sean", "Shaun"),
    ("Siobhan", "Shivaun"),
    ("Niamh", "Neve"),
    ("Stephen", "Steven"),
    ("Catherine", "Kathryn"),
    ("Kayleigh", "Kaylee"),
    ("Geoffrey", "Jeffrey"),
    ("Aisha", "Ayesha"),
    ("Yekaterina", "Ekaterina"),
    ("Rhys", "Reece"),
    ("Szymon", "Simon"),
    ("Thompson", "Thomson"),
    ("MacDonald", "McDonald"),
    ("McGuire", "Maguire"),
    ("McIntyre", "MacIntyre"),
    ("Wright", "Right"),
    ("Vaughan", "Vaughn"),
    ("Hughes", "Hews"),
    ("Clark", "Clarke"),
    ("Smith", "Smyth"),
    ("Мария", "Maria"),
    ("محمد", "Mohammed"),
    ("Γιώργος", "Giorgos"),
    ("Олександр", "Oleksandr"),
    ("علي", "Ali"),
    ("أحمد", "Ahmed"),
    ("عائشة", "Aisha"),
    ("عبد الله", "Abdullah"),
    ("সুলতানা", "Sultana"),
    ("ਸਿੰਘ", "Singh"),
    ("सिंह", "Singh"),
]
SOUND_OTHERWISE = [("Hannah", "Anna"), ("Dean", "Tina"), ("Gwen", "Ken"), ("Ben", "Penny"), ("Johnson", "Johnston")]


@pytest.mark.parametrize(("one", "other"), SOUND_ALIKE)
def test_spellings_of_one_name_share_a_sound(one, other):
    assert sounds(fold(one)) & sounds(fold(other))


@pytest.mark.parametrize(("one", "other"), SOUND_OTHERWISE)
def test_names_that_sound_otherwise_share_none(one, other):
    assert not sounds(fold(one)) & sounds(fold(other))


def test_the_article_of_an_arabic_name_is_no_more_of_it_than_it_is_in_latin_letters():
    assert words("الرشيد") == ("rshyd",)
    assert words("Al-Rashid") == ("rashid",)
    assert sounds("rshyd") & sounds("rashid")
    assert words("علا") == ("ala",)


def test_what_is_no_letter_is_no_part_of_a_name():
    assert fold("🙂 Zoë ½ O'Brien-Łukasz²") == "zoe obrien lukasz"


@given(st.text(max_size=30))
def test_any_text_folds_once_and_for_all_and_sounds_like_itself(text):
    assert fold(fold(text)) == fold(text)
    for word in words(text):
        assert len(sounds(word)) <= 2
        assert all(sounds(word))


@pytest.mark.parametrize(
    ("written", "told_apart_by"),
    [
        ("O'Brien", ("obrien",)),
        ("O Brien", ("obrien",)),
        ("O\u2019BRIEN", ("obrien",)),
        ("Mc Donald", ("mcdonald",)),
        ("van der Berg", ("berg",)),
        ("al-Hassan", ("hassan",)),
        ("St. John-Smythe", ("stjohn", "smythe")),
        ("Zoë", ("zoe",)),
        ("Łucja", ("lucja",)),
        ("De La", ("de", "la")),
        ("Mrs. Ann", ("ann",)),
    ],
)
def test_marks_accents_particles_and_titles_do_not_part_a_person_from_themselves(written, told_apart_by):
    assert words(written) == told_apart_by


@pytest.mark.parametrize(
    "given_name", ["Baby", "baby girl", "Unborn", "Twin 1", "Baby of Sarah", "Not known", "UNKNOWN"]
)
def test_a_word_for_a_child_not_yet_named_is_no_given_name(given_name):
    assert read_name(given_name, "", "Jones").given == ()


def test_a_whole_name_in_the_first_field_is_taken_apart():
    name = read_name("Kacey Leigh Miller", "", "")
    assert (name.given, name.family) == (("kacey", "leigh"), ("miller",))


def test_short_forms_lead_both_ways_and_through_a_shared_full_name():
    assert short_for("bob", "robert")
    assert short_for("robert", "bob")
    assert short_for("bob", "rob")
    assert "alfred" in known_forms("alfie")
    assert not short_for("robert", "sarah")
