"""The professional's door in a real browser: on a phone and at a desk, with and without script, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.journeys.front_door import Enquirer
from tests.journeys.hub import Hub
from tests.journeys.keyboard import Keys
from tests.journeys.ways import every_way

TOLD: dict[str, Any] = {
    "area": "tamarshire",
    "narrative": "He is afraid to go home.",
    "concerns": ["neglect"],
    "referrer": {"name": "Ottoline Quaverley", "agency": "Tamar Bridge Primary", "withhold_identity": True},
    "people": [
        {"given": "Rowan", "age": "about 6", "address": "4 Gannetmere Rise", "subject": True},
        {"given": "Wren", "dob": "2020-05-14", "subject": True},
        {"given": "Isolde", "role": "mother"},
    ],
    "consent": {"state": "refused", "why": "She wants no help."},
}


@pytest.mark.rule(1, 2, 5)
@every_way
def test_a_professional_tells_part_by_part_and_goes_away_with_reference_and_code(
    hub: Hub, phone: bool, script: bool
) -> None:
    told = hub.as_the_public(phone=phone, script=script).tell_as_professional(TOLD)
    worker = hub.as_("sw.tamarshire.1").find(told.reference)
    assert "He is afraid to go home." in worker.text
    assert "Wren" in worker.text


def test_a_draft_is_handed_on_and_found_again(hub: Hub) -> None:
    teacher = hub.as_professional("school.1").window
    teacher.go("/enquire/professional/")
    teacher.press("Start now")
    teacher.press("What has been tried")
    teacher.fill("What has been tried so far?", "A breakfast club.")
    teacher.press("Save and finish this later")
    teacher.press("Come back later, or hand it to a colleague")
    teacher.press("Show reference and a new code")
    reference, code = teacher.page.locator(".enquiries-code strong").all_inner_texts()
    teacher.go("/enquire/mine/")
    teacher.press(f"Go on with {reference}")
    assert teacher.reads("1 of 9 are complete") or teacher.reads("2 of 9 are complete")
    head = hub.as_the_public(phone=True).window
    head.go("/enquire/professional/")
    head.press("Go on with what you or a colleague began")
    head.fill("Reference", reference)
    head.fill("Code", code)
    head.press("Go on", exact=True)
    head.press("What has been tried")
    assert head.page.get_by_label("What has been tried so far?").input_value() == "A breakfast club."


@every_way
def test_every_part_is_told_by_keyboard_alone_with_the_guide_beside_the_question(
    hub: Hub, phone: bool, script: bool
) -> None:
    window = hub.window("a teacher", phone=phone, script=script)
    window.visit("/enquire/professional/")
    keys = Keys(window)
    keys.press("Start now")
    with part(keys, "Your details"):
        keys.write("Your name", "Ottoline Quaverley")
        keys.write("Your organisation", "Tamar Bridge Primary")
        keys.tick("Do not say who told this")
    with part(keys, "The child or adult"):
        keys.choose("A child or children, born or unborn", of="Who are you worried about?")
        keys.choose("Tamarshire", of="Where do they live")
        keys.write("First name", "Rowan")
        keys.write("Age", "about 6")
        keys.press("Save and add another person")
        keys.write("First name", "Wren")
    with part(keys, "Family and household"):
        keys.write("First name", "Isolde")
        keys.write("Who they are in the household", "mother")
    with part(keys, "What is worrying you"):
        keys.tick("Neglect")
        keys.choose("Both", of="Did you see it yourself")
        keys.write("What is worrying you?", TOLD["narrative"])
    with part(keys, "What has been tried"):
        keys.write("What has been tried so far?", "A breakfast club.")
    with part(keys, "Parental responsibility"):
        keys.tick("Rowan")
    with part(keys, "Consent, and what the family knows"):
        keys.choose("They agreed", of="Has the family agreed")
        keys.choose("Yes", of="Does the family know")
    with part(keys, "Lawful basis"):
        keys.choose("I do not know", of="On what lawful basis")
    with part(keys, "Immediate danger, child protection"):
        keys.choose("No", of="Is somebody in danger right now?")
        keys.choose("No", of="Is a child suffering")
    keys.press("Consent, and what the family knows")
    keys.reach("When you need not ask first")
    window.page.keyboard.press("Enter")
    assert window.page.get_by_text("Ask the family before you share").is_visible()
    window.page.go_back()
    keys.press("Check your answers")
    keys.press("Send to the hub")
    assert Enquirer(window).received().code


@contextmanager
def part(keys: Keys, title: str) -> Iterator[None]:
    """One part of the list: opened, and saved when it has been told."""
    keys.press(title)
    yield
    keys.press("Save and go on")


@pytest.mark.rule(9)
@every_way
def test_a_child_of_another_council_is_told_there_and_no_word_is_lost(hub: Hub, phone: bool, script: bool) -> None:
    window = hub.window("a teacher", phone=phone, script=script)
    page = window.page
    window.visit("/enquire/professional/")
    window.press("Start now")
    window.press("The child or adult")
    page.locator('[name="people_0_given"]').fill("Kerensa")
    window.choose("Somewhere else in England")
    council = page.get_by_label("Which council is it?")
    if script:
        council.fill("dev")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    else:
        council.select_option("Devon")
    assert council.input_value() == "Devon"
    window.press("Save and go on")
    assert window.reads("Tell the council: Devon")
    window.press("Change where they live")
    assert page.locator('[name="people_0_given"]').input_value() == "Kerensa"
    assert council.input_value() == "Devon"


@pytest.mark.rule(9)
def test_what_is_no_council_of_the_list_stands_there_as_it_was_typed(hub: Hub) -> None:
    window = hub.window("a teacher")
    window.visit("/enquire/professional/")
    window.press("Start now")
    window.press("The child or adult")
    window.choose("Somewhere else in England")
    council = window.page.get_by_label("Which council is it?")
    council.fill("Narnia")
    window.press("Save and go on")
    assert window.reads("Tell the council where they live")
    window.press("Change where they live")
    assert council.input_value() == "Narnia"
    assert window.accessibility_faults() == []


def test_enter_in_a_box_of_the_family_saves_and_adds_nobody(hub: Hub) -> None:
    window = hub.window("a teacher")
    window.visit("/enquire/professional/household")
    Keys(window).write("First name", "Isolde")
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")
    assert window.page.locator("#status-household").inner_text() == "Completed"
    window.page.go_back()
    assert window.page.get_by_label("First name").input_value() == "Isolde"


def test_whoever_is_signed_out_in_the_middle_finds_their_words_again_in_the_same_draft(hub: Hub) -> None:
    window = hub.as_professional("school.1").window
    window.go("/enquire/professional/")
    window.press("Start now")
    window.press("What has been tried")
    window.fill("What has been tried so far?", "A breakfast club.")
    address = window.page.url
    window.context.clear_cookies(name=re.compile("session"))
    window.press("Save and go on")
    window.page.locator('button[name="username"][value="school.1"]').click()
    window.page.wait_for_url(address)
    assert window.page.get_by_label("What has been tried so far?").input_value() == "A breakfast club."
    assert window.reads("What you typed before is back.")
    window.press("Save and go on")
    assert window.page.locator("#status-tried").inner_text() == "Completed"


def test_what_was_typed_of_one_child_never_stands_in_the_form_of_the_next(hub: Hub) -> None:
    window = hub.as_professional("school.1").window
    for _ in range(2):
        window.go("/enquire/professional/")
        window.press("Consent, and what the family knows")  # without a draft: saving it begins one
        assert window.page.get_by_label("Why, if they refused or were not asked?").input_value() == ""
        window.fill("Why, if they refused or were not asked?", "She wants no help.")
        window.press("Save and go on")  # something is missing still, and what was typed is kept
        window.choose("They refused")
        window.choose("Yes", within=window.group("Does the family know that you are telling us?"))
        window.press("Save and go on")
        window.press("What has been tried")
        assert window.page.get_by_label("What has been tried so far?").input_value() == ""
        window.fill("What has been tried so far?", "A breakfast club.")
        window.press("Save and go on")
    assert window.page.evaluate("Object.keys(sessionStorage)") == []
