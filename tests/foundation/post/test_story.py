"""The jobs of a play run at their own time, and end with it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections

from mash.foundation.access.acting import Acting, acting
from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.foundation.post import story
from mash.foundation.post.queue import job, later
from tests import world

pytestmark = pytest.mark.django_db
RAN: list[tuple[Any, ...]] = []
NINE = world.MONDAY_NINE


@job("clock")
def chase(me: Acting, stage: str) -> None:
    RAN.append((me.now - NINE, stage, me.play))
    if stage == "half":
        later(me, chase, stage="at once, by a job")


@pytest.fixture
def play():
    RAN.clear()
    return uuid4()


def defer(play, *when_and_stage: tuple[timedelta, str], now=NINE) -> None:
    with at(now), acting(world.member("sw.tamarshire.1"), play=play) as me:
        for after, stage in when_and_stage:
            later(me, chase, at=NINE + after, stage=stage)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def test_jobs_run_in_the_order_of_the_story_each_at_its_own_time(play):
    defer(play, (hours(3), "late"), (hours(1), "half"), (hours(9), "not yet"))
    with story.playing(play) as agenda:
        assert story.run_due(agenda, NINE + hours(4), NINE) == 3
    assert [(hours(1), "half", play), (hours(1), "at once, by a job", play), (hours(3), "late", play)] == RAN


def test_a_job_does_not_run_before_the_moment_that_the_story_has_reached(play):
    defer(play, (hours(1), "overdue"))
    story.run_due(story.Agenda(play), NINE + hours(4), since=NINE + hours(2))
    assert RAN[0][0] == hours(2)


def test_a_play_leaves_the_jobs_of_another_alone(play):
    defer(uuid4(), (hours(1), "of another play"))
    assert story.run_due(story.Agenda(play), NINE + hours(4), NINE) == 0


def test_what_is_deferred_while_a_play_goes_on_is_on_its_agenda(play):
    with story.playing(play) as agenda:
        assert story.run_due(agenda, NINE, NINE) == 0
        defer(play, (hours(1), "late"))
        assert story.run_due(agenda, NINE + hours(2), NINE) == 1


def test_what_a_play_made_is_safely_kept_once_it_has_ended(play):
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit to local")
        with story.playing(play):
            cursor.execute("show synchronous_commit")
            assert cursor.fetchone() == ("off",)
        cursor.execute("show synchronous_commit")
        assert cursor.fetchone() == ("local",)


def test_at_the_end_past_jobs_are_dropped_with_an_event_and_later_ones_are_the_hubs(play, waiting):
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    defer(play, (hours(1), "past"), (tomorrow - NINE, "to come"))
    assert story.end(story.Agenda(play), NINE + hours(2)) == (1, 1)
    assert RAN == []
    assert [(queue, ids["stage"]) for queue, _, ids, _ in waiting()] == [("clock", "to come")]
    with world.backstage():
        dropped = Event.objects.get(verb="drop_job")
    assert (dropped.play, dropped.at, dropped.details["ids"]) == (play, NINE + hours(2), ["stage: past"])


def test_a_play_whose_process_died_is_ended_for_it_and_one_under_way_is_not(play, waiting):
    defer(play, (hours(1), "left behind"))
    lock = "select pg_advisory_lock(hashtextextended(%s, 0))"
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(lock, [f"play-{play.hex}"])
        assert story.end_abandoned() == 0
    finally:
        other.close()
    with connection.cursor() as cursor:  # the server lets a dead process's lock go a moment later: wait for that
        cursor.execute(lock, [f"play-{play.hex}"])
        cursor.execute("select pg_advisory_unlock_all()")
    assert story.end_abandoned() == 1
    assert waiting() == []
