"""Stands the hub up for journeys in a real browser: one server and one browser for a file of journeys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser

from tests import world
from tests.committed import clear
from tests.journeys.browsers import opened
from tests.journeys.hub import Hub
from tests.journeys.served import Story, served


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
