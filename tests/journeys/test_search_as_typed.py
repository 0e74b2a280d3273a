"""The one search box in a real browser: what is found stands below it while somebody types, on a phone as well."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, Route, expect

from mash.foundation.clock.now import now
from mash.pathway.people.matching import Description
from mash.pathway.people.models import Caution, Person, PersonAddress
from mash.pathway.people.register import keys_of
from tests import world
from tests.journeys.hub import Hub
from tests.journeys.window import Window

WORKER = "sw.tamarshire.1"
NAMES = [
    ("Kaci-Leigh", "Dunne-Ward"),
    ("Tyler", "Dunne-Ward"),
    ("Tyler", "Dunne-Ward"),
    ("Maureen", "Dunne"),
    ("Piran", "Voss"),
]


@pytest.fixture(autouse=True)
def known(hub: Hub) -> None:
    """A family, one of them known twice and one to be careful of, and a stranger whom the hub knows."""
    area = world.area().pk
    told = {"source": "Care records", "source_ref": "1", "loaded_at": now()}
    with world.backstage():
        for given, family in NAMES:
            keys = keys_of(Description(given=given, family=family))
            born = date(2017, 6, 20) if given == "Tyler" else None
            one = Person.add(given=given, family=family, born=born, areas=[area], keys=keys, made_at=now())
            if given == "Maureen":
                Caution.add(person=one, area=area, kind="violence", text="Threw a chair at a visitor", **told)
            else:
                home = {"address": "14 Mill Lane", "postcode": "ZZ991AA", "protected": given == "Kaci-Leigh"}
                PersonAddress.add(person=one, area=area, told_at=now(), **home)


@pytest.fixture(params=[False, True], ids=["a desk", "a phone"])
def window(hub: Hub, request: pytest.FixtureRequest) -> Window:
    """A social worker's window, at a desk and on a phone."""
    opened = hub.window(WORKER, phone=request.param)
    opened.sign_in(WORKER)
    return opened


def box_of(window: Window, where: str) -> Locator:
    return window.page.locator(f"{where} [type=search]")


def focused(window: Window) -> Locator:
    return window.page.locator(":focus")


@pytest.mark.rule(17)
def test_what_is_found_stands_below_the_box_of_the_register_while_somebody_types(window: Window) -> None:
    window.go("/people/")
    found, box = window.page.locator("#found"), box_of(window, "main")
    box.press_sequentially("dunne w", delay=20)
    expect(found).to_contain_text("Kaci-Leigh Dunne-Ward")
    expect(found).not_to_contain_text("Piran Voss")
    expect(box).to_be_focused()
    expect(box).to_have_value("dunne w")
    expect(window.page).to_have_url(re.compile(r"/people/\?q=dunne\+w$"))
    expect(window.page.locator("main > [role=status]")).to_have_text(re.compile(r"^\d people found"))
    assert window.accessibility_faults() == []
    window.picture("people-as-typed")
    box.fill("14 Mill Lane")
    expect(found).to_contain_text("Lives there now")
    window.picture("place-as-typed")
    box.fill("dunne w")
    expect(found).to_contain_text("Take care Has been violent")

    box.press("ArrowDown")
    expect(focused(window)).to_have_text(re.compile("Dunne"))
    focused(window).press("Escape")
    expect(box).to_be_focused()
    box.press("ArrowDown")
    focused(window).press("Enter")
    window.page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}$"))
    window.page.go_back()
    expect(box).to_have_value("dunne w")
    expect(found).to_contain_text("Kaci-Leigh Dunne-Ward")
    box.fill("")
    expect(found).to_be_empty()
    expect(window.page).to_have_url(re.compile(r"/people/$"))


@pytest.mark.rule(17)
def test_the_box_of_every_page_shows_whom_it_finds_and_the_arrows_lead_to_them(window: Window) -> None:
    window.go("/start")
    panel, box = window.page.locator("#find-found"), box_of(window, ".mash-masthead")
    window.page.keyboard.press("/")
    expect(box).to_be_focused()
    window.page.keyboard.type("dunne w", delay=20)
    expect(panel).to_contain_text("Tyler Dunne-Ward")
    expect(panel).not_to_contain_text("Piran Voss")
    assert window.accessibility_faults() == []
    assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    window.picture("start-as-typed")

    box.press("Escape")
    expect(panel).to_be_hidden()
    expect(box).to_have_value("dunne w")
    expect(box).to_be_focused()
    expect(window.page).to_have_url(re.compile("/start$"))
    box.press("ArrowDown")
    expect(panel).to_be_visible()
    expect(focused(window)).to_have_text(re.compile("Dunne"))
    focused(window).press("ArrowUp")
    expect(box).to_be_focused()
    window.page.keyboard.press("ArrowDown")
    focused(window).press("Enter")
    window.page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}$"))
    assert window.reads("Dunne")


@pytest.mark.rule(17)
def test_an_older_answer_never_stands_in_the_place_of_a_newer_one(hub: Hub) -> None:
    window = hub.as_(WORKER).window
    window.visit("/people/")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    window.page.route("**/people/", hold_the_first)
    box, found = box_of(window, "main"), window.page.locator("#found")
    with window.page.expect_request("**/people/"):
        box.fill("voss")
    box.fill("maureen")
    expect(found).to_contain_text("Maureen Dunne")
    held[0].abort()
    expect(found).not_to_contain_text("Voss")
    expect(found).to_contain_text("Maureen Dunne")


@pytest.mark.rule(17)
def test_without_an_answer_the_box_says_so_and_enter_still_searches(hub: Hub) -> None:
    window = hub.as_(WORKER).window
    window.visit("/people/")
    window.page.route("**/people/", lambda route: route.fulfill(status=404, body="gone"))
    box, found = box_of(window, "main"), window.page.locator("#found")
    box.fill("maureen")
    expect(found).to_have_text("There is no answer. Press Enter to search.")
    window.page.unroute("**/people/")
    box.press("Enter")
    window.page.wait_for_url("**/people/?q=maureen")
    expect(found).to_contain_text("Maureen Dunne")


@pytest.mark.rule(17)
def test_without_a_script_the_box_searches_as_it_did(hub: Hub) -> None:
    window = hub.as_(WORKER, script=False).window
    window.go("/start")
    box_of(window, ".mash-masthead").fill("maureen")
    box_of(window, ".mash-masthead").press("Enter")
    assert window.reads("Maureen Dunne")
