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
from mash.foundation.post.queue import JOBS, play_queue, told_of_deferring

WAITING = (
    "select id, task_name, args::text, scheduled_at from procrastinate_jobs "
    "where queue_name = %s and status = 'todo' order by scheduled_at, id"
)
TAKE = "delete from procrastinate_jobs where id = %s"
HAND_OVER = "update procrastinate_jobs set queue_name = %s where queue_name = %s and task_name = any(%s)"
PLAYS_WITH_JOBS = "select distinct queue_name from procrastinate_jobs where starts_with(queue_name, 'play-')"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job of a play: what it does, about what, and when in the story."""

    number: int
    name: str
    ids: dict[str, str]
    due: datetime


@dataclass(slots=True)
class Agenda:
    """What waits in a play, in the order of the story, as it was last looked at: most steps put nothing new on it."""

    play: uuid.UUID
    waiting: list[Waiting] | None = None

    def look_again(self) -> None:
        """Something was deferred."""
        self.waiting = None

    def next_until(self, moment: datetime) -> Waiting | None:
        """The next that is due up to and including a moment. One query when something was deferred since the last."""
        if self.waiting is None:
            with serving("play", self.play), connection.cursor() as cursor:
                cursor.execute(WAITING, [play_queue(self.play)])
                self.waiting = [Waiting(number, name, json.loads(ids), due) for number, name, ids, due in cursor]
        return self.waiting.pop(0) if self.waiting and self.waiting[0].due <= moment else None


@contextmanager
def playing(play: uuid.UUID) -> Iterator[Agenda]:
    """Say that a play is under way, as long as this process holds on to its connection, and keep its agenda.

    Meanwhile commits do not wait for the disk: what a play makes is nobody's until it ends, and it ends by
    waiting once.
    """
    _on_play("select pg_advisory_lock(hashtextextended(%s, 0))", play)
    agenda = Agenda(play)
    try:
        with told_of_deferring(agenda.look_again), _without_waiting_for_the_disk():
            yield agenda
    finally:
        _on_play("select pg_advisory_unlock(hashtextextended(%s, 0))", play)


def run_due(agenda: Agenda, until: datetime, since: datetime) -> int:
    """Do all that is due in a play up to and including a moment, in the order of the story.

    Each runs at its own time, but never before `since`, the last moment that the story has reached. A play is a
    rehearsal, in which nothing is tried twice: a job that breaks stops the play's jobs, its exception is raised, and it
    is done with.

    Returns:
        How many of the clock's jobs came to something: reminders and escalations, not the mails that carry them.
    """
    ran = 0
    while (waiting := agenda.next_until(until)) is not None:
        job = JOBS[waiting.name]
        since = max(waiting.due, since)
        try:
            with at(since), serving(job.queue, agenda.play) as me:
                _take(waiting)
                ran += job.answered(me, **waiting.ids) and job.queue == "clock"
        except Exception:  # whatever a job raises goes on up, once its row is done with
            with serving("play", agenda.play):
                _take(waiting)
            raise
    return ran


def end(agenda: Agenda, moment: datetime) -> tuple[int, int]:
    """End a play: drop its jobs that were due before the real now, give the later ones to the hub.

    Each dropped job leaves an event in the ledger, at the story's last moment, and nothing is mailed.

    Returns:
        How many were dropped, and how many handed over.
    """
    dropped = 0
    play = agenda.play
    with at(moment), serving("play", play) as me:
        while (waiting := agenda.next_until(datetime.now(UTC))) is not None:
            _take(waiting)
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
                end(Agenda(play), datetime.now(UTC))
                ended += 1
    return ended


def _take(waiting: Waiting) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [waiting.number])


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("show synchronous_commit")
        (before,) = cursor.fetchone()
        cursor.execute("set synchronous_commit to off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('synchronous_commit', %s, false)", [before])
            cursor.execute("select pg_current_xact_id()")  # a commit that waits, for all that came before it too


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
