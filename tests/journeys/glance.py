"""Looks at one page, loaded once, with every eye: what axe finds, what Tab reaches, what a small window hides."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession

from tests.journeys.window import DESK, PHONE, Window

GLANCE = (Path(__file__).parent / "glance.js").read_text("utf-8")
ZOOMED = {"width": DESK["width"] // 2, "height": DESK["height"] // 2}
TAB = {"type": "keyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
SMALLEST_TARGETS = (
    "async () => (await axe.run(document, {runOnly: ['target-size']})).violations"
    ".flatMap((rule) => rule.nodes.map((node) => `too small a target: ${node.target}`))"
)


class Eye(StrEnum):
    """Whose way of meeting a page it is."""

    AXE = "axe"
    PHONE = "a window of 320 pixels"
    ZOOM = "twice the size"
    SPACING = "wider spacing"
    KEYBOARD = "keyboard"
    NAME = "what the page calls itself"
    NO_SCRIPT = "without JavaScript"


@dataclass(slots=True)
class Glance:
    """What one page looked like, and the faults found by each eye."""

    address: str
    title: str
    faults: dict[Eye, list[str]] = field(default_factory=dict)


class Looker:
    """Looks at pages through one person's window."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self._keys: CDPSession = window.context.new_cdp_session(window.page)

    def look(self, address: str) -> Glance:
        """Load a page, unfold all of it, and look."""
        page = self.window.page
        page.set_viewport_size(DESK)  # type: ignore[arg-type]  # a TypedDict of the same shape
        answer = self.window.visit(address)
        assert answer is not None
        assert answer.ok, f"{address} cannot be seen any more"
        served = answer.text()
        page.evaluate(GLANCE)
        page.evaluate("glance.ready()")
        page.evaluate("glance.unfold()")
        what: dict[str, Any] = page.evaluate("glance.what()")
        return Glance(
            address,
            what["title"],
            {
                Eye.NAME: what["faults"],
                Eye.KEYBOARD: self._by_keyboard(),
                Eye.AXE: self._by_axe(),
                Eye.ZOOM: self._resized(ZOOMED),
                Eye.PHONE: [*self._resized(PHONE), *page.evaluate(SMALLEST_TARGETS)],
                Eye.SPACING: page.evaluate("glance.spaced()"),
                Eye.NO_SCRIPT: page.evaluate(
                    "(served) => glance.withoutScript(served)", served
                ),  # last: it undoes much
            },
        )

    def _by_keyboard(self) -> list[str]:
        page = self.window.page
        for _ in range(page.evaluate("glance.listen()")):
            self._keys.send("Input.dispatchKeyEvent", TAB)
        return [*page.evaluate("glance.reached()"), *page.evaluate("glance.focus()")]

    def _by_axe(self) -> list[str]:
        page = self.window.page
        page.evaluate("glance.unfold(true)")
        faults = self.window.accessibility_faults()
        page.evaluate("glance.unfold()")
        return faults

    def _resized(self, size: dict[str, int]) -> list[str]:
        page = self.window.page
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a TypedDict of the same shape
        faults: list[str] = page.evaluate("glance.fits()")
        return faults
