"""Calls as they come: names half heard, two at once, a line that drops. Nothing is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from mash.pathway.enquiries.actions import identify_subject, receive_enquiry
from mash.pathway.enquiries.models import DescribedPerson, Draft, Enquiry
from tests import world
from tests.journeys.hub import Hub
from tests.journeys.keyboard import Keys
from tests.journeys.ways import every_way
from tests.journeys.window import Window

HANDLER = "calls.tamarshire.1"
STORY = "It's my daughter's little one, Kacey Leigh. She's been at mine on Mill Lane since Friday."
MORE = " There's needles in that flat, and the boy is still there with that Daz."
FAMILY: list[dict[str, Any]] = [
    {
        "as": "kaci",
        "given": "Kaci-Leigh",
        "family": "Dunne-Ward",
        "dob": "2019-12-03",
        "subject": True,
        "role": "child",
    },
    {"as": "tyler", "given": "Tyler", "family": "Dunne-Ward", "dob": "2017-06-20", "subject": True, "role": "brother"},
    {"as": "gran", "given": "Maureen", "family": "Dunne", "dob": "1961-04-02", "role": "grandmother"},
    {"as": "mum", "given": "Stacey", "family": "Dunne", "dob": "1994-09-11", "role": "mother"},
    {"as": "daz", "given": "Darren", "family": "Ward", "dob": "1990-01-30", "role": "partner of mother"},
]
# Five people as a caller names them, in the ways in which descriptions differ from a register: by sound and age alone,
# without the hyphen, first and last name swapped, spelt otherwise; and one by a name that nobody wrote down.
NAMED = (
    {"First name": "Kacey Leigh", "Age": "about 6", "Address or place": "Mill Lane"},
    {"First name": "Tyler", "Last name": "Dunne Ward", "Age": "8 or 9"},
    {"First name": "Dunne", "Last name": "Maureen", "Who they are": "nan", "Address or place": "Mill Lane"},
    {"First name": "Stacy", "Last name": "Dunne", "Who they are": "mum"},
    {"First name": "Daz", "Who they are": "mum's partner"},
)


@pytest.fixture
def earlier(hub: Hub) -> str:
    """An enquiry about the same family, whose people somebody has looked up."""
    home = {"address": "Flat 2, 9 Harbour Street", "postcode": "ZZ99 4AB"}
    people = [{**person, **home} for person in FAMILY]
    people[2] |= {"address": "14 Mill Lane", "postcode": "ZZ99 4CD"}
    with world.as_(HANDLER) as me:
        told: dict[str, Any] = {
            "channel": "phone",
            "area": "tamarshire",
            "narrative": "They were left alone.",
            "people": people,
        }
        received = receive_enquiry(me, **told)
        for person in FAMILY:
            identify_subject(me, received.id, subject=person["as"], person="new", why="Nobody alike is the same.")
    return received.reference


def person(window: Window, number: int) -> Locator:
    """The boxes of one person, and beside them who they may be."""
    return window.page.locator("[data-prefix]").nth(number)


def saved(window: Window) -> Locator:
    """Where the screen says what is saved."""
    return window.page.locator("[data-save]")


def name_them(window: Window) -> None:
    """Name five people by keyboard alone."""
    for number, told in enumerate(NAMED):
        if number:
            window.page.keyboard.press("Alt+p")
        for label, words in told.items():
            window.fill(label, words, within=person(window, number))


def rows(kind: type[Enquiry] | type[Draft]) -> int:
    with world.backstage():
        return kind.objects.count()


@pytest.mark.rule(1, 17, 22)
def test_the_right_enquiry_is_on_the_screen_before_anything_is_received_and_a_dropped_line_loses_nothing(
    hub: Hub, earlier: str
) -> None:
    window = hub.as_(HANDLER).window
    window.go("/enquiries/new")
    expect(window.page.get_by_label("What are they telling you?")).to_be_focused()
    window.page.route("**/save", lambda route: route.abort())  # nothing can be saved yet
    window.page.keyboard.type(STORY)
    name_them(window)
    expect(person(window, 0)).to_contain_text("Kaci-Leigh Dunne-Ward")
    for number in range(4):
        expect(person(window, number)).to_contain_text(earlier)
    assert (rows(Enquiry), rows(Draft)) == (1, 0)
    window.page.unroute("**/save")
    expect(saved(window)).to_have_text(re.compile(r"saved \d\d:\d\d:\d\d"))
    window.faults[:] = [fault for fault in window.faults if "ERR_FAILED" not in fault]
    window.picture("call-with-five")
    assert window.accessibility_faults() == []
    assert rows(Enquiry) == 1

    window.context.set_offline(True)
    window.page.get_by_label("What are they telling you?").press("End")
    window.page.keyboard.type(MORE)
    expect(saved(window)).to_contain_text("the line is down")
    window.picture("call-line-down")
    window.context.set_offline(False)
    expect(saved(window)).to_have_text(re.compile(r"saved \d\d:\d\d:\d\d"))
    window.faults[:] = [fault for fault in window.faults if "ERR_INTERNET_DISCONNECTED" not in fault]

    window.page.reload()
    expect(window.page.get_by_label("What are they telling you?")).to_have_value(STORY + MORE)
    expect(person(window, 4).get_by_label("First name")).to_have_value("Daz")
    person(window, 0).get_by_role("button", name="Same person").first.click()
    expect(person(window, 0)).to_contain_text("Same person as Kaci-Leigh Dunne-Ward")
    window.choose("No", within=window.group("Is somebody in danger right now?"))
    window.choose("The worry is about them", within=person(window, 0))
    window.page.keyboard.press("Control+Enter")
    window.page.wait_for_url("**/enquire/received**")
    assert "Enquiry received" in window.text
    assert rows(Enquiry) == 2
    assert who_is_who() == {("Kaci-Leigh", "Kacey Leigh")}


def test_an_answer_that_never_came_back_is_no_second_call(hub: Hub) -> None:
    window = hub.as_(HANDLER).window
    window.go("/enquiries/new")
    window.page.route("**/save", lambda route: (route.fetch(), route.abort()), times=1)
    window.page.keyboard.type("She rang from the shop.")
    expect(saved(window)).to_contain_text("the line is down")
    expect(saved(window)).to_have_text(re.compile(r"saved \d\d:\d\d:\d\d"))
    window.faults[:] = [fault for fault in window.faults if "ERR_FAILED" not in fault]
    assert rows(Draft) == 1


def test_two_calls_at_once_keep_apart_and_both_wait_on_the_start_page(hub: Hub) -> None:
    window = hub.as_(HANDLER).window
    for name in ("Osei", "Marsh"):
        window.go("/enquiries/new")
        window.page.keyboard.type(f"A call about {name}.")
        window.fill("Last name", name, within=person(window, 0))
        expect(saved(window)).to_have_text(re.compile("saved"))
    hub.later(minutes=3)
    window.page.reload()
    others = window.page.get_by_role("navigation", name="Your other open calls")
    expect(others).to_contain_text("Osei, open 3 min")
    others.get_by_role("link", name="Osei").click()
    expect(window.page.get_by_label("What are they telling you?")).to_have_value("A call about Osei.")
    window.go("/start")
    assert window.reads("Osei")
    assert window.reads("Marsh")


def test_a_session_that_ends_in_the_middle_loses_no_word(hub: Hub) -> None:
    window = hub.as_(HANDLER).window
    window.go("/enquiries/new")
    window.page.keyboard.type("She says")
    expect(saved(window)).to_have_text(re.compile("saved"))
    cookies = window.context.cookies()
    window.context.clear_cookies(name=re.compile("session"))
    window.page.keyboard.type(" he is not there any more.")
    expect(saved(window)).to_contain_text("you are signed out")
    window.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they were given
    expect(saved(window)).to_have_text(re.compile(r"saved \d\d:\d\d:\d\d"))
    window.page.reload()
    expect(window.page.get_by_label("What are they telling you?")).to_have_value("She says he is not there any more.")


@every_way
def test_a_call_is_taken_and_who_is_known_is_found(hub: Hub, earlier: str, phone: bool, script: bool) -> None:
    window = hub.as_(HANDLER, phone=phone, script=script).window
    window.go("/enquiries/new")
    window.fill("What are they telling you?", STORY)
    window.fill("First name", "Kacey Leigh", within=person(window, 0))
    window.fill("Last name", "Dunne", within=person(window, 0))
    window.fill("Age", "about 6", within=person(window, 0))
    window.page.get_by_role("button", name="Add a person").click()
    window.fill("First name", "Tyler", within=person(window, 1))
    if not script:
        person(window, 0).get_by_role("button", name="Are they known?").click()
    expect(person(window, 0)).to_contain_text(earlier)
    window.look()
    person(window, 0).get_by_role("button", name="Same person").first.click()
    expect(person(window, 0)).to_contain_text("Same person as Kaci-Leigh Dunne-Ward")
    expect(person(window, 1).get_by_label("First name")).to_have_value("Tyler")
    window.choose("Not known", within=window.group("Is somebody in danger right now?"))
    window.press("Receive enquiry")
    expect(window.page.get_by_role("heading", name="Enquiry received")).to_be_visible()
    assert who_is_who() == {("Kaci-Leigh", "Kacey Leigh")}


@every_way
def test_a_call_is_taken_by_keyboard_alone(hub: Hub, earlier: str, phone: bool, script: bool) -> None:
    window = hub.as_(HANDLER, phone=phone, script=script).window
    window.visit("/enquiries/new")
    keys = Keys(window)
    window.page.keyboard.type(STORY)  # where the page has put the focus
    keys.choose("No", of="Is somebody in danger right now?")
    keys.write("First name", "Kacey Leigh")
    keys.write("Last name", "Dunne")
    keys.write("Age", "about 6")
    keys.tick("The worry is about them")
    if script:
        expect(person(window, 0)).to_contain_text(earlier)
        window.page.keyboard.press("Alt+1")
        expect(person(window, 0)).to_contain_text("Same person as Kaci-Leigh Dunne-Ward")
        window.page.keyboard.press("Alt+p")
        window.page.keyboard.type("Perran")
        expect(person(window, 1)).to_contain_text("Nobody like that is known")
        window.page.keyboard.press("Alt+n")
        expect(person(window, 1)).to_contain_text("A new person")
        window.page.keyboard.press("Control+Enter")
        window.page.wait_for_url("**/enquire/received**")
    else:
        keys.press("Are they known?")
        expect(person(window, 0)).to_contain_text(earlier)
        keys.press("Same person")
        keys.press("Receive enquiry")
    assert window.reads("Enquiry received")
    assert who_is_who() == {("Kaci-Leigh", "Kacey Leigh")}


def who_is_who() -> set[tuple[str, ...]]:
    """Under which names one person is described on several enquiries."""
    names: dict[object, list[str]] = {}
    with world.backstage():
        for one in DescribedPerson.objects.exclude(person=None).order_by("enquiry__received_at"):
            names.setdefault(one.person_id, []).append(one.given)
    return {tuple(same) for same in names.values() if len(same) > 1}


def test_what_is_saved_is_kept_in_no_tab(hub: Hub) -> None:
    window = hub.as_(HANDLER).window
    window.go("/enquiries/new")
    window.page.keyboard.type("She rang from the shop.")
    expect(saved(window)).to_have_text(re.compile(r"saved \d\d:\d\d:\d\d"))
    assert window.page.evaluate("Object.keys(sessionStorage)") == []


def test_danger_now_brings_the_999_advice_and_the_page_fits_a_phone(hub: Hub, earlier: str) -> None:
    window = hub.as_(HANDLER, phone=True).window
    window.page.set_viewport_size({"width": 360, "height": 740})
    window.go("/enquiries/new")
    advice = window.page.get_by_text("Ask the caller to ring 999 now")
    expect(advice).to_be_hidden()
    window.choose("Yes", within=window.group("Is somebody in danger right now?"))
    expect(advice).to_be_visible()
    name_them(window)
    expect(person(window, 0)).to_contain_text(earlier)
    window.picture("call-with-five")
    assert window.accessibility_faults() == []


@pytest.mark.rule(12)
def test_the_three_questions_of_the_care_act_come_where_an_adult_is_meant(hub: Hub) -> None:
    window = hub.as_(HANDLER).window
    window.go("/enquiries/new")
    asked = window.page.locator("[data-care]")
    question = window.group("Do they have needs for care and support?")
    expect(asked).to_be_hidden()
    window.fill("Age", "18 months", within=person(window, 0))
    window.choose("The worry is about them", within=person(window, 0))
    expect(asked).to_be_hidden()
    window.fill("Age", "about 78", within=person(window, 0))
    expect(question).to_be_visible()
    window.fill("Age", "7", within=person(window, 0))
    expect(asked).to_be_hidden()
    window.choose("An adult at risk")
    window.choose("Yes", within=question)
    window.page.get_by_label("An adult at risk").uncheck()
    expect(question).to_be_visible()
    assert window.accessibility_faults() == []
