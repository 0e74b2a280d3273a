"""What people at the desks do with an enquiry, in their own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from playwright.sync_api import Locator

from tests.journeys.window import Window

REPLIES = {
    "no_trace": "Not known to us",
    "nothing_relevant": "Known, nothing relevant",
    "information": "We know something",
    "holding": "We cannot answer yet",
    "refused": "We will not answer",
}


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that an agency knows, with its handling."""

    text: str
    handling: str
    conditions: str = ""
    happened: str = ""
    source: str = ""
    about: Sequence[str] = ()


class Colleague:
    """Somebody who is signed in."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def open(self, reference: str) -> AtEnquiry:
        """Open an enquiry's page."""
        self.window.go(f"/enquiries/{reference}/")
        return AtEnquiry(self.window, reference)

    def find(self, reference: str) -> AtEnquiry:
        """Open an enquiry from the board, or from the start page of a hub that has none."""
        if "mash.desks.board" in settings.DESKS:
            self.window.go("/board")
            self.window.page.locator(f"#row-{reference} th a").click()
        else:
            self.window.go("/start")
            self.window.page.get_by_role("row").filter(has_text=reference).get_by_role("link").first.click()
        self.window.page.wait_for_url(f"**/enquiries/{reference}/")
        self.window.look()
        return AtEnquiry(self.window, reference)

    def _open_request(self, reference: str) -> None:
        """From the start page to the request about an enquiry, as a researcher goes."""
        self.window.go("/start")
        self.window.page.get_by_role("row").filter(has_text=reference).get_by_role("link").first.click()
        self.window.look()

    def answer_nothing_known(self, reference: str) -> None:
        """Answer that nothing is known about any of them: two clicks."""
        self._open_request(reference)
        self.window.press("Nothing known about any of them")
        self.window.press("Not known to us: answer")
        assert self.window.reads("Answered: not known to you."), self.window.text

    def answer(self, reference: str, *, rating: str = "none", **known: str | Known) -> None:
        """Answer the own agency's request: by the given name of each person a reply, or what is known.

        Whoever is not named is not known.
        """
        window = self.window
        self._open_request(reference)
        for card in window.page.locator("form section.mash-card").all():
            title = card.get_by_role("heading").first.inner_text()
            said = known.get(title.split()[0].lower(), "no_trace")
            if isinstance(said, Known):
                self._inform(card, said)
            else:
                window.choose(REPLIES[said], within=card)
        view = window.group("How urgent does your agency find this?")
        view.locator(f'[name="rating"][value="{rating}"]').check()
        window.press("Answer", exact=True)
        assert window.reads("Your answer is with the hub."), window.text

    def _inform(self, card: Locator, known: Known) -> None:
        window = self.window
        window.choose(REPLIES["information"], within=card)
        window.fill("What is known?", known.text, within=card)
        window.choose(known.handling.title(), within=card)
        if known.conditions:
            window.fill("Conditions", known.conditions, within=card)
        if known.happened:
            for part, text in zip(("Year", "Month", "Day"), known.happened.split("-"), strict=True):
                card.get_by_label(part, exact=True).fill(text)
        if known.source or known.about:
            card.get_by_text("Where it is from, who else it is about").click()
            window.fill("Where is it from?", known.source, within=card)
            for name in known.about:
                window.choose(name, within=card)

    def agree(self, *, gist: str = "") -> None:
        """Agree to what waits to be let out; with a gist, to that in its place."""
        window = self.window
        window.go("/permissions/")
        window.page.locator("main table a").first.click()
        window.look()
        window.choose("A gist may go in its place" if gist else "Yes, as it is")
        if gist:
            window.fill("The gist", gist)
        window.press("Answer", exact=True)
        assert window.reads("Agreed"), window.text

    def read_handover(self, reference: str) -> str:
        """Read what waits for the own team."""
        window = self.window
        window.go("/handovers/")
        window.page.get_by_role("row").filter(has_text=reference).get_by_role("link").first.click()
        window.look()
        return window.text

    def acknowledge(self, reference: str) -> None:
        """Read what waits for the own team, and acknowledge it."""
        self.read_handover(reference)
        self.window.press("Acknowledge", exact=True)
        assert self.window.reads("Acknowledged"), self.window.text


