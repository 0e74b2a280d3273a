"""The start pages: what waits for each, and a page for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mash.demo.people_of_the_hub import workers
from mash.foundation.clock.now import at
from mash.pathway.enquiries.models import Enquiry
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway import leaving, scene, steps

pytestmark = pytest.mark.django_db

NOON = world.MONDAY_NINE + timedelta(hours=3)


def start(username: str) -> str:
    """What somebody reads on their start page at noon."""
    with at(NOON):
        seen = visit(signed_in(username), "/start")
    assert seen.answer.status_code == 200
    assert len(seen.queries) <= 15, seen.queries
    return text_of(seen.answer)


def rated(enquiry: Enquiry, level: str = "amber") -> Enquiry:
    steps.rate(enquiry, level)
    return scene.fresh(enquiry)


@pytest.mark.parametrize("username", [worker.username for worker in workers()])
def test_everybody_has_a_start_page(username: str) -> None:
    rated(scene.enquiry())
    assert "What waits for you" in start(username)


def test_a_social_worker_sees_what_nobody_has_rated() -> None:
    enquiry = scene.enquiry()
    assert enquiry.reference in start("sw.tamarshire.1")
    assert enquiry.reference not in start("sw.port-ellery.1")
    with world.backstage():
        enquiry.change(taken_by=world.member("sw.tamarshire.2"))
    assert enquiry.reference not in start("sw.tamarshire.1")
    assert enquiry.reference in start("sw.tamarshire.2")


@pytest.mark.rule(28)
def test_a_social_worker_sees_what_an_agency_finds_more_urgent() -> None:
    enquiry = rated(scene.enquiry())
    assert enquiry.reference not in start("sw.tamarshire.1")
    steps.answer(enquiry, "police.1", rating="red")
    assert enquiry.reference in start("sw.tamarshire.1")


def test_a_call_handler_sees_what_nobody_has_taken_and_whom_nobody_has_looked_up() -> None:
    enquiry = scene.enquiry()
    text = start("calls.tamarshire.1")
    assert text.count(enquiry.reference) == 2


def test_a_practice_manager_sees_what_is_ready_to_decide_and_then_what_to_read_second() -> None:
    enquiry = rated(scene.enquiry())
    assert enquiry.reference not in start("pm.tamarshire.1")
    for by in (
        "police.1",
        "health.1",
        "education.1",
        "adult-mental-health.1",
        "probation.1",
        "camhs.1",
        "early-years.1",
    ):
        steps.answer(enquiry, by)
    assert enquiry.reference in start("pm.tamarshire.1")
    leaving.decided(enquiry)
    assert enquiry.reference not in start("pm.tamarshire.1")
    leaving.prepared(scene.fresh(enquiry))
    assert enquiry.reference not in start("pm.tamarshire.1")
    assert enquiry.reference in start("pm.tamarshire.2")


@pytest.mark.rule(49)
def test_a_researcher_sees_requests_and_no_names() -> None:
    enquiry = rated(scene.enquiry())
    for username in ("police.1", "probation.1"):
        text = start(username)
        assert f"{enquiry.reference} · about 3 people" in text
        assert "Testerby" not in text
    steps.answer(enquiry, "police.1")
    assert enquiry.reference not in start("police.2")


@pytest.mark.rule(66)
def test_a_team_sees_its_own_handovers_until_they_are_acknowledged() -> None:
    enquiry = leaving.decided(rated(scene.enquiry()))
    handover = leaving.sent(leaving.prepared(enquiry))
    assert enquiry.reference in start("team.tamar-north.1")
    assert enquiry.reference not in start("team.tamar-south.1")
    leaving.acknowledged(handover)
    assert enquiry.reference not in start("team.tamar-north.1")


@pytest.mark.rule(59)
def test_what_stands_behind_a_wall_does_not_wait() -> None:
    enquiry = scene.enquiry()
    scene.wall(enquiry, "sw.tamarshire.1")
    assert enquiry.reference not in start("sw.tamarshire.1")


def test_the_start_page_asks_as_much_of_the_database_when_more_waits() -> None:
    scene.enquiry()
    with at(NOON):
        client = signed_in("sw.tamarshire.1")
        few = visit(client, "/start")
        for _ in range(12):
            scene.enquiry()
        many = visit(client, "/start")
    assert len(few.queries) == len(many.queries)
