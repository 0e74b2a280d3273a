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
        for _ in ("what is happening", "the others", "files", "whether it is safe", "who they are"):
            window.press("Continue")
        window.press("Send", exact=True)
        return self.received()

    def tell_as_professional(self, told: dict[str, Any]) -> Told:
        """Tell the hub what a scenario's `receive_enquiry` tells, part by part."""
        window = self.window
        window.go("/enquire/professional/")
        window.press("Start now")
        self._say_who_tells(told["referrer"])
        subjects, others = ([p for p in told["people"] if bool(p.get("subject")) is so] for so in (True, False))
        window.press("The child or adult")
        window.choose("A child or children, born or unborn")
        window.page.locator(f'[name="area"][value="{told["area"]}"]').check()
        self._describe(subjects)
        window.press("Family and household")
        self._describe(others)
        window.press("What is worrying you")
        for concern in told["concerns"]:
            window.page.locator(f'[name="concerns"][value="{concern}"]').check()
        window.choose("Both")
        window.fill("What is worrying you?", told["narrative"])
        window.press("Save and go on")
        for part in ("What has been tried", "Parental responsibility"):
            window.press(part)
            window.press("Save and go on")
        window.press("Consent, and what the family knows")
        window.page.locator(f'[name="consent"][value="{told["consent"]["state"]}"]').check()
        window.fill("Why, if they refused or were not asked?", told["consent"]["why"])
        window.choose("Yes", within=window.group("Does the family know that you are telling us?"))
        window.press("Save and go on")
        window.press("Lawful basis")
        window.choose("I do not know", within=window.group("On what lawful basis do you share this?"))
        window.press("Save and go on")
        window.press("Immediate danger, child protection")
        window.choose("No", within=window.group("Is somebody in danger right now?"))
        window.choose("No", within=window.group("Is a child suffering, or likely to suffer, significant harm?"))
        window.press("Save and go on")
        window.press("Check your answers")
        window.press("Send to the hub")
        return self.received()

    def _say_who_tells(self, referrer: dict[str, Any]) -> None:
        window = self.window
        window.press("Your details")
        for name, text in referrer.items():
            if name in ("name", "agency", "job", "phone"):
                window.page.locator(f'[name="referrer_{name}"]').fill(text)
        if referrer.get("withhold_identity"):
            window.choose("Do not say who told this")
        window.press("Save and go on")

    def _describe(self, people: Sequence[dict[str, Any]]) -> None:
        window = self.window
        for place, person in enumerate(people):
            if place:
                window.press("Save and add another person")
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
            if person.get("address_protected"):
                window.page.locator(box.format("address_protected")).check()
        window.press("Save and go on")

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
