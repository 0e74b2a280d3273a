"""Two who learn of one door at the same moment learn of one household (rule 19)."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from mash.pathway.enquiries.actions import identify_subject
from mash.pathway.people.models import Household
from tests import world
from tests.pathway.enquiries.conftest import ROWAN, told

CALLS = "calls.tamarshire.1"
HOME: dict[str, Any] = {"address": "9 Quay Street", "postcode": "ZZ99 5AB", "lives": "here"}
WAITING = "select exists (select from pg_locks where locktype = 'advisory' and not granted)"


@pytest.mark.rule(19)
@pytest.mark.usefixtures("committed")
def test_a_door_that_two_enquiries_tell_of_at_once_is_one_household() -> None:
    first, second = told(people=[{**ROWAN, **HOME}]), told(people=[{**ROWAN, **HOME, "given": "Cazimir"}])
    is_written, may_end = threading.Event(), threading.Event()

    def identify(received: Any, *, then: Any = None) -> None:
        try:
            with world.as_(CALLS) as me:
                identify_subject(me, received.id, subject="rowan", person="new", why="Nobody like him.")
                if then:
                    then()
        finally:
            connections.close_all()

    def stay() -> None:
        is_written.set()
        may_end.wait(60)

    with ThreadPoolExecutor(2) as hub:
        one = hub.submit(identify, first, then=stay)
        is_written.wait(60)
        other = hub.submit(identify, second)
        while not other.done() and not _somebody_waits():
            time.sleep(0.05)
        may_end.set()
        one.result(60)
        other.result(60)
    with world.backstage():
        assert Household.objects.count() == 1
        assert Household.objects.get().residents.count() == 2


def _somebody_waits() -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])
