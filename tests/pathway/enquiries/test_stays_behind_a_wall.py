"""What a wall hides of who lives where stands in nobody's way (rules 19, 59)."""

from __future__ import annotations

from typing import Any

import pytest

from mash.pathway.enquiries.actions import declare_tie, identify_subject, say_where_lives
from mash.pathway.people.models import Resident
from tests import world
from tests.pathway.enquiries.conftest import MUM, ROWAN, told
from tests.pathway.enquiries.test_household import DAY, NAN, NOW, ROWAN_AT, identified

pytestmark = [pytest.mark.rule(19, 59)]

SW = "sw.tamarshire.1"
HER, HIS_NAN = {**MUM, "lives": "here"}, {**NAN, "lives": "here", "address": ""}


def open_stays(person: Any) -> list[Any]:
    """By which enquiries somebody lives somewhere now."""
    with world.backstage():
        return [row.enquiry for row in Resident.objects.filter(person=person, until=None, taken_back=False)]


def behind_a_wall() -> tuple[Any, dict[str, Any]]:
    """An enquiry that tells that Mum lives there, shut to somebody who knows the child; and Nan lives there too."""
    walled = told(people=[ROWAN, HER])
    persons = identified(walled, "rowan", "mum")
    seen = told(people=[{**HIS_NAN, **ROWAN_AT, "subject": True}])
    persons |= identified(seen, "nan")
    with world.as_(SW) as me:
        declare_tie(me, enquiry=walled.id, subject="rowan", kind="relative")
    return walled, persons


def again(**her: Any) -> Any:
    return told(people=[{**HER, **ROWAN_AT, "subject": True, **her}], when=NOW + DAY)


def identifies(received: Any, person: Any) -> None:
    with world.as_(SW, when=NOW + DAY) as me:
        identify_subject(me, received.id, subject="mum", person=person)


def test_somebody_whose_stay_a_wall_hides_is_identified_at_the_same_address() -> None:
    walled, persons = behind_a_wall()
    with world.as_(SW):
        assert not Resident.objects.filter(person=persons["mum"]).exists()
    identifies(again(), persons["mum"])
    assert open_stays(persons["mum"]) == [walled.id]
    with world.as_(SW):
        assert not Resident.objects.filter(person=persons["mum"]).exists()


def test_who_left_and_came_back_as_a_hidden_enquiry_tells_does_not_come_back_twice() -> None:
    gone = again(lives="left", lives_until=str(NOW.date()))
    persons = identified(gone, "mum", when=NOW + DAY)
    walled = told(people=[ROWAN, HER], when=NOW + 2 * DAY)
    identified(walled, "rowan", "mum", when=NOW + 2 * DAY, **persons)
    with world.as_(SW) as me:
        declare_tie(me, enquiry=walled.id, subject="rowan", kind="relative")
    with world.as_(SW, when=NOW + 3 * DAY) as me:
        say_where_lives(me, gone.id, person="mum", lives="here")
    assert open_stays(persons["mum"]) == [walled.id]
