"""Two who decide or rate at once, one with a session that has ended: the winner stands, the loser loses no word."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from mash.foundation.clock.now import at
from mash.pathway.decisions.models import Decision
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.triage.models import Rating
from tests import world
from tests.journeys.hub import Hub
from tests.journeys.window import Window
from tests.pathway import scene, steps

WORDS = "The health visitor saw him on Friday, quietlarch."
WITH_AND_WITHOUT_SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@pytest.fixture
def enquiry(hub: Hub) -> Enquiry:
    people = [{"as": "kid", "given": "Perran", "family": "Newlyn", "age": 7, "subject": True}]
    return scene.enquiry(people=people)


def in_a_window(hub: Hub, username: str, address: str, *, script: bool) -> Window:
    """Somebody who has a page of the hub open."""
    window = hub.as_(username, script=script).window
    window.go(address)
    return window


def after_the_session_has_ended(window: Window, settings: Any, button: str) -> None:
    """Press a button of a page that was left open for longer than a session lasts."""
    lasts = settings.SESSION_IDLE_SECONDS
    settings.SESSION_IDLE_SECONDS = -1
    window.press(button)
    settings.SESSION_IDLE_SECONDS = lasts


def sign_in_again_and_send(window: Window, username: str) -> Page:
    """As the page says: sign in in a new tab, come back, and send it. Returns the new tab."""
    assert window.reads("You have been signed out"), window.text
    assert window.reads(WORDS)
    window.faults += window.accessibility_faults()
    window.picture("unsent")
    with window.context.expect_page() as opened:
        window.page.get_by_role("link", name="sign in").click()
    tab = opened.value
    tab.locator(f'button[name="username"][value="{username}"]').click()
    tab.wait_for_url("**/enquiries/**")
    window.press("I have signed in: send it")
    assert window.reads("Not sent yet"), window.text
    window.press("Send it")
    return tab


def fill_in_a_decision(window: Window, outcome: str, threshold: int, words: str) -> None:
    window.page.get_by_label("What follows?").select_option(outcome)
    window.page.get_by_label("Team", exact=True).select_option("tamar-north")
    window.page.locator(f'[name="threshold"][value="{threshold}"]').check()
    window.fill("Why do you decide so?", words)


def decide_first(hub: Hub, address: str, *, script: bool) -> None:
    """A practice manager decides while the other still has the page open."""
    window = in_a_window(hub, "pm.tamarshire.1", address, script=script)
    fill_in_a_decision(window, "section_47", 4, "He is in danger at home.")
    window.press("See what will happen")
    window.press("Decide", exact=True)
    assert window.reads("Decided."), window.text


@pytest.mark.rule(27)
@WITH_AND_WITHOUT_SCRIPT
def test_who_decides_second_and_was_signed_out_keeps_the_words_and_reads_who_decided_what_and_when(
    hub, enquiry, settings, script
):
    address = f"/enquiries/{enquiry.reference}/decide"
    late = in_a_window(hub, "pm.tamarshire.2", address, script=script)
    fill_in_a_decision(late, "assessment", 3, WORDS)
    if not script:  # there the look before saving is open; with script the form itself
        late.press("See what will happen")
    decide_first(hub, address, script=script)
    after_the_session_has_ended(late, settings, "See what will happen" if script else "Decide")
    tab = sign_in_again_and_send(late, "pm.tamarshire.2")
    for page in [late.text, *([tab.locator("body").inner_text()] if script else [])]:
        assert "This enquiry has been decided already." in page
        assert f"{world.member('pm.tamarshire.1').name}. Level of need 4" in page
        assert "Section 47" in page
        assert "09:0" in page
    assert late.reads(WORDS)
    late.picture("decided-already")
    with world.backstage():
        assert [made.decided_by.username for made in Decision.objects.select_related("decided_by")] == [
            "pm.tamarshire.1"
        ]


def test_words_of_a_decision_that_somebody_else_made_meanwhile_are_still_in_the_tab(hub, enquiry, settings):
    address = f"/enquiries/{enquiry.reference}/decide"
    late = in_a_window(hub, "pm.tamarshire.2", address, script=True)
    fill_in_a_decision(late, "assessment", 3, WORDS)
    decide_first(hub, address, script=True)
    late.go(address)  # as who signs in again in this very tab
    assert late.reads("This enquiry has been decided already.")
    assert late.page.get_by_text(WORDS).is_visible()


@pytest.mark.rule(27)
@WITH_AND_WITHOUT_SCRIPT
def test_who_rates_second_and_was_signed_out_keeps_the_words_and_reads_who_rated_what_and_when(
    hub, enquiry, settings, script
):
    with at(world.MONDAY_NINE):
        steps.rate(enquiry, "green", when=world.MONDAY_NINE)
    address = f"/enquiries/{enquiry.reference}/rate"
    late = in_a_window(hub, "sw.tamarshire.2", address, script=script)
    late.choose("Amber")
    late.page.get_by_label("Why?", exact=True).fill(WORDS)
    hub.as_("sw.tamarshire.1", script=script).open(enquiry.reference).rate("red", because="He is afraid to go home.")
    after_the_session_has_ended(late, settings, "Rate it again")
    sign_in_again_and_send(late, "sw.tamarshire.2")
    winner = world.member("sw.tamarshire.1").name
    assert late.reads(f"{winner} rated this red since you opened this page. Look again, then choose.")
    assert late.page.get_by_label("Why?", exact=True).input_value() == WORDS
    assert late.page.get_by_label("Amber", exact=True).is_checked()
    assert late.reads(f"{winner}, 09:0")
    late.press("Rate it again")  # having looked
    assert late.reads("Rated amber"), late.text
    with world.backstage():
        assert [one.level for one in Rating.objects.order_by("rated_at")] == ["green", "red", "amber"]
