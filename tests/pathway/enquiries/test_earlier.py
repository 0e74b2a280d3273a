"""Earlier enquiries of the area about the same confirmed person: readable while a later one is live."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from mash.foundation.access.models import Standing
from mash.pathway.enquiries.actions import declare_tie, identify_subject
from mash.pathway.enquiries.earlier import earlier_enquiries, end_earlier
from mash.pathway.enquiries.models import Enquiry
from tests import world
from tests.pathway import scene
from tests.pathway.enquiries.conftest import told

DAY = timedelta(days=1)
START = world.MONDAY_NINE


def identified(received: Any, person: Any = "new", *, when: datetime = START, area: str = "tamarshire") -> Any:
    with world.as_(f"calls.{area}.1", when=when) as me:
        return identify_subject(me, received.id, subject="rowan", person=person, why="Another child").person


def is_earlier(received: Any, when: datetime) -> bool:
    with world.backstage():
        return Standing.objects.filter(enquiry=received.id, kind="earlier", since__lte=when, until__gt=when).exists()


def close(received: Any, when: datetime) -> None:
    with world.backstage():
        scene.close(received.id, closed_at=when)
    with world.as_("pm.tamarshire.1", when=when) as me:
        end_earlier(me, Enquiry.objects.select_related("standard").get(pk=received.id))


def test_an_earlier_enquiry_becomes_readable_when_a_later_one_is_found_to_be_about_the_same_person() -> None:
    first = told()
    person = identified(first)
    second = told(when=START + DAY)
    assert not is_earlier(first, START + DAY)
    identified(second, person, when=START + DAY)
    assert is_earlier(first, START + DAY)
    assert not is_earlier(second, START + DAY)
    with world.as_("sw.tamarshire.1", when=START + DAY):
        (earlier,) = earlier_enquiries(Enquiry.objects.get(pk=second.id))
    assert (earlier.reference, earlier.state) == (first.reference, "received")


def test_the_order_of_identifying_does_not_matter() -> None:
    first, second = told(), told(when=START + DAY)
    person = identified(second, when=START + DAY)
    identified(first, person, when=START + 2 * DAY)
    assert is_earlier(first, START + 2 * DAY)
    assert not is_earlier(second, START + 2 * DAY)


def test_of_two_that_came_at_the_same_moment_each_is_earlier_to_the_other() -> None:
    first, second = told(), told()
    identified(second, identified(first))
    assert is_earlier(first, START)
    assert is_earlier(second, START)
    with world.as_("sw.tamarshire.1", when=START):
        assert [one.reference for one in earlier_enquiries(Enquiry.objects.get(pk=first.id))] == [second.reference]
    close(second, START + DAY)
    assert not is_earlier(first, START + 16 * DAY)
    assert is_earlier(second, START + 16 * DAY)


def test_it_ends_fourteen_days_after_the_later_enquiry_closed() -> None:
    first = told()
    person = identified(first)
    second = told(when=START + DAY)
    identified(second, person, when=START + DAY)
    close(second, START + 3 * DAY)
    assert is_earlier(first, START + 16 * DAY)
    assert not is_earlier(first, START + 17 * DAY)


def test_another_live_enquiry_keeps_it_readable() -> None:
    first = told()
    person = identified(first)
    second, third = told(when=START + DAY), told(when=START + 2 * DAY)
    identified(second, person, when=START + DAY)
    identified(third, person, when=START + 2 * DAY)
    close(third, START + 3 * DAY)
    assert is_earlier(first, START + 60 * DAY)
    assert not is_earlier(second, START + 17 * DAY)
    close(second, START + 60 * DAY)
    assert not is_earlier(first, START + 74 * DAY)


def test_a_still_later_enquiry_makes_it_readable_anew() -> None:
    first = told()
    person = identified(first)
    second = told(when=START + DAY)
    identified(second, person, when=START + DAY)
    close(second, START + DAY)
    third = told(when=START + 30 * DAY)
    assert not is_earlier(first, START + 30 * DAY)
    identified(third, person, when=START + 30 * DAY)
    assert is_earlier(first, START + 31 * DAY)


def test_a_wrong_identification_put_right_ends_it_at_once() -> None:
    first = told()
    person = identified(first)
    second = told(when=START + DAY)
    identified(second, person, when=START + DAY)
    identified(second, when=START + 2 * DAY)
    assert not is_earlier(first, START + 2 * DAY)


def test_of_another_area_it_is_only_said_that_somebody_is_known_there() -> None:
    first = told(area="port-ellery")
    person = identified(first, area="port-ellery")
    second = told(when=START + DAY)
    identified(second, person, when=START + DAY)
    assert not is_earlier(first, START + DAY)
    with world.as_("pm.tamarshire.1", when=START + DAY):
        (elsewhere,) = earlier_enquiries(Enquiry.objects.get(pk=second.id))
    assert (elsewhere.area, elsewhere.reference, elsewhere.state) == (world.area("port-ellery").pk, "", "")


@pytest.mark.rule(59)
def test_who_is_tied_is_told_of_no_earlier_enquiry() -> None:
    first = told()
    person = identified(first)
    second = told(when=START + DAY, people=[{"as": "rowan", "given": "Ro", "family": "Loom"}])
    identified(second, person, when=START + DAY)
    with world.as_("sw.tamarshire.1") as me:
        declare_tie(me, enquiry=first.id, subject="mum", kind="colleague")
    with world.as_("sw.tamarshire.1", when=START + DAY):
        assert earlier_enquiries(Enquiry.objects.get(pk=second.id)) == []
