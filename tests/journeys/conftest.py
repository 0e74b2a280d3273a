"""Stands the hub up for journeys in a real browser: one server and one browser for a file of journeys."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from tests import world
from tests.committed import clear
from tests.journeys.hub import Hub
from tests.journeys.served import Story, served

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
]
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey."""
    for item in items:
        if "tests/journeys/" in item.nodeid:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="module")  # another module may have a browser of its own, and one thread holds one at a time
def browser() -> Iterator[Browser]:
    """The browser that MASH_CHROME names, or the system's."""
    with opened() as browser:
        yield browser


@contextmanager
def opened(*more: str) -> Iterator[Browser]:
    """A browser with these arguments besides the usual ones."""
    chrome = os.environ.get("MASH_CHROME") or next(filter(None, map(shutil.which, NAMES)), None)
    if chrome is None:
        pytest.fail("The journeys need Chrome or Chromium. `make test` gets one, or name one by MASH_CHROME.")
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps a loop in this thread, for which Django takes every query here to be asynchronous.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=chrome, args=[*ARGUMENTS, *more])
        yield browser
        browser.close()


@pytest.fixture
def hub(django_db_setup: None, django_db_blocker: Any, browser: Browser) -> Iterator[Hub]:
    """A hub that serves, with its demo partnership and nothing else, on Monday 2 March 2026 at nine."""
    story = Story(world.MONDAY_NINE)
    with django_db_blocker.unblock():
        clear()
        with served(story) as address:
            it = Hub(browser, address, story)
            yield it
            it.close()
        clear()
        connections.close_all()  # beside Playwright's loop Django keeps connections of their own
    assert not it.faults, "\n".join(it.faults)
