"""The board in two rooms at once: what one changes the other is told of, and nothing moves under anybody's eyes."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from playwright.sync_api import Locator, expect

from mash.pathway.enquiries.models import Enquiry
from tests.journeys.hub import Hub
from tests.journeys.window import Window
from tests.pathway import scene, steps

pytestmark = pytest.mark.skipif("mash.desks.board" not in settings.DESKS, reason="this hub has no board")

SW, COLLEAGUE = "sw.tamarshire.1", "sw.tamarshire.2"
WITHIN_MS = 15_000


def rated(level: str) -> Enquiry:
    enquiry = scene.enquiry()
    steps.rate(enquiry, level)
    return enquiry


def line(window: Window, enquiry: Enquiry) -> Locator:
    return window.page.locator(f"#row-{enquiry.reference}")


def lines(window: Window) -> list[str]:
    found = window.page.locator("[data-row]")
    return [str(one.get_attribute("id")) for one in found.all()]


def focused(window: Window) -> str:
    return str(window.page.evaluate("document.activeElement.closest('[data-row]')?.id ?? document.activeElement.id"))


def test_what_a_colleague_does_is_told_and_shown_when_asked_for(hub: Hub) -> None:
    green, amber = rated("green"), rated("amber")
    mine, theirs = hub.as_(SW).window, hub.as_(COLLEAGUE).window
    mine.go("/board")
    theirs.go("/board")
    mine.page.keyboard.press("j")
    mine.page.keyboard.press("j")
    assert focused(mine) == f"row-{green.reference}"
    before = lines(mine)

    red = rated("red")
    line(theirs, amber).get_by_role("button", name="take").click()
    assert theirs.reads(f"{amber.reference} is yours now.")

    told = mine.page.get_by_role("status").get_by_role("link", name="2 changes: show")
    told.wait_for(timeout=WITHIN_MS)
    assert lines(mine) == before  # nothing has moved
    assert focused(mine) == f"row-{green.reference}"
    expect(mine.page.get_by_role("link", name="Gathering 3")).to_be_visible()  # the counts tell it too
    mine.picture("board-changes")

    where = line(mine, green).bounding_box()
    told.click()
    expect(line(mine, red)).to_contain_text("New")
    expect(line(mine, amber)).to_contain_text("Changed")
    assert lines(mine) == [f"row-{one.reference}" for one in (red, amber, green)]
    assert focused(mine) == f"row-{green.reference}"  # who was on a line is on it still
    assert where is not None
    expect(told).to_have_count(0)
    mine.picture("board-shown")
    mine.faults.extend(mine.accessibility_faults())


def test_how_long_there_is_goes_on_by_itself(hub: Hub) -> None:
    red = rated("red")
    window = hub.as_(SW).window
    window.go("/board")
    assert "overdue" not in line(window, red).inner_text()
    hub.later(hours=9)
    expect(line(window, red)).to_contain_text("overdue", timeout=WITHIN_MS)
    expect(window.page.get_by_role("link", name="1 change: show")).to_be_visible()  # that agencies are late is news


def test_two_who_take_the_same_both_learn_who_has_it(hub: Hub) -> None:
    enquiry = scene.enquiry()
    mine, theirs = hub.as_(SW).window, hub.as_(COLLEAGUE).window
    for window in (mine, theirs):
        window.go("/board?state=to-rate")
        window.page.keyboard.press("j")
    mine.page.keyboard.press("t")
    mine.page.get_by_text(f"{enquiry.reference} is yours now.").wait_for()
    assert mine.page.url.endswith("/board?state=to-rate")
    theirs.page.keyboard.press("t")
    theirs.page.get_by_role("heading", name="Somebody has taken it").wait_for()
    theirs.look()
    theirs.press("Back")
    assert theirs.page.url.endswith("/board?state=to-rate")
    assert "take" not in line(theirs, enquiry).inner_text()


def test_the_whole_board_by_keyboard(hub: Hub) -> None:
    first, second = rated("red"), scene.enquiry(people=[{**scene.FAMILY[0], "family": "Marsh"}])
    window = hub.as_(SW).window
    keys = window.page.keyboard
    window.go("/board")
    keys.press("t")  # on no line: takes nothing
    assert line(window, second).get_by_role("button", name="take").is_visible()
    for key, where in (("j", first), ("j", second), ("j", second), ("k", first)):
        keys.press(key)
        assert focused(window) == f"row-{where.reference}"
    keys.press("/")
    assert focused(window) == "find-here"
    keys.type("marsh jk")
    assert window.page.locator("#find-here").input_value() == "marsh jk"  # keys are letters in a box
    window.page.locator("#find-here").fill("marsh")
    keys.press("Enter")
    window.page.wait_for_url("**/board?find=marsh")
    assert lines(window) == [f"row-{second.reference}"]
    keys.press("?")
    expect(window.page.get_by_role("button", name="Turn single keys off")).to_be_visible()
    keys.press("j")
    keys.press("Enter")
    window.page.wait_for_url(f"**/enquiries/{second.reference}/")


def test_single_keys_can_be_turned_off_and_stay_off(hub: Hub) -> None:
    rated("red")
    window = hub.as_(SW).window
    window.go("/board")
    window.page.keyboard.press("?")
    window.page.get_by_role("button", name="Turn single keys off").click()
    window.go("/board?show=all")
    window.page.keyboard.press("j")
    assert not focused(window).startswith("row-")


def test_a_filter_stands_in_the_address_and_survives_a_reload(hub: Hub) -> None:
    mine, other = rated("red"), scene.enquiry()
    window = hub.as_(SW).window
    window.go("/board")
    window.press("nobody's", exact=True)
    window.press("To rate")
    assert re.search(r"/board\?state=to-rate&show=nobodys$", window.page.url)
    window.page.reload()
    assert lines(window) == [f"row-{other.reference}"]
    assert f"row-{mine.reference}" not in lines(window)


def test_a_board_whose_session_has_ended_says_so_and_asks_no_more(hub: Hub) -> None:
    rated("red")
    window = hub.as_(SW).window
    window.go("/board?state=gathering")
    window.context.clear_cookies()
    notice = window.page.get_by_role("alert")
    notice.wait_for(timeout=WITHIN_MS)
    assert "You are signed out" in notice.inner_text()
    link = notice.get_by_role("link", name="Sign in").get_attribute("href")
    assert str(link).endswith("/sign-in?next=%2Fboard%3Fstate%3Dgathering")
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url))
    window.page.wait_for_timeout(11_000)
    assert asked == []


def test_without_a_script_a_link_shows_what_has_changed(hub: Hub) -> None:
    first = rated("green")
    window = hub.as_(SW, script=False).window
    window.go("/board?state=gathering")
    second = rated("red")
    window.press("Look for changes")
    assert window.page.url.endswith("/board?state=gathering")
    assert lines(window) == [f"row-{second.reference}", f"row-{first.reference}"]
    window.page.locator("#find-here").fill(second.reference)
    window.page.locator("#find-here").press("Enter")
    assert lines(window) == [f"row-{second.reference}"]
