"""Chrome or Chromium for the journeys: the browser that MASH_CHROME names, or the system's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
)
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


@contextmanager
def opened(*more: str) -> Iterator[Browser]:
    """A browser with these arguments besides the usual ones."""
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps a loop in this thread, for which Django takes every query here to be asynchronous.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chrome = os.environ.get("MASH_CHROME") or next(filter(None, map(shutil.which, NAMES)), None)
        if chrome is None:
            pytest.fail("The journeys need Chrome or Chromium. `make test` gets one, or name one by MASH_CHROME.")
        browser = playwright.chromium.launch(executable_path=chrome, args=[*ARGUMENTS, *more])
        yield browser
        browser.close()
