"""What people do who set a county up, and who come to it for the first time."""

from __future__ import annotations

import time
from collections.abc import Sequence

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.journeys.window import Window

PASSWORD = "willow harbour lantern 9"
STEP_SECONDS = 30


def come_in(window: Window, path: str) -> None:
    """Open a welcome link, set a password, and set up an authenticator app."""
    window.visit(path)
    window.fill("New password", PASSWORD)
    window.fill("New password again", PASSWORD)
    window.press("Set password and go on")
    secret = window.page.locator(".mash-secret").inner_text().replace(" ", "")
    window.fill("Code that the app shows", _code(secret))
    window.press("Go on", exact=True)
    assert window.reads("Write them down or print them now"), window.text
    window.press("I have kept them")


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // STEP_SECONDS)))


class Administrator:
    """Somebody at the set-up desk."""

    def __init__(self, window: Window) -> None:
        self.window = window

    @property
    def missing(self) -> str:
        """What the checklist says."""
        self.window.go("/admin-desk/")
        return self.window.text

    def _at(self, subject: str) -> None:
        self.window.page.get_by_role("navigation", name="Set-up").get_by_role("link", name=subject, exact=True).click()
        self.window.page.wait_for_load_state()
        self.window.look()

    def _saved(self, text: str) -> None:
        assert self.window.reads(text), self.window.text

    def describe_area(self, name: str, *, becomes: str, phone: str, hours: str, postcodes: str) -> None:
        """Say what an area is called, how it is reached, and where it is."""
        window = self.window
        self._at("Areas")
        window.press(name, exact=True)
        window.page.get_by_label("Name", exact=True).fill(becomes)
        window.fill("Telephone number of the hub", phone)
        window.fill("When the hub is open", hours)
        window.fill("How its postcodes begin", postcodes)
        window.press("Save", exact=True)
        self._saved(f"{becomes} is saved.")

    def make_agency(self, name: str, *, mark: str, part: str, asked: str = "", police: bool = False) -> None:
        """Make an agency of the only area."""
        window = self.window
        self._at("Agencies")
        window.press("Make an agency")
        window.page.get_by_label("Name", exact=True).fill(name)
        window.fill("Mark", mark)
        window.page.locator(f'[name="part"][value="{part}"]').check()
        if police:
            window.page.locator('[name="police"]').check()
        window.page.locator('[name="areas"]').first.check()
        if asked:
            window.fill("What is it asked?", asked)
            window.choose("Dates of birth")
            window.fill("Who is told when its answer is late?", f"Safeguarding lead, {name}")
        window.press("Make the agency")
        self._saved(f"{name} is made.")

    def make_team(self, name: str, *, phone: str) -> None:
        """Make a team of the only area."""
        window = self.window
        self._at("Teams")
        window.press("Make a team")
        window.page.get_by_label("Name", exact=True).fill(name)
        window.fill("Telephone", phone)
        window.press("Make the team")
        self._saved(f"{name} is made.")

    def sign(self, agency: str, *, by: str, for_the_hub: str, on: Sequence[str]) -> str:
        """Write down that an agency has signed; what that opens, as the page said before."""
        window = self.window
        self._at("Sharing agreements")
        window.page.get_by_role("row").filter(has_text=agency).get_by_role("link").click()
        window.page.wait_for_load_state()
        opens = window.text
        window.fill("Who signed for the agency?", by)
        window.fill("Who signed for the hub?", for_the_hub)
        for part, text in zip(("day", "month", "year"), on, strict=True):
            window.page.locator(f'[name="signed_on_{part}"]').fill(text)
        window.press("It is signed")
        self._saved("is written down.")
        return opens

    def invite(self, name: str, *, email: str, agency: str, role: str, registration: str = "", team: str = "") -> None:
        """Invite somebody, and give them a role in the only area."""
        window = self.window
        self._at("Members and roles")
        window.press("Invite a member")
        window.page.get_by_label("Name", exact=True).fill(name)
        window.fill("E-mail address", email)
        window.fill("Registration number", registration)
        window.page.get_by_label("Agency", exact=True).select_option(label=agency)
        window.press("Invite them")
        self._saved(f"{name} is invited.")
        window.press("Give a role")
        window.choose(role)
        if team:
            window.page.locator('[name="of_team"]').select_option(team)
        window.press("Give the role")
        self._saved(f"{name} is {role.lower()} in")

    def set_standard(self) -> None:
        """Let the hub's own proposal for limits and opening hours hold from now on."""
        window = self.window
        window.go("/admin-desk/standards")
        window.press("Set the first standard")
        self._look_and_save()

    def ask_always(self, agency: str) -> None:
        """Let an agency be asked about every enquiry."""
        window = self.window
        window.go("/admin-desk/asking")
        window.page.get_by_role("row").filter(has_text=agency).get_by_role("link").click()
        window.page.locator('[name="always"]').check()
        self._look_and_save()

    def _look_and_save(self) -> None:
        window = self.window
        window.press("See what it does")
        window.page.locator('main button[name="do"][value="save"]').first.click()
        window.page.wait_for_load_state()
        window.look()
