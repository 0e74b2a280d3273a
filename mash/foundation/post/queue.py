"""What happens later: a verb defers a job in its own transaction; the worker, or a play, does it when it is due.

A job carries identifiers only. It may run twice, so the verb that it calls must be able to notice.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal

from django.db import connection, transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from mash.foundation import counters
from mash.foundation.access.acting import Acting, serving
from mash.foundation.access.verbs import Invalid, Refused, record
from mash.foundation.clock.now import at as story_time

LOG = logging.getLogger("mash.jobs")
Queue = Literal["clock", "post", "seal"]
Does = Callable[..., object]

# Waits 5, 25, 125, 625 and 3,125 seconds between attempts: a database or a mail server that is away for an hour.
RETRY = RetryStrategy(max_attempts=5, exponential_wait=5)
# The worker takes the job of the highest priority first. Seconds fit into its 32 bits until 2094.
PRIORITIES_COUNT_FROM = datetime(2026, 1, 1, tzinfo=UTC)
# When a job of `procrastinate_jobs` is due, as SQL: one to be done as soon as possible has no time but its priority.
DUE = f"coalesce(scheduled_at, timestamptz '{PRIORITIES_COUNT_FROM.isoformat()}' + make_interval(secs => -priority))"

JOBS: dict[str, Job] = {}
EVERY_DAY: list[Job] = []
OFTEN: list[Job] = []
_attempts: ContextVar[int] = ContextVar("attempts", default=0)
# Called when a job is deferred in a play, so that whoever keeps its agenda looks again.
_deferred_in_play: ContextVar[Callable[[], None] | None] = ContextVar("deferred in play", default=None)


class JobFailed(Exception):
    """A job broke. Says which and how, but not what the database or the job said: that may name somebody."""


class Job:
    """Something that happens later. Call it directly to do it now, inside a transaction that is bound already.

    `of_one_moment` lets it read everything as it was at one moment, however long it takes.
    """

    def __init__(self, does: Does, queue: Queue, *, of_one_moment: bool = False) -> None:
        self.does = does
        self.queue = queue
        self.of_one_moment = of_one_moment
        self.name = f"{does.__module__.removeprefix('mash.')}.{getattr(does, '__name__', 'job')}"

        def work(context: JobContext, /, **ids: str) -> None:
            self.work(context.job.attempts, ids)

        self.task: Any = app.task(queue=queue, name=self.name, retry=RETRY, pass_context=True)(work)

    def __call__(self, me: Acting, **ids: str) -> None:
        """Do it now, as whoever acts."""
        self.does(me, **ids)

    def run_at(self, moment: datetime, play: uuid.UUID | None = None, /, **ids: str) -> bool:
        """Do it at a moment of a story, in a transaction of its own, as the hub's own machinery."""
        with story_time(moment):
            return self.run(play, **ids)

    def run(self, play: uuid.UUID | None = None, /, **ids: str) -> bool:
        """Do it now, in a transaction of its own, as the hub's own machinery.

        What is refused, or not possible any more, has been answered: it is not tried again, and the refusal's event
        stays.

        Returns:
            Whether something came of it: a job says `False` when there was nothing left to do.
        """
        with self._transaction(), serving(self.queue, play) as me:
            return self.answered(me, **ids)

    def answered(self, me: Acting, /, **ids: str) -> bool:
        """Do it as whoever acts, and take a refusal for an answer; whether something came of it."""
        try:
            return self.does(me, **ids) is not False
        except Refused as refused:
            LOG.info("%s was refused: %s", self.name, ", ".join(refused.reasons))
            if not refused.recorded:
                why = (*refused.reasons, *refused.hidden)
                record(me, self.name, about=refused.about, outcome="refused", reasons=why)
        except Invalid as invalid:
            LOG.info("%s is not possible any more: %s", self.name, ", ".join(invalid.errors))
        return False

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        begins = not connection.in_atomic_block
        with transaction.atomic():
            if self.of_one_moment and begins:  # PostgreSQL takes it before the first query alone
                with connection.cursor() as cursor:
                    cursor.execute("set transaction isolation level repeatable read")
            yield

    def work(self, attempts: int, ids: dict[str, str]) -> None:
        """Do it for the worker, that tries again later when it breaks.

        Raises:
            JobFailed: it broke; what it broke with stays out of the log.
        """
        with _tried(attempts):
            try:
                self.run(**ids)
            except Exception as error:  # noqa: BLE001  # every kind of failure is told without its words, then retried
                counters.JOBS.labels(job=self.name, outcome="broke").inc()
                raise JobFailed(f"{self.name}: {type(error).__name__}") from None
            counters.JOBS.labels(job=self.name, outcome="done").inc()


def job(queue: Queue, *, of_one_moment: bool = False) -> Callable[[Does], Job]:
    """Make a function of (me, ids as keyword strings) a job of a queue.

    `me` sits in the system seat, and its purpose is the queue's name. Found by the worker in an app's `jobs.py`. It may
    return `False` to say that there was nothing left to do.
    """

    def register(does: Does) -> Job:
        made = Job(does, queue, of_one_moment=of_one_moment)
        JOBS[made.name] = made
        return made

    return register


def every_day(what: Job) -> Job:
    """Let the worker do a job when it starts, and every day from then on. It may find that there is nothing to do."""
    EVERY_DAY.append(what)
    return what


def often(what: Job) -> Job:
    """Let the worker do a job every few minutes: it looks at the clock by itself, and mostly finds nothing to do."""
    OFTEN.append(what)
    return what


def later(me: Acting, what: Job, *, at: datetime | None = None, **ids: str) -> None:
    """Defer a job in this transaction: nothing is deferred when it is undone. One round trip.

    A job of a play waits in a queue of the play's own, which no serving worker listens to.

    Args:
        at: when it is due; as soon as possible when absent.
        ids: what it is about, identifiers as text.
    """
    due = at or me.now
    if me.play and (tell := _deferred_in_play.get()):
        tell()
    what.task.configure(
        queue=play_queue(me.play) if me.play else what.queue,
        schedule_at=due if at or me.play else None,
        priority=-int((due - PRIORITIES_COUNT_FROM).total_seconds()),
    ).defer(**ids)


@contextmanager
def told_of_deferring(tell: Callable[[], None]) -> Iterator[None]:
    """Have this called whenever something inside defers a job in a play, also when that is undone afterwards."""
    token = _deferred_in_play.set(tell)
    try:
        yield
    finally:
        _deferred_in_play.reset(token)


def play_queue(play: uuid.UUID) -> str:
    """The queue in which the jobs of a play wait for their time in the story.

    Its name goes into that of a notification channel, which holds 63 characters: the id without its hyphens fits.
    """
    return f"play-{play.hex}"


def tried_before() -> bool:
    """Whether the job that runs was begun before and not seen to end: what it does may have been done."""
    return _attempts.get() > 0


@contextmanager
def _tried(attempts: int) -> Iterator[None]:
    token = _attempts.set(attempts)
    try:
        yield
    finally:
        _attempts.reset(token)
