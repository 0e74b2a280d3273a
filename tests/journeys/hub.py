"""The language of the journeys: who does what, in the words of those who do it. The clicking is hidden here."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.journeys.desk import Colleague
from tests.journeys.front_door import Enquirer
from tests.journeys.served import Story
from tests.journeys.window import Window


class Hub:
    """A hub that serves: everybody has a window of their own."""

    def __init__(self, browser: Browser, address: str, story: Story) -> None:
        self._browser = browser
        self.address = address
        self.story = story
        self._windows: dict[str, Window] = {}

    def window(self, name: str, *, phone: bool = False, script: bool = True) -> Window:
        """The window of this name; a new one unless it is open."""
        if name not in self._windows:
            self._windows[name] = Window(self._browser, self.address, phone=phone, script=script)
        return self._windows[name]

    def as_(self, username: str, *, phone: bool = False, script: bool = True) -> Colleague:
        """Somebody of the demo partnership, signed in."""
        known = username in self._windows
        window = self.window(username, phone=phone, script=script)
        if not known:
            window.sign_in(username)
        return Colleague(window)

    def as_the_public(self, *, phone: bool = False, script: bool = True) -> Enquirer:
        """Somebody without an account."""
        return Enquirer(self.window("the public", phone=phone, script=script))

    def as_professional(self, username: str) -> Enquirer:
        """A professional who has an account, at the front door."""
        return Enquirer(self.as_(username).window)

    def later(self, **span: float) -> None:
        """Let time pass in the story."""
        self.story.later(**span)

    @property
    def faults(self) -> list[str]:
        """What any window complained of."""
        return [f"{name}: {fault}" for name, window in self._windows.items() for fault in window.faults]

    def close(self) -> None:
        """Close every window."""
        for window in self._windows.values():
            window.close()
