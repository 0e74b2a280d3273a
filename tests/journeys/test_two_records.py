"""Two records of one boy, in a real browser: one finds them, another one merges them, and two take it back."""

from __future__ import annotations

import pytest

from mash.pathway.people.models import Doubt
from tests import world
from tests.journeys.hub import Hub
from tests.pathway.enquiries.conftest import ROWAN, told
from tests.pathway.people.merging.conftest import PM, RO, SW, WHY, person, registered


@pytest.mark.rule(16)
def test_two_people_merge_two_records_and_take_it_back(hub: Hub) -> None:
    folded = registered(told(people=[RO]))
    kept = registered(told(people=[ROWAN]))
    hub.later(hours=1)

    worker = hub.window(SW)
    worker.sign_in(SW)
    worker.go(f"/people/{kept}")
    worker.press("Is this somebody whom the register has twice?")
    worker.press("Look at both")
    worker.choose("They are one person: propose to keep the first record", exact=False)
    worker.fill("What shows it?", WHY)
    worker.press("Save", exact=True)
    assert worker.reads("Waiting for somebody else")

    manager = hub.window(PM)
    manager.sign_in(PM)
    assert manager.reads("Records to merge")
    manager.press("Testerby-Loom and")
    assert manager.reads(WHY)
    manager.choose("Confirm: they are one person, merge them")
    manager.press("Save", exact=True)
    assert manager.reads("Merged. All that was about the one is about the other from now on.")
    went, stays = (one.pk for one in sorted((person(kept), person(folded)), key=lambda one: one.merged_into_id is None))
    assert person(went).merged_into_id == stays

    worker.go(f"/people/{went}")
    assert worker.page.url.endswith(str(stays))
    worker.press("Testerby-Loom, born")
    worker.choose("Propose to take the merging back")
    worker.fill("What shows it?", "They are cousins.")
    worker.press("Save", exact=True)
    manager.go("/people/doubles")
    assert manager.reads("Take the merging back")
    manager.press("Testerby-Loom and")
    manager.choose("Confirm: they are two people, take the merging back")
    manager.press("Save", exact=True)
    assert person(went).merged_into_id is None

    phone = hub.window("a phone", phone=True)
    phone.sign_in(SW)
    with world.backstage():
        doubt = Doubt.objects.get().pk
    for address in (
        "/people/doubles",
        "/people/mergings",
        f"/people/doubles/{doubt}",
        f"/people/{kept}/twice",
        f"/people/{kept}",
    ):
        phone.go(address)
