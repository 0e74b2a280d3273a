"""The public door in a real browser: on a phone and at a desk, with and without JavaScript, by keyboard alone."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route

from tests.journeys.front_door import Enquirer, Told
from tests.journeys.hub import Hub
from tests.journeys.keyboard import Keys
from tests.journeys.ways import every_way
from tests.journeys.window import Window

CRYING = "I can hear him cry at night, and nobody comes."


def watch(window: Window) -> list[str]:
    """Every host that the window asks for something."""
    hosts: list[str] = []
    window.page.on("request", lambda request: hosts.append(urlsplit(request.url).netloc))
    return hosts


@every_way
def test_a_neighbour_tells_saves_and_comes_back(hub: Hub, phone: bool, script: bool) -> None:
    window = hub.window("a neighbour", phone=phone, script=script)
    hosts = watch(window)
    window.go("/")
    window.press("Tell us about Tamarshire")
    window.choose("I do not know")
    window.press("Continue")
    window.fill("First name", "Rowan")
    window.fill("How old are they?", "about 6")
    window.press("Continue")
    window.fill("What is happening?", CRYING)
    window.press("Save and come back later")
    kept = Told(
        window.page.locator(".enquiries-keep dd").first.inner_text(),
        window.page.locator(".enquiries-code").inner_text(),
    )
    window.press("Take it off this phone")

    other = hub.window("another phone", phone=phone, script=script)
    assert CRYING not in Enquirer(other).come_back(kept)
    assert other.page.url.endswith("/others")
    other.press("Back", exact=True)
    assert other.page.get_by_label("What is happening?").input_value() == CRYING
    other.press("Continue")
    other.fill("First name", "Nan")
    other.press("Add one more person")
    other.page.locator('[name="people_1_given"]').fill("Wren")
    other.press("Continue")
    other.page.go_back()
    assert other.page.locator('[name="people_1_given"]').input_value() == "Wren"
    other.press("Continue")
    other.press("Continue")
    other.choose("Only in some ways, or at some times")
    other.fill("How and when is it safe?", "Text me")
    other.press("Continue")
    other.fill("Your name", "Bridie Malone")
    other.press("Continue")
    other.choose("No, do not say")
    other.press("Continue")
    for told in ("Rowan", "about 6", CRYING, "Nan", "Wren", "Text me", "Bridie Malone"):
        assert other.reads(told), told
    other.press("Send", exact=True)
    sent = Enquirer(other).received()

    worker = hub.as_("sw.tamarshire.1").find(sent.reference)
    assert CRYING in worker.text
    assert "We have what you told us" in Enquirer(other).come_back(sent)
    assert set(hosts) == {urlsplit(hub.address).netloc}


def test_what_was_typed_stays_when_the_line_drops_in_the_middle(hub: Hub) -> None:
    for way_in, box, button in (
        ("/enquire/tamarshire/story", "What is happening?", "Continue"),
        ("/enquire/professional/tried", "What has been tried so far?", "Save and go on"),
    ):
        window = hub.window(way_in, phone=True)
        window.go(way_in)
        window.fill(box, CRYING)
        window.context.set_offline(True)
        window.page.get_by_role("button", name=button).click()
        window.page.get_by_role("alert").get_by_text("There is no connection").wait_for()
        assert window.page.get_by_label(box).input_value() == CRYING
        window.context.set_offline(False)
        window.page.wait_for_timeout(1100)  # a second click within a second is taken for a double click
        window.press(button)
        window.go(way_in)
        assert window.page.get_by_label(box).input_value() == CRYING


@every_way
def test_it_is_told_by_keyboard_alone(hub: Hub, phone: bool, script: bool) -> None:
    window = hub.window("a neighbour", phone=phone, script=script)
    window.visit("/enquire/tamarshire/")
    keys = Keys(window)
    keys.choose("Yes", of="Is anyone in danger right now?")
    keys.press("Continue")
    keys.write("First name", "Rowan")
    keys.press("Continue")
    assert window.reads("If you have not done so, call 999 now") is False
    keys.write("What is happening?", CRYING)
    keys.press("Continue")
    keys.write("First name", "Nan")
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")  # goes on, although the first button adds somebody
    assert window.page.url.endswith("/files")
    for _ in ("files", "whether it is safe", "who they are"):
        keys.press("Continue")
    keys.press("Send")
    assert window.reads("What happens next")
    assert window.reads("If you have not done so, call 999")


@pytest.mark.parametrize("how", ["the button", "the key", "no script"])
def test_whoever_must_hide_it_is_elsewhere_at_once(hub: Hub, how: str) -> None:
    window = hub.window("a neighbour", phone=True, script=how != "no script")
    elsewhere: list[str] = []

    def answer(route: Route) -> None:
        elsewhere.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Weather</title><p>Rain")

    window.context.route("https://www.bbc.co.uk/**", answer)
    for page in ("danger", "story", "you"):
        window.go(f"/enquire/tamarshire/{page}")
        if how == "the key":
            window.page.locator("html.js-enabled, .govuk-frontend-supported").first.wait_for(state="attached")
            window.page.locator("[data-govuk-exit-this-page-init]").wait_for(state="attached")
            for _ in range(3):
                window.page.keyboard.press("Shift")
        else:
            window.page.get_by_role("button", name="Exit this page").click()
        window.page.wait_for_url("https://www.bbc.co.uk/**")
    assert len(elsewhere) == 3


def test_a_question_goes_back_to_one_who_gave_no_name_and_the_answer_is_told_to_who_has_it(hub: Hub) -> None:
    neighbour = hub.as_the_public(phone=True)
    told = neighbour.tell(CRYING, area="Tamarshire", given="Rowan")
    worker = hub.as_("sw.tamarshire.1").open(told.reference)
    worker.take()
    worker.window.go(f"/enquiries/{told.reference}/ask-enquirer")
    worker.window.page.locator("textarea").fill("Which house is it?")
    worker.window.page.locator("main form button[type=submit]").last.click()

    assert "Which house is it?" in neighbour.come_back(told)
    window = neighbour.window
    window.fill("Your answer", "The one with the blue door.")
    window.press("Send answer")
    assert window.reads("Thank you. It has reached the hub.")

    worker.window.go("/start")
    assert worker.window.reads("The enquirer answered")
    page = hub.as_("sw.tamarshire.1").open(told.reference).text
    assert "The one with the blue door." in page
    assert CRYING in page
