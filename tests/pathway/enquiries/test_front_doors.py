"""The front doors as professionals and call handlers use them, and the way back: nothing is lost, or sent twice."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mash.foundation.clock.now import at
from mash.pathway.enquiries.forms.telling import age_told
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Message
from mash.pathway.enquiries.references import new_reference
from tests import world
from tests.browsing import signed_in
from tests.pathway.enquiries.conftest import reading, told
from tests.pathway.enquiries.telling import ANSWERS, begin, sent_by

TOKEN = "a-token-of-one-form-0001"
PUBLIC = "/enquire/tamarshire/story"
PROFESSIONAL = "/enquire/professional/"
STORY = "I can hear him cry at night 😢 and nobody comes."
CALLS, BY = "/enquiries/calls/5f3b0c56-7f1d-4d0b-9a63-2f6f0f2f7c11", "calls.tamarshire.1"
FULL = {
    "once": TOKEN,
    "act": "receive",
    "version": "0",
    "window": "one",
    "channel": "phone",
    "area": "tamarshire",
    "narrative": STORY,
    "immediate_danger": "no",
    "consent": "given",
    "people_0_given": "Rowan",
    "people_0_subject": "on",
}


@pytest.fixture(autouse=True)
def _on_a_monday() -> Any:
    with at(world.MONDAY_NINE):
        yield


def send(client: Client, page: str, **typed: Any) -> Any:
    return client.post(page, {"once": TOKEN, **typed})


def receipt(client: Client, answer: Any) -> tuple[str, str]:
    """The reference and the code that stand on the page after sending."""
    assert answer.status_code == 302, reading(answer)
    said = reading(client.get(answer.headers["Location"]))
    found = re.search(r"Reference (\S+).*?[Cc]ode (?:for the caller )?(\S+-\S+-\S+)", said)
    assert found, said
    return found[1], found[2]


def all_enquiries() -> list[Enquiry]:
    with world.backstage():
        return list(Enquiry.objects.select_related("words", "origin"))


def test_the_first_page_says_999_and_the_areas_own_number() -> None:
    said = reading(Client().get("/"))
    assert said.index("999") < said.index("Tell us about")
    assert "01632 960100" in said


def test_every_public_page_can_be_left_at_once_and_is_kept_by_no_browser() -> None:
    for address in ("/", PUBLIC, PROFESSIONAL, "/enquire/back"):
        answer = Client().get(address)
        assert b"govuk-exit-this-page" in answer.content
        assert answer.headers["Cache-Control"] == "no-store"
        assert b"data-keep" not in answer.content or b"data-desk" not in answer.content


@pytest.mark.parametrize(
    ("words", "years", "unread"),
    [
        ("6", "6", ""),
        ("about six", "6", ""),
        ("14yrs", "14", ""),
        ("6 or 7", "6", ""),
        ("3 months", "0", ""),
        ("2 years and 3 months", "2", ""),
        ("a toddler", "", "a toddler"),
        ("999", "", "999"),
        ("", "", ""),
    ],
)
def test_an_age_is_read_as_people_say_it(words: str, years: str, unread: str) -> None:
    assert age_told(words) == (years, unread)


@pytest.mark.rule(1)
def test_a_double_click_sends_once_and_shows_the_same_reference_and_code() -> None:
    client = signed_in(BY)
    first, second = send(client, CALLS, **FULL), send(client, CALLS, **FULL)
    assert receipt(client, first) == receipt(client, second)
    assert len(all_enquiries()) == 1


def test_another_browser_is_not_shown_the_code() -> None:
    client = signed_in(BY)
    answer = send(client, CALLS, **FULL)
    said = reading(Client().get(answer.headers["Location"]))
    assert "not shown any more" in said
    assert all_enquiries()[0].reference not in said


def test_neither_address_nor_cookie_holds_the_code() -> None:
    client = signed_in(BY)
    answer = send(client, CALLS, **FULL)
    _, code = receipt(client, answer)
    plain = code.replace("-", "")
    held = " ".join([answer.headers["Location"], *(f"{c.key}={c.value}" for c in client.cookies.values())])
    assert plain not in held.replace("-", "")
    assert all(cookie["httponly"] for name, cookie in client.cookies.items() if name.startswith("told-"))


@pytest.mark.parametrize("said", ["שלום, hello", "<script>alert(1)</script>", "a\x00b", "line\r\nline", "  spaces  "])
def test_any_words_are_taken_and_shown_as_words(said: str) -> None:
    client = signed_in(BY)
    receipt(client, send(client, CALLS, **(FULL | {"narrative": said})))
    (enquiry,) = all_enquiries()
    assert enquiry.words.narrative == said.replace("\x00", "").replace("\r\n", "\n").strip()
    page = signed_in("calls.tamarshire.1").get(f"/enquiries/{enquiry.reference}/").content.decode()
    assert "<script>alert" not in page


def test_an_area_that_is_not_there_is_not_found() -> None:
    assert Client().get("/enquire/atlantis/").status_code == 404


@pytest.mark.rule(4, 10)
def test_a_caller_tells_of_several_people() -> None:
    client = signed_in(BY)
    typed = FULL | {
        "people_1_given": "Isolde",
        "people_1_also_known_as": "Issy, Izzy",
        "people_1_dob_day": "2",
        "people_1_dob_month": "November",
        "people_1_dob_year": "1991",
        "people_1_role": "mother",
        "concerns": ["neglect", "domestic-abuse"],
        "referrer_name": "Ottoline Quaverley",
        "withhold": "on",
    }
    receipt(client, send(client, CALLS, **typed))
    with world.backstage():
        child, mother = DescribedPerson.objects.all()
    assert (child.given, child.is_subject, mother.role, str(mother.born)) == ("Rowan", True, "mother", "1991-11-02")
    assert mother.also_known_as == ["Issy", "Izzy"]
    (enquiry,) = all_enquiries()
    assert enquiry.concerns == ["neglect", "domestic-abuse"]
    assert enquiry.origin.withheld


def test_another_person_is_added_without_losing_a_word() -> None:
    typed = FULL | {"people_1_given": "Isolde", "people_0_dob_day": "99", "concerns": ["neglect"], "act": "more"}
    client = signed_in(BY)
    page = client.get(send(client, CALLS, **typed).headers["Location"]).content.decode()
    assert "There is a problem" not in page
    for kept in (
        'value="Rowan"',
        'value="Isolde"',
        'value="99"',
        STORY,
        'name="people_2_given"',
        'value="neglect" checked',
    ):
        assert kept in page


def test_empty_boxes_for_a_person_describe_nobody() -> None:
    send(
        signed_in(BY),
        CALLS,
        **(FULL | {"people_0_given": "", "people_2_given": "Wren", "people_1_subject": "on"}),
    )
    with world.backstage():
        assert [person.given for person in DescribedPerson.objects.all()] == ["Wren"]


def test_what_is_wrong_with_a_person_stands_beside_that_persons_box() -> None:
    typed = FULL | {
        "people_1_given": "Wren",
        "people_1_dob_day": "3",
        "people_1_dob_month": "3",
        "people_1_dob_year": "2026",
    }
    page = send(signed_in(BY), CALLS, **typed).content.decode()
    assert 'href="#id_people_1_dob_day"' in page
    assert "must not be after the day on which the enquiry came" in page


@pytest.mark.parametrize("by", ["police.1", "conferences.1", "team.tamar-north.1", "auditor.1", "school.1"])
def test_others_take_no_calls(by: str) -> None:
    assert signed_in(by).get("/enquiries/new").status_code == 404


def test_a_professional_who_signed_in_finds_what_they_sent_and_adds_to_it() -> None:
    client = signed_in("school.1")
    said = reading(sent_by(client, begin(client)))
    reference = all_enquiries()[0].reference
    assert reference in said
    assert reference in reading(client.get("/enquire/mine/"))
    address = f"/enquire/mine/{reference}"
    page = reading(client.get(address))
    assert ANSWERS["worry"]["narrative"] in page
    assert "Next: a social worker reads it, at the latest Tue 17:00" in page
    assert client.post(address, {"text": "His sister too."}).status_code == 302
    assert "His sister too." in reading(client.get(address))
    assert signed_in("probation.1").get(address).status_code == 404
    assert client.get(f"/enquire/mine/{told().reference}").status_code == 404


def test_somebody_without_an_account_is_asked_to_sign_in_first() -> None:
    answer = Client().get("/enquire/mine/")
    assert answer.headers["Location"].startswith("/sign-in?")


def test_coming_back_with_a_wrong_code_and_an_unknown_reference_look_alike() -> None:
    received = told()
    pages = [
        reading(Client().post("/enquire/back", {"reference": reference, "code": code}))
        .replace(reference, "")
        .replace(code, "")
        for reference, code in ((received.reference, "JJK8-J428-XFTK"), (new_reference(), received.code))
    ]
    assert pages[0] == pages[1]
    assert "do not fit together" in pages[0]


def test_an_enquirer_who_came_back_adds_once() -> None:
    received = told()
    client = Client()
    typed = {"reference": received.reference, "code": received.code, "text": "He is back.", "once": TOKEN}
    for _ in range(2):
        assert client.post("/enquire/back", typed).headers["Location"] == "/enquire/back?added=1"
    with world.backstage():
        assert [m.text for m in Message.objects.all()] == ["He is back."]


def test_what_an_enquirer_added_stays_when_it_is_too_long() -> None:
    received = told()
    typed = {"reference": received.reference, "code": received.code, "text": "x" * 4_001}
    page = Client().post("/enquire/back", typed).content.decode()
    assert "Shorten it to 4,000 characters" in page
    assert "x" * 4_001 in page


def test_the_code_is_not_shown_any_more_after_ten_minutes() -> None:
    client = signed_in(BY)
    answer = send(client, CALLS, **FULL)
    client.get(answer.headers["Location"])
    cookie = next(c for name, c in client.cookies.items() if name.startswith("told-"))
    assert timedelta(seconds=int(cookie["max-age"])) == timedelta(minutes=10)
