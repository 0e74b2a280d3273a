"""What people outside the hub do: tell it something, and come back for what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.journeys.window import Window


@dataclass(frozen=True, slots=True)
class Told:
    """What an enquirer has in hand: what lets them come back."""

    reference: str
    code: str


class Enquirer:
    """Somebody at a front door: one of the public, or a professional who signed in."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def tell(self, what: str, *, area: str, given: str = "", family: str = "", age: str = "") -> Told:
        """Tell the hub of a worry as one of the public."""
        window = self.window
        window.go("/")
        window.press(f"Tell us about {area}")
        window.choose("No", within=window.group("Is anyone in danger right now?"))
        window.press("Continue")
        window.fill("First name, or what you call them", given)
        window.fill("Last name", family)
        window.fill("How old are they?", age)
        window.press("Continue")
        window.fill("What is happening?", what)
        for _ in ("what is happening", "the others", "whether it is safe", "who they are"):
            window.press("Continue")
        window.press("Send", exact=True)
        return self.received()

    def tell_as_professional(self, told: dict[str, Any]) -> Told:
        """Tell the hub what a scenario's `receive_enquiry` tells, box by box."""
        window = self.window
        window.go("/enquire/professional/")
        window.page.locator(f'[name="area"][value="{told["area"]}"]').check()
        for name, text in told["referrer"].items():
            if name in ("name", "agency", "job", "phone"):
                window.page.locator(f'[name="referrer_{name}"]').fill(text)
        if told["referrer"].get("withhold_identity"):
            window.choose("Do not say who told this")
        window.fill("What is happening?", told["narrative"])
        self._describe(told["people"])
        for concern in told["concerns"]:
            window.page.locator(f'[name="concerns"][value="{concern}"]').check()
        window.choose("No", within=window.group("Is somebody in danger right now?"))
        window.page.locator(f'[name="consent"][value="{told["consent"]["state"]}"]').check()
        window.fill("Why, if they refused or were not asked?", told["consent"]["why"])
        window.press("Send to the hub")
        return self.received()

    def _describe(self, people: Sequence[dict[str, Any]]) -> None:
        window = self.window
        while window.page.get_by_role("group", name=f"Person {len(people)}", exact=True).count() == 0:
            window.press("Add another person")
        for place, person in enumerate(people):
            box = f'[name="people_{place}_{{}}"]'
            for name in ("given", "family", "role", "address", "postcode", "age"):
                if name in person:
                    window.page.locator(box.format(name)).fill(str(person[name]))
            if "dob" in person:
                for part, text in zip(("year", "month", "day"), person["dob"].split("-"), strict=True):
                    window.page.locator(box.format(f"dob_{part}")).fill(text)
            if "also_known_as" in person:
                window.group(f"Person {place + 1}").get_by_text("More about this person").click()
                window.page.locator(box.format("also_known_as")).fill(", ".join(person["also_known_as"]))
            for tick in ("subject", "address_protected"):
                if person.get(tick):
                    window.page.locator(box.format(tick)).check()

    def received(self) -> Told:
        """What stands on the page after sending."""
        page = self.window.page
        assert self.window.reads("What happens next"), self.window.text
        reference = page.locator(".govuk-panel__body strong").inner_text()
        return Told(reference, page.locator(".enquiries-code strong").inner_text())

    def come_back(self, told: Told) -> str:
        """All that the hub shows to somebody who comes back with reference and code."""
        window = self.window
        window.go("/enquire/back")
        window.fill("Reference", told.reference)
        window.fill("Code", told.code)
        window.press("Continue")
        return window.text
