"""A checker asks whether somebody is known, and a family moves to another area, in a real browser."""

from __future__ import annotations

import pytest

from tests.journeys.hub import Hub
from tests.pathway.people.test_person_page import MUM, ROWAN, known

CHECKER, SW, THERE = "checker.1", "sw.tamarshire.1", "pm.port-ellery.1"


@pytest.mark.rule(52, 77)
def test_a_checker_asks_and_reads_the_answer_and_nothing_else(hub: Hub) -> None:
    known(ROWAN)
    hub.later(hours=1)
    for phone in (False, True):
        window = hub.window(f"{CHECKER} {phone}", phone=phone)
        window.sign_in(CHECKER)
        window.press("Is somebody known?")
        window.press("Add another person")
        window.choose("Private law", exact=False)
        for place, (given, family) in enumerate((("Rowan", "Testerby"), ("Nobody", "Hereabouts"))):
            window.page.fill(f"#id_people_{place}_given", given)
            window.page.fill(f"#id_people_{place}_family", family)
            for part, typed in (("day", "14"), ("month", "5"), ("year", "2018")):
                window.page.fill(f"#id_people_{place}_born_{part}", typed)
        window.press("Ask", exact=True)
        window.faults += window.accessibility_faults()  # the answer has the address of the form, which was looked at
        window.picture("checks-answer")
        assert window.reads("Known to the hub of Tamarshire.")
        assert window.reads("Not known.")
        assert not window.reads("Gannetmere")


@pytest.mark.rule(9, 10)
def test_a_family_moves_and_the_hub_there_takes_note(hub: Hub) -> None:
    _, people = known({**ROWAN, "lives": "here"}, {**MUM, "lives": "here"})
    hub.later(hours=1)
    worker = hub.window(SW)
    worker.sign_in(SW)
    worker.go(f"/people/{people['rowan']}")
    worker.press("They have moved to another area")
    worker.choose("Port Ellery")
    worker.choose("Isolde Testerby", exact=False)
    worker.fill("Their new address, if it is known", "9 Quay Street")
    worker.fill("Postcode", "ZZ99 5AB")
    worker.press("Tell the hub there")
    assert worker.reads("The hub of Port Ellery is told.")

    manager = hub.window(THERE)
    manager.sign_in(THERE)
    assert manager.reads("Moved to your area")
    manager.press("Rowan Testerby")
    manager.press("We have taken note")
    assert manager.reads("Noted.")
    manager.press("Isolde Testerby")
    assert manager.reads("9 Quay Street")
    assert manager.reads("Moved from Tamarshire to Port Ellery")

    phone = hub.window("a phone", phone=True)
    phone.sign_in(SW)
    for address in (f"/people/{people['rowan']}/moved", f"/people/{people['rowan']}"):
        phone.go(address)
