"""The jobs of a play: they wait in a queue of its own, run at their own time in the story, and end with it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app

from mash.foundation.access.acting import serving
from mash.foundation.access.verbs import record
from mash.foundation.clock.now import at
from mash.foundation.post.queue import JOBS, play_queue

TAKE_NEXT = (
    "delete from procrastinate_jobs where id = ("
    "select id from procrastinate_jobs where queue_name = %s and status = 'todo' and scheduled_at <= %s "
    "order by scheduled_at, id limit 1) returning task_name, args::text, scheduled_at"
)
HAND_OVER = "update procrastinate_jobs set queue_name = %s where queue_name = %s and task_name = any(%s)"
PLAYS_WITH_JOBS = "select distinct queue_name from procrastinate_jobs where starts_with(queue_name, 'play-')"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job of a play: what it does, about what, and when in the story."""

    name: str
    ids: dict[str, str]
    due: datetime


@contextmanager
def playing(play: uuid.UUID) -> Iterator[None]:
    """Say that a play is under way, as long as this process holds on to its connection."""
    _on_play("select pg_advisory_lock(hashtextextended(%s, 0))", play)
    try:
        yield
    finally:
        _on_play("select pg_advisory_unlock(hashtextextended(%s, 0))", play)


def run_due(play: uuid.UUID, until: datetime, since: datetime) -> int:
    """Do all that is due in a play up to and including a moment, in the order of the story.

    Each runs at its own time, but never before `since`, the last moment that the story has reached. A job that breaks
    stops the play's jobs: its exception is raised, and it is done with.

    Returns:
        How many of the clock's jobs came to something: reminders and escalations, not the mails that carry them.
    """
    ran = 0
    while (waiting := _take_next(play, until)) is not None:
        job = JOBS[waiting.name]
        since = max(waiting.due, since)
        ran += job.run_at(since, play, **waiting.ids) and job.queue == "clock"
    return ran


def end(play: uuid.UUID, moment: datetime) -> tuple[int, int]:
    """End a play: drop its jobs that were due before the real now, give the later ones to the hub.

    Each dropped job leaves an event in the ledger, at the story's last moment, and nothing is mailed.

    Returns:
        How many were dropped, and how many handed over.
    """
    dropped = 0
    with at(moment), serving("play", play) as me:
        while (waiting := _take_next(play, datetime.now(UTC))) is not None:
            dropped += 1
            about = [f"{name}: {value}" for name, value in sorted(waiting.ids.items())]
            record(me, "drop_job", job=waiting.name, due=waiting.due.isoformat(), ids=about)
        return dropped, _hand_over(play)


def end_abandoned() -> int:
    """End the plays whose process has died. Returns how many there were."""
    ended = 0
    with serving("play"), connection.cursor() as cursor:
        cursor.execute(PLAYS_WITH_JOBS)
        plays = [uuid.UUID(queue.removeprefix("play-")) for (queue,) in cursor.fetchall()]
    for play in plays:
        with transaction.atomic():
            if _on_play("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", play):
                end(play, datetime.now(UTC))
                ended += 1
    return ended


def _take_next(play: uuid.UUID, until: datetime) -> Waiting | None:
    """The next job that is due, taken out of its queue: a play is a rehearsal, in which nothing is tried twice."""
    with serving("play", play), connection.cursor() as cursor:
        cursor.execute(TAKE_NEXT, [play_queue(play), until])
        row = cursor.fetchone()
    return Waiting(row[0], json.loads(row[1]), row[2]) if row else None


def _hand_over(play: uuid.UUID) -> int:
    handed = 0
    with connection.cursor() as cursor:
        for queue in {task.queue for task in app.tasks.values()}:
            names = [name for name, task in app.tasks.items() if task.queue == queue]
            cursor.execute(HAND_OVER, [queue, play_queue(play), names])
            handed += cursor.rowcount
    return handed


def _on_play(statement: str, play: uuid.UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [play_queue(play)])
        return bool(cursor.fetchone()[0])
