"""A long street in a real browser: the page says that not everybody is shown, and a house number narrows it."""

from __future__ import annotations

import pytest

from mash.foundation.clock.now import now
from mash.pathway.people.models import Person, PersonAddress
from tests import world
from tests.journeys.hub import Hub


def crowd_a_street() -> None:
    area = world.area().pk
    with world.backstage():
        for number in range(1, 63):
            one = Person.add(given=f"Kid{number}", family="Testerby", areas=[area], keys=[], made_at=now())
            home = {"address": f"{number} Mill Lane", "postcode": "ZZ991AA", "told_at": now()}
            PersonAddress.add(person=one, area=area, **home)


@pytest.mark.rule(17)
def test_a_long_street_is_narrowed_by_a_house_number(hub: Hub) -> None:
    crowd_a_street()
    for name, phone in (("a desk", False), ("a phone", True)):
        window = hub.window(name, phone=phone)
        window.sign_in("sw.tamarshire.1")
        window.go("/people/?q=Mill+Lane")
        assert window.reads("more people live or lived there than the 60 on this page")
        window.fill("House number", "the blue door")
        window.press("Show this door")
        assert window.reads("Enter a house number, such as 14 or 14a")
        window.fill("House number", "62")
        window.press("Show this door")
        assert window.reads("Kid62 Testerby")
        assert not window.page.get_by_text("Kid61 Testerby").count()
