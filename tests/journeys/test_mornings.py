"""A morning as each of those who work with the hub: what `docs/mornings/` tells is done here, and its pictures taken.

`make docs` keeps the pictures; without it the journeys only walk the way that the pages tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, expect

from mash.demo.play.runner import play, usernames, verbs
from mash.demo.play.scenario import scenario
from tests.committed import clear
from tests.journeys.hub import Hub
from tests.journeys.morning import morning
from tests.journeys.served import Story, served

ELEVEN = datetime(2026, 3, 2, 11, tzinfo=UTC)
DOCS = Path(__file__).parents[2] / "docs"
PICTURE = re.compile(r"pictures/([\w-]+)\.png")


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any, browser: Browser) -> Iterator[tuple[Hub, dict[str, str]]]:
    """The hub on that morning, and the reference of each enquiry by its family."""
    with django_db_blocker.unblock():
        clear()
        ended = play(scenario(morning(), verbs=verbs(), usernames=usernames()))
        assert ended["failed"] == 0, [step for step in ended["steps"] if step["outcome"] != "made"]
        references = {
            step["as"]: step["result"]["reference"] for step in ended["steps"] if step["do"] == "receive_enquiry"
        }
        story = Story(ELEVEN)
        with served(story) as address:
            hub = Hub(browser, address, story)
            yield hub, references
            hub.close()
        clear()
        connections.close_all()
    assert not hub.faults, "\n".join(hub.faults)


@pytest.fixture
def hub(played: tuple[Hub, dict[str, str]]) -> Hub:
    return played[0]


@pytest.fixture
def references(played: tuple[Hub, dict[str, str]]) -> dict[str, str]:
    return played[1]


def test_a_morning_as_a_neighbour(hub: Hub) -> None:
    window = hub.as_the_public(phone=True).window
    window.go("/")
    window.show("front-door")
    window.press("Tell us about Tamarshire")
    window.choose("No", within=window.group("Is anyone in danger right now?"))
    window.press("Continue")
    window.fill("First name, or what you call them", "Little boy at number 9")
    window.fill("How old are they?", "about 4")
    window.show("front-door-question")
    window.press("Continue")
    window.fill("What is happening?", "He stands at the window all day and there is shouting at night.")
    for _ in ("what is happening", "the others", "files", "whether it is safe", "who they are"):
        window.press("Continue")
    window.press("Send", exact=True)
    assert window.reads("What happens next")
    window.show("front-door-sent")


def test_a_morning_as_a_teacher(hub: Hub, references: dict[str, str]) -> None:
    window = hub.as_professional("school.1").window
    window.go("/enquire/professional/")
    window.show("professional-tasks")
    window.go("/enquire/mine/")
    window.page.get_by_role("link", name=references["dunnes"]).click()
    window.look()
    assert not window.reads("call-outs")
    window.show("professional-sent")


def test_a_morning_as_a_call_handler(hub: Hub) -> None:
    window = hub.as_("calls.tamarshire.1").window
    window.go("/enquiries/new")
    window.fill(
        "What are they telling you?", "It's my daughter's little one. She's been at mine on Mill Lane since Friday."
    )
    named = window.page.locator("[data-prefix]")
    window.fill("First name", "Kacey Leigh", within=named.nth(0))
    window.fill("Age", "about 6", within=named.nth(0))
    window.fill("Address or place", "Mill Lane", within=named.nth(0))
    window.page.keyboard.press("Alt+p")
    window.fill("First name", "Stacy", within=named.nth(1))
    window.fill("Last name", "Dunne", within=named.nth(1))
    expect(named.nth(0)).to_contain_text("Kaci-Leigh Dunne-Ward")
    expect(window.page.locator("[data-save]")).to_have_text(re.compile(r"saved \d\d:\d\d:\d\d"))
    window.show("call")


def test_a_morning_as_a_social_worker(hub: Hub, references: dict[str, str]) -> None:
    worker = hub.as_("sw.tamarshire.1")
    worker.window.go("/start")
    worker.window.show("social-worker-start")
    if "mash.desks.board" in settings.DESKS:
        worker.window.go("/board")
        worker.window.show("board")
    worker.open(references["dunnes"])
    assert worker.window.reads("Elbow fracture")
    assert worker.window.reads("keeps a knife")
    worker.window.show("enquiry")
    worker.open(references["idris"]).take()
    worker.window.go(f"/enquiries/{references['idris']}/rate")
    worker.window.choose("Green")
    worker.window.show("rate")


def test_a_morning_as_a_researcher_in_the_hub(hub: Hub, references: dict[str, str]) -> None:
    researcher = hub.as_("education.1")
    researcher.window.go("/start")
    researcher.window.show("researcher-start")
    researcher.open(references["dunnes"])
    assert not researcher.window.reads("keeps a knife")
    assert not researcher.window.reads("call-outs")
    researcher._open_request(references["dunnes"])
    researcher.window.show("request")


def test_a_morning_as_a_partner_outside_the_hub(hub: Hub, references: dict[str, str]) -> None:
    partner = hub.as_("probation.1", phone=True)
    partner.window.go("/start")
    partner.window.show("partner-start")
    partner._open_request(references["dunnes"])
    assert not partner.window.reads("Elbow fracture")
    partner.window.show("partner-request")


def test_a_morning_as_a_practice_manager(hub: Hub, references: dict[str, str]) -> None:
    manager = hub.as_("pm.tamarshire.1").window
    manager.go(f"/enquiries/{references['dunnes']}/decide")
    manager.show("decide")
    manager.go(f"/enquiries/{references['looms']}/release/tamar-south")
    manager.show("release")
    second = hub.as_("pm.tamarshire.2").window
    second.go("/start")
    assert second.reads("Darren is at the gate")
    assert second.reads(references["looms"])
    second.show("practice-manager-start")
    hub.as_("pm.tamarshire.2").open(references["looms"])
    second.press("Read the release")
    second.show("second-reader")


def test_a_morning_as_a_team(hub: Hub, references: dict[str, str]) -> None:
    team = hub.as_("team.tamar-north.1", phone=True)
    team.window.go("/start")
    team.window.show("team-start")
    received = team.read_handover(references["looms"])
    assert "Please see Rowan at school before three." in received
    team.window.show("handover")


def test_a_morning_as_an_auditor(hub: Hub) -> None:
    window = hub.as_("auditor.1").window
    window.go("/start")
    if "mash.desks.oversight" in settings.DESKS:
        window.go("/ledger/")
        window.show("auditor")
        window.go("/ledger/seal")
        window.show("auditor-seal")


def test_a_morning_as_an_administrator(hub: Hub) -> None:
    window = hub.as_("admin.1").window
    window.go("/start")
    if "mash.desks.setup" in settings.DESKS:
        window.go("/admin-desk/")
        window.show("administrator")
        window.go("/admin-desk/access")
        window.show("access-table")


def test_a_morning_as_an_analyst(hub: Hub) -> None:
    window = hub.as_("analyst.1").window
    window.go("/start")
    if "mash.desks.insight" in settings.DESKS:
        window.go("/insight/")
        window.show("analyst")


def test_every_picture_of_the_pages_is_taken_here_and_every_one_taken_stands_on_a_page() -> None:
    pages = [DOCS.parent / "README.md", *DOCS.rglob("*.md")]
    named = {name for page in pages for name in PICTURE.findall(page.read_text("utf-8"))}
    taken = set(re.findall(r'\.show\("([\w-]+)"\)', Path(__file__).read_text("utf-8")))
    kept = {file.stem for file in (DOCS / "pictures").glob("*.png")}
    assert named
    assert named == taken == kept
