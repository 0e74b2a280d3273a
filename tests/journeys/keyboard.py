"""Somebody who has no mouse: reaches things by Tab, chooses by arrows and Space, presses by Enter."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.window import Window

MOST_TABS = 90
FOCUSED = (
    "() => { const at = document.activeElement;"
    " const said = [...(at.labels ?? []), at].map((one) => one.innerText).join(' ');"
    " const group = at.closest('fieldset')?.querySelector('legend')?.innerText ?? '';"
    " return [at.type ?? '', said.replace(/\\s+/g, ' ').trim(), group.replace(/\\s+/g, ' ').trim()] }"
)


class Keys:
    """The keyboard of one window. What is reached is found by its label or its words, going on with Tab."""

    def __init__(self, window: Window) -> None:
        self.page: Page = window.page

    def reach(self, name: str, *, within: str = "") -> None:
        """Go on with Tab until something of this name has the focus; `within` a group with this legend, if any."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            _, said, group = self._focused()
            if name in said and within in group:
                return
        raise AssertionError(f"no key leads to {name!r} on {self.page.url}")

    def write(self, name: str, text: str) -> None:
        """Type into the next box of this name."""
        self.reach(name)
        self.page.keyboard.type(text)

    def tick(self, name: str) -> None:
        """Tick the next box of this name."""
        self.reach(name)
        self.page.keyboard.press("Space")

    def choose(self, name: str, *, of: str) -> None:
        """Choose one of the radio buttons with this legend: Tab comes to the first of them, arrows to the others."""
        self.reach("", within=of)
        self.page.keyboard.press("Space")
        for _ in range(12):
            if self._focused()[1] == name:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {name!r} of {of!r} on {self.page.url}")

    def press(self, name: str, *, key: str = "Enter") -> None:
        """Press the next button or link of this name, and wait for where it leads."""
        self.reach(name)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def _focused(self) -> tuple[str, str, str]:
        kind, said, group = self.page.evaluate(FOCUSED)
        return kind, said, group
