"""Jobs are deferred with what causes them, and run as the hub's own machinery."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from mash.foundation.access.acting import Acting, acting
from mash.foundation.access.verbs import Invalid, Refused, record
from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.foundation.post.queue import JobFailed, job, later, tried_before
from mash.foundation.zones import Seat
from tests import world

pytestmark = pytest.mark.django_db
SEEN: list[tuple[Any, ...]] = []


@job("clock")
def remind(me: Acting, request: str, stage: str) -> None:
    SEEN.append((me.seat, me.now, me.purpose, me.play, request, stage, tried_before()))


@job("clock")
def refuse(me: Acting) -> None:
    record(me, "test_refusal", outcome="refused")
    raise Refused("role")


@job("clock")
def too_late(me: Acting) -> None:
    raise Invalid(request="It has been answered.")


@job("clock")
def break_down(me: Acting) -> None:
    record(me, "test_break")
    raise ValueError("Rowan Testerby-Loom")


@pytest.fixture(autouse=True)
def nothing_seen():
    SEEN.clear()


@pytest.mark.parametrize("who", ["sw.tamarshire.1", "probation.1", "team.tamar-north.1", "school.1", "auditor.1", None])
def test_whoever_acts_may_cause_a_job_and_none_may_look_into_the_queue(who, waiting):
    due = world.MONDAY_NINE + timedelta(hours=2)
    with world.as_(who) as me:
        later(me, remind, at=due, request="r-1", stage="half")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute("select * from procrastinate_jobs")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute("delete from procrastinate_jobs")
    assert waiting() == [("clock", "tests.foundation.post.test_queue.remind", {"request": "r-1", "stage": "half"}, due)]


def test_what_is_undone_causes_no_job(waiting):
    with world.as_("sw.tamarshire.1") as me:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            later(me, remind, request="r-1", stage="half")
            raise ZeroDivisionError
    assert waiting() == []


def test_several_due_jobs_are_taken_in_the_order_in_which_they_fell_due(waiting):
    with world.as_("sw.tamarshire.1") as me:
        for hours, stage in ((4, "all"), (2, "half"), (3, "four fifths")):
            later(me, remind, at=me.now + timedelta(hours=hours), request="r-1", stage=stage)
    assert [ids["stage"] for _, _, ids, _ in waiting()] == ["half", "four fifths", "all"]


def test_the_jobs_of_a_play_wait_where_no_serving_worker_listens(waiting):
    play = uuid4()
    with at(world.MONDAY_NINE), acting(world.member("sw.tamarshire.1"), play=play) as me:
        later(me, remind, request="r-1", stage="now")
    assert [(queue, due) for queue, _, _, due in waiting()] == [(f"play-{play.hex}", world.MONDAY_NINE)]


def test_a_job_runs_at_its_own_time_as_the_hubs_machinery():
    play = uuid4()
    remind.run_at(world.MONDAY_NINE, play, request="r-1", stage="half")
    assert [(Seat.SYSTEM, world.MONDAY_NINE, "clock", play, "r-1", "half", False)] == SEEN


def test_a_job_knows_that_it_was_begun_before():
    remind.work(1, {"request": "r-1", "stage": "half"})
    assert SEEN[0][-1] is True


def test_what_is_refused_to_a_job_stays_in_the_ledger_and_is_not_tried_again():
    refuse.work(0, {})
    with world.backstage():
        assert Event.objects.filter(verb="test_refusal", outcome="refused", purpose="clock").exists()


def test_what_is_not_possible_any_more_is_not_tried_again():
    too_late.work(0, {})


def test_a_job_that_breaks_undoes_what_it_did_and_says_nothing_of_what_it_held(caplog):
    with pytest.raises(JobFailed) as failed:
        break_down.work(0, {})
    assert "Rowan" not in f"{failed.value}{failed.value.__cause__}{caplog.text}"
    assert failed.value.__suppress_context__
    with world.backstage():
        assert not Event.objects.filter(verb="test_break").exists()
