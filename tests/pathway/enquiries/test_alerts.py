"""What an enquirer says after receipt stands under the masthead until somebody in the hub has read it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mash.foundation.access.verbs import Refused
from mash.foundation.access.waiting import MOST, waiting_for
from mash.foundation.clock.now import at
from mash.pathway.enquiries.actions import add_to_enquiry, answer_hub, ask_enquirer, hear_enquirer, take_enquiry
from tests import world
from tests.browsing import signed_in, visit
from tests.pathway.enquiries.conftest import reading, told

HOUR = timedelta(hours=1)
HUB = ("calls.tamarshire.1", "sw.tamarshire.1", "sw.tamarshire.2", "pm.tamarshire.1")


def alerted(by: str) -> list[str]:
    with world.as_(by) as me:
        return [alert.title for alert in waiting_for(me).alerts]


def test_an_addition_alerts_the_areas_own_people_until_one_of_them_has_read_it() -> None:
    received = told()
    with world.as_(None) as me:
        add_to_enquiry(me, reference=received.reference, code=received.code, text="He is on the step again.")
    for by in HUB:
        assert alerted(by) == ["The enquirer added something"]
    for by in ("sw.port-ellery.1", "police.1", "team.tamar-north.1", "auditor.1"):
        assert alerted(by) == []
    with world.as_("calls.tamarshire.1") as me:
        hear_enquirer(me, received.id)
    for by in HUB:
        assert alerted(by) == []


def test_an_answer_alerts_whoever_has_the_enquiry() -> None:
    received = told()
    with world.as_("sw.tamarshire.1") as me:
        take_enquiry(me, received.id)
        ask_enquirer(me, received.id, text="Where is he?")
    assert alerted("sw.tamarshire.1") == []
    with world.as_(None) as me:
        answer_hub(me, reference=received.reference, code=received.code, text="At his nan's.")
    assert alerted("sw.tamarshire.1") == ["The enquirer answered"]
    assert alerted("sw.tamarshire.2") == []


def test_what_the_hub_takes_down_itself_alerts_nobody() -> None:
    received = told()
    with world.as_("calls.tamarshire.1") as me:
        add_to_enquiry(me, enquiry=received.id, text="She rang.")
    assert alerted("sw.tamarshire.1") == []


@pytest.mark.parametrize("by", ["police.1", "sw.port-ellery.1", "school.1"])
def test_others_hear_nothing(by: str) -> None:
    received = told()
    with world.as_(by) as me, pytest.raises(Refused, match="not_found"):
        hear_enquirer(me, received.id)


def test_the_alert_says_no_word_of_it_and_goes_with_one_button() -> None:
    received = told()
    with world.as_(None) as me:
        add_to_enquiry(me, reference=received.reference, code=received.code, text="He is on the step again.")
    with at(world.MONDAY_NINE):
        client = signed_in("calls.tamarshire.1")
        page = reading(client.get("/people/"))
        assert "The enquirer added something" in page
        assert "step again" not in page
        client.post(f"/enquiries/{received.reference}/heard")
        assert "The enquirer added something" not in reading(client.get("/people/"))


def test_of_many_the_latest_stand_on_every_page_and_all_on_a_page_of_their_own() -> None:
    told_of = []
    for number in range(MOST + 2):
        received = told()
        told_of.append(received.reference)
        with world.as_(None, when=world.MONDAY_NINE + number * HOUR) as me:
            add_to_enquiry(me, reference=received.reference, code=received.code, text="He is on the step again.")
    with world.as_("pm.tamarshire.1", when=world.MONDAY_NINE + (MOST + 3) * HOUR) as me:
        found = waiting_for(me)
    assert [alert.reference for alert in found.alerts] == told_of[2:]
    assert found.more == 2
    client = signed_in("pm.tamarshire.1")
    anywhere, everything = (client.get(path).content.decode() for path in ("/account", "/alerts/all"))
    assert "<strong>2 more</strong> wait." in anywhere
    assert 'href="/alerts/all"' in anywhere
    for reference in told_of:
        assert reference in everything
    assert not any(reference in anywhere for reference in told_of[:2])


def test_the_page_of_all_alerts_asks_as_much_whether_one_waits_or_many() -> None:
    asked = []
    for _ in range(2):
        for _ in range(3):
            received = told()
            with world.as_(None) as me:
                add_to_enquiry(me, reference=received.reference, code=received.code, text="He is on the step again.")
        asked.append(len(visit(signed_in("pm.tamarshire.1"), "/alerts/all").queries))
    assert asked == [1, 1]