class AtEnquiry:
    """Somebody who works on one enquiry."""

    def __init__(self, window: Window, reference: str) -> None:
        self.window = window
        self.reference = reference

    def _open(self) -> None:
        self.window.go(f"/enquiries/{self.reference}/")

    @property
    def text(self) -> str:
        """All that the page holds for this reader, folded parts included."""
        self._open()
        return self.window.text

    @property
    def next(self) -> str:
        """What stands to be done next."""
        self._open()
        return self.window.page.locator("#next").inner_text().splitlines()[0]

    def take(self) -> None:
        """Take it."""
        self.window.press("Take it")
        assert self.window.reads("Take it over") or self.window.reads("with "), self.window.text

    def identify(self, given: str) -> None:
        """Find that somebody is new to the register."""
        self._open()
        self.window.unfold("people")
        self.window.press(f"Look up {given}")
        self.window.press("New person")

    def rate(self, level: str, *, because: str) -> None:
        """Rate it, or rate it again, with whatever the page proposes for the rest."""
        window = self.window
        window.go(f"/enquiries/{self.reference}/rate")
        window.choose(level.title())
        window.page.get_by_label("Why?", exact=True).fill(because)
        window.press("Rate it")
        assert window.reads(f"Rated {level}"), window.text

    def decide(self, threshold: int, *, because: str, outcomes: Mapping[str, tuple[str, str]]) -> None:
        """Decide: by given name an outcome and a team."""
        window = self.window
        self._open()
        window.press("Decide", within=window.page.locator("#next"))
        for card in window.page.locator("form section.mash-card").all():
            name = card.locator("legend").inner_text()
            outcome, team = outcomes[name.split()[0].lower()]
            card.get_by_label("What follows?").select_option(outcome)
            card.get_by_label("Team", exact=True).select_option(team)
        window.page.locator(f'[name="threshold"][value="{threshold}"]').check()
        window.fill("Why do you decide so?", because)
        window.press("See what will happen")
        window.press("Decide", exact=True)
        assert window.reads("Decided"), window.text

    def prepare(self, team: str) -> AtRelease:
        """Begin to prepare what a team will get."""
        self.window.go(f"/enquiries/{self.reference}/release/{team}")
        return AtRelease(self.window, team)

    def approve(self, team: str) -> None:
        """As the second person: read what is to leave, then approve it."""
        window = self.window
        self._open()
        window.press("Read the release")
        window.press("I have read it")
        window.press(f"Approve and send to {team}")
        assert window.reads("Sent to"), window.text

    def tell_referrer(self, text: str) -> None:
        """Tell the referrer."""
        self.window.go(f"/enquiries/{self.reference}/feedback")
        self.window.fill("What is the referrer told?", text)
        self.window.press("Tell them")

    def close(self) -> None:
        """Close it."""
        self.window.go(f"/enquiries/{self.reference}/close")
        self.window.press("Close it")
        assert self.window.reads("closed"), self.window.text


class AtRelease:
    """A practice manager who prepares what a team will get."""

    def __init__(self, window: Window, team: str) -> None:
        self.window = window
        self.team = team

    def _offer(self, text: str) -> Locator:
        return self.window.page.locator("section.mash-card").filter(has_text=text)

    def may_go(self, text: str) -> bool:
        """Whether what the hub holds can be chosen."""
        return self._offer(text).get_by_role("checkbox").count() == 1

    def ask_owner(self, text: str, *, purpose: str) -> None:
        """Ask the owner of an item whether it may go to this team."""
        window = self.window
        self._offer(text).get_by_role("link", name="ask ").click()
        window.look()
        window.fill("What does the team need it for?", purpose)
        window.page.locator("main form button").last.click()
        window.look()

    def send_on(self, *, items: Sequence[str], note: str = "") -> None:
        """Choose items by their words, add a note, and send it to the second reader."""
        window = self.window
        for text in items:
            self._offer(text).get_by_role("checkbox").check()
        window.fill("Note to the team", note)
        window.press("Send to the second reader")
        assert window.reads("A second practice manager reads it next"), window.text
