"""The pages where enquiries are found and worked on, in a real browser."""

from __future__ import annotations

from typing import Any, cast

import pytest
from django.conf import settings

from tests.journeys.hub import Hub
from tests.pathway import scene, steps

BOARD = "mash.desks.board"


def work() -> str:
    """Three enquiries at different stages; the reference of the red one."""
    scene.enquiry(people=scene.FAMILY[:1])
    steps.rate(scene.enquiry(), "green")
    red = scene.enquiry()
    steps.rate(red, "red")
    steps.answer(red, "police.1", rating="red", mum=steps.item("Two call-outs in January.", "restricted"))
    return red.reference


@pytest.mark.rule(91)
@pytest.mark.parametrize("phone", [False, True])
def test_the_desks_pages_are_for_everybody(hub: Hub, phone: bool) -> None:
    red = work()
    hub.later(hours=1)
    for username in ("sw.tamarshire.1", "pm.tamarshire.1", "calls.tamarshire.1", "police.1"):
        window = hub.as_(username, phone=phone).window
        window.go("/start")
        if BOARD in settings.DESKS:
            window.go("/board")
        window.go(f"/enquiries/{red}/")


@pytest.mark.skipif(BOARD not in settings.DESKS, reason="this hub has no board")
def test_from_the_board_to_an_enquiry_by_keyboard_alone(hub: Hub) -> None:
    red = work()
    window = hub.as_("sw.tamarshire.1").window
    window.go("/board")
    window.page.keyboard.press("j")
    window.page.keyboard.press("Enter")
    window.page.wait_for_url(f"**/enquiries/{red}/")


def test_every_word_of_an_enquiry_is_there_without_javascript(hub: Hub) -> None:
    red = work()
    with_script = hub.as_("pm.tamarshire.1").window
    with_script.go(f"/enquiries/{red}/")
    without = hub.window("without script", script=False)
    without.context.add_cookies(cast(Any, with_script.context.cookies()))
    without.page.goto(f"{hub.address}/enquiries/{red}/")
    assert "Two call-outs in January." in without.text
    assert without.text == with_script.text
