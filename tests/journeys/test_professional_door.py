"""The professional's door in a real browser: on a phone and at a desk, with and without script, by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.hub import Hub
from tests.journeys.window import Window

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


class Unseen(Window):
    """A window without script: axe, which is one, cannot look at it."""

    def look(self) -> None:
        """Whether the page scrolls sideways."""
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.faults.append(f"{self.page.url}: scrolls sideways")


@pytest.mark.rule(1, 2, 5)
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_a_professional_tells_part_by_part_and_goes_away_with_reference_and_code(hub: Hub, phone: bool) -> None:
    told = hub.as_the_public(phone=phone).tell_as_professional(TOLD)
    worker = hub.as_("sw.tamarshire.1").find(told.reference)
    assert "He is afraid to go home." in worker.text
    assert "Wren" in worker.text


def test_the_same_without_script(hub: Hub) -> None:
    hub._windows["the public"] = Unseen(hub._browser, hub.address, phone=True, script=False)
    assert hub.as_the_public().tell_as_professional(TOLD).code


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


def test_by_keyboard_alone_with_the_guide_beside_the_question(hub: Hub) -> None:
    window = hub.as_professional("school.1").window
    window.go("/enquire/professional/")
    page = window.page
    _tab_to(page, "Start now")
    page.keyboard.press("Enter")
    page.wait_for_url("**draft=*")
    _tab_to(page, "Consent, and what the family knows")
    page.keyboard.press("Enter")
    page.wait_for_url("**/consent*")
    _tab_to(page, "given")
    page.keyboard.press("Space")
    _tab_to(page, "yes")
    page.keyboard.press("Space")
    _tab_to(page, "When you need not ask first")
    page.keyboard.press("Enter")
    assert page.get_by_text("Ask the family before you share").is_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/enquire/professional/?draft=*")
    assert page.locator("#status-consent").inner_text() == "Completed"


def _tab_to(page: Page, meant: str, most: int = 40) -> None:
    """Press Tab until what has the focus has this text or value."""
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate("(document.activeElement.innerText || document.activeElement.value || '').trim()")
        if found.startswith(meant):
            return
    raise AssertionError(f"Tab does not reach {meant}")
