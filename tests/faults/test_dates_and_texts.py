"""Days that cannot be, texts of every length and writing, numbers with a slip: each gets a clear answer."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from mash.foundation.clock.now import at
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Words
from tests import world
from tests.browsing import signed_in, text_of
from tests.faults.reading_forms import Page, page_of
from tests.neighbour import Neighbour
from tests.pathway.enquiries.telling import begin, fill, sent_by

pytestmark = pytest.mark.django_db

PUBLIC, PROFESSIONAL = "/enquire/tamarshire/story", "/enquire/professional/who"
STORY = "He told his teacher that he is afraid to go home."
WORDS_OF_EVERY_WRITING = "👩‍👩‍👧 says: طفل خائف من البيت. הילד בוכה. Zoë Ó Briain 🧒🏽\n\tDziecko płacze.\u2028line"
# On Monday 2 March 2026.
DAYS = [
    ("dob", "31", "2", "2015", "there is no 31 Feb 2015"),
    ("dob", "3", "3", "2026", "must not be after the day on which the enquiry came"),
    ("dob", "1", "1", "2031", "must not be after the day on which the enquiry came"),
    ("dob", "1", "1", "1904", "more than 120 years ago"),
    ("dob", "", "2", "2015", "must include a day"),
    ("dob", "x", "y", "z", "the day must be a number"),
    ("dob", "1", "1", "15", "the year must have 4 numbers"),
    ("due_date", "1", "3", "2027", "at most 280 days ahead"),
    ("due_date", "1", "1", "2026", "it is weeks ago"),
]


@pytest.fixture(autouse=True)
def _on_a_monday() -> Any:
    with at(world.MONDAY_NINE):
        yield


def full(**typed: str) -> dict[str, str]:
    """The professional's part on the child or adult, filled in."""
    return {"people": "1", "about": "child", "area": "tamarshire", "people_0_given": "Perran", **typed}


def tell(narrative: str) -> Any:
    neighbour = Neighbour()
    neighbour.tell(narrative=narrative)
    return neighbour.send()


def told() -> Enquiry:
    with world.backstage():
        return Enquiry.objects.select_related("words").get()


def nothing_was_made() -> bool:
    with world.backstage():
        return not Enquiry.objects.exists() and not Words.objects.exists()


def in_the_page(page: Page, name: str) -> str:
    return next(form for form in page.forms if name in form.boxes).boxes[name].values[0]


@pytest.mark.parametrize(("field", "day", "month", "year", "said"), DAYS)
def test_a_day_that_cannot_be_is_said_beside_its_boxes_and_everything_typed_stays(field, day, month, year, said):
    parts = {f"people_0_{field}_{part}": typed for part, typed in (("day", day), ("month", month), ("year", year))}
    answer = Client().post(PROFESSIONAL, full(**parts))
    page = page_of(PROFESSIONAL, answer)
    assert answer.status_code == 200
    assert page.failed
    assert said in text_of(answer)
    assert {name: in_the_page(page, name) for name in parts} == parts
    assert in_the_page(page, "people_0_given") == "Perran"
    assert nothing_was_made()


def test_a_birth_on_the_day_of_the_enquiry_is_right():
    today = {"people_0_dob_day": "2", "people_0_dob_month": "march", "people_0_dob_year": "2026"}
    assert Client().post(PROFESSIONAL, full(**today)).status_code == 302


@pytest.mark.parametrize("letter", ["a", "é", "😢"])
def test_a_narrative_of_100_000_characters_is_not_cut_but_given_back_whole(letter):
    long = letter * 100_000
    answer = Client().post(PUBLIC, {"narrative": long})
    page = page_of(PUBLIC, answer)
    assert answer.status_code == 200
    assert "Shorten it to 20,000 characters" in text_of(answer)
    assert in_the_page(page, "narrative") == long
    assert nothing_was_made()


def at_the_public_door(given: str, family: str, age: str) -> None:
    neighbour = Neighbour()
    neighbour.tell(given=given, family=family, age=age, narrative=STORY)
    assert neighbour.send().status_code == 302


def at_the_professionals_door(given: str, family: str, age: str) -> None:
    professional = Client()
    home = begin(professional)
    fill(professional, home, "who", people_0_given=given, people_0_family=family, people_0_age=age)
    sent_by(professional, home, but=["who"])


def on_the_telephone(given: str, family: str, age: str) -> None:
    typed = {"people_0_given": given, "people_0_family": family, "people_0_age": age, "people_0_subject": "on"}
    call = {"area": "tamarshire", "narrative": STORY, "immediate_danger": "no", "channel": "phone", "act": "receive"}
    address = f"/enquiries/calls/{uuid4()}"
    answer = signed_in("calls.tamarshire.1").post(address, {**call, **typed, "version": "0", "window": "one"})
    assert answer.status_code == 302, text_of(answer)


@pytest.mark.parametrize("tell_of", [at_the_public_door, at_the_professionals_door, on_the_telephone])
@pytest.mark.parametrize(
    ("given", "family", "age", "years"),
    [
        ("K", "O", "about 6", 6),
        ("Ng", "", "six", 6),
        ("é", "Ø", "6 or 7", 6),
        ("李", "", "3 months", 0),
        ("👶🏽", "", "", None),
    ],
)
def test_a_name_of_one_letter_and_an_age_in_words_are_taken_at_every_door(tell_of, given, family, age, years):
    tell_of(given, family, age)
    with world.backstage():
        child = DescribedPerson.objects.get(is_subject=True)
    assert (child.given, child.family, child.age) == (given, family, years)


@pytest.mark.rule(3)
def test_a_narrative_in_every_writing_is_kept_as_it_was_told():
    assert tell(WORDS_OF_EVERY_WRITING).status_code == 302
    enquiry = told()
    assert enquiry.words.narrative == WORDS_OF_EVERY_WRITING
    assert enquiry.received_at == world.MONDAY_NINE
    shown = signed_in("sw.tamarshire.1").get(f"/enquiries/{enquiry.reference}/").content.decode()
    assert "طفل خائف من البيت. הילד בוכה. Zoë Ó Briain 🧒🏽" in shown


def test_characters_that_cannot_be_kept_are_left_out_and_the_rest_stays():
    assert tell("He \x00cries\x08 at\x1b night\x7f.").status_code == 302
    assert told().words.narrative == "He cries at night."


@pytest.mark.rule(14)
def test_an_impossible_nhs_number_is_warned_about_kept_as_supplied_and_asked_of_nobody():
    professional = Client()
    home = begin(professional)
    fill(professional, home, "who", people_0_nhs_number="999 000 0019")
    sent_by(professional, home, but=["who"])
    enquiry = told()
    with world.backstage():
        person = DescribedPerson.objects.get(enquiry=enquiry, is_subject=True)
    assert (person.nhs_number, person.nhs_number_is_right) == ("999 000 0019", False)
    calls = signed_in("calls.tamarshire.1")
    for page in (f"/enquiries/{enquiry.reference}/", f"/enquiries/{enquiry.reference}/people/{person.pk}/identify"):
        assert "999 000 0019 (check digit wrong: not used)" in text_of(calls.get(page))
