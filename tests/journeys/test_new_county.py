"""A county with names of its own is built on pages, from an empty folder; then one enquiry goes through it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.administrator import Administrator, come_in
from tests.journeys.browsers import opened
from tests.journeys.desk import Colleague, Known
from tests.journeys.front_door import Enquirer
from tests.journeys.in_earnest import LINK, NAME, County, Mailbox, county
from tests.journeys.window import Window

VERA = "vera.quill@westmark.example"
CARE, POLICE, HEALTH = "Westmark Children's Services", "Westmark Constabulary", "Westmark NHS Trust"
PEOPLE = (
    # name, e-mail address, agency, role, registration, team
    ("Ida Tarrow", "ida@westmark.example", CARE, "Social worker", "SW100200", ""),
    ("Jonas Marl", "jonas@westmark.example", CARE, "Practice manager", "SW100201", ""),
    ("Nell Corrie", "nell@westmark.example", CARE, "Practice manager", "SW100202", ""),
    ("Sam Brandreth", "sam@constabulary.example", POLICE, "Researcher", "", ""),
    ("Hetty Lund", "hetty@trust.example", HEALTH, "Researcher", "", ""),
    ("Owen Fairley", "owen@westmark.example", CARE, "Team member", "", "westmark-east"),
)
FRACTURE = "Seen in February with an elbow fracture."
FEEDBACK = "Thank you. Your worry has been passed to the team that can act on it."


class Room:
    """Everybody's windows onto one hub in earnest."""

    def __init__(self, browser: Browser, hub: County, mailbox: Mailbox) -> None:
        self._browser, self.hub, self.mailbox = browser, hub, mailbox
        self.windows: dict[str, Window] = {}
        self._looked_at: set[str] = set()

    def window(self, name: str, *, phone: bool = False) -> Window:
        """A window of somebody, opened once."""
        if name not in self.windows:
            window = Window(self._browser, f"https://{NAME}", phone=phone, looked_at=self._looked_at)
            self.windows[name] = window
        return self.windows[name]

    def close(self) -> None:
        """Close every window: one that stays open asks a hub that has gone what is new."""
        for window in self.windows.values():
            window.close()

    def as_(self, name: str) -> Colleague:
        """Somebody who was invited; at first they come in by their link."""
        known = name in self.windows
        window = self.window(name)
        if not known:
            come_in(window, self.mailbox.welcome(next(address for who, address, *_ in PEOPLE if who == name)))
        return Colleague(window)


@pytest.fixture
def room() -> Iterator[Room]:
    with county() as (hub, mailbox, port):
        resolver = f"--host-resolver-rules=MAP {NAME}:443 127.0.0.1:{port}"
        with opened(resolver, "--ignore-certificate-errors") as browser:
            it = Room(browser, hub, mailbox)
            yield it
            it.close()
    faults = [f"{name}: {fault}" for name, window in it.windows.items() for fault in window.faults]
    assert not faults, "\n".join(faults)


def test_a_new_county_is_built_on_pages_and_one_enquiry_goes_through_it(room: Room) -> None:
    printed = room.hub.command("setup", "--admin", VERA, "--name", "Vera Quill", "--area", "First area")
    link = LINK.search(printed)
    assert link, printed
    with room.hub.serving():
        come_in(room.window("Vera Quill"), link[1])
        _build(Administrator(room.window("Vera Quill")))
        _one_enquiry(room)
        room.close()


def _build(vera: Administrator) -> None:
    missing = vera.missing
    for line in ("No enquiry can be worked on here", "No telephone number", "No qualified social worker"):
        assert line in missing
    vera.describe_area(
        "First area",
        becomes="Westmark",
        phone="01632 960500",
        hours="Every day, at all hours",
        postcodes="ZZ99 7, ZZ99 8",
    )
    vera.make_agency(CARE, mark="CS", part="host")
    vera.make_agency(POLICE, mark="WC", part="hub", police=True, asked="Call-outs, warnings and intelligence.")
    vera.make_agency(HEALTH, mark="NHS", part="virtual", asked="Injuries, missed appointments, GP concerns.")
    vera.make_team("Westmark East", phone="01632 960501")
    for name, email, agency, role, registration, team in PEOPLE:
        vera.invite(name, email=email, agency=agency, role=role, registration=registration, team=team)
    opens = vera.sign(POLICE, by="Sam Reeve, chief officer", for_the_hub="Jo Marl, director", on=("1", "1", "2026"))
    assert "Sam Brandreth will see the story, the people, the rating and the requests" in opens
    opens = vera.sign(HEALTH, by="Kit Shaw, chief nurse", for_the_hub="Jo Marl, director", on=("1", "1", "2026"))
    assert "Hetty Lund will see these requests and their own answers, and nothing that others say" in opens
    vera.set_standard()
    for agency in (POLICE, HEALTH):
        vera.ask_always(agency)
    missing = vera.missing
    assert "No enquiry can be worked on here" not in missing, missing


def _one_enquiry(room: Room) -> None:
    neighbour = Enquirer(room.window("the public", phone=True))
    told = neighbour.tell(
        "I can hear him cry at night, and today he had a bruise like a belt end.",
        area="Westmark",
        given="Rowan",
        family="Testerby-Loom",
        age="7",
    )
    worker = room.as_("Ida Tarrow").open(told.reference)
    worker.identify("Rowan")
    worker.rate("amber", because="An injury with an object, no immediate danger.")
    room.as_("Sam Brandreth").answer_nothing_known(told.reference)
    room.as_("Hetty Lund").answer(told.reference, rating="green", rowan=Known(FRACTURE, "open"))
    manager = room.as_("Jonas Marl").open(told.reference)
    assert FRACTURE in manager.text
    manager.decide(4, because="Unexplained injuries.", outcomes={"rowan": ("section_47", "westmark-east")})
    manager.prepare("westmark-east").send_on(items=[FRACTURE], note="Please see Rowan today.")
    room.as_("Nell Corrie").open(told.reference).approve("Westmark East")
    assert FRACTURE in room.as_("Owen Fairley").read_handover(told.reference)
    room.as_("Owen Fairley").acknowledge(told.reference)
    manager.tell_referrer(FEEDBACK)
    manager.close()
    assert FEEDBACK in neighbour.come_back(told)
