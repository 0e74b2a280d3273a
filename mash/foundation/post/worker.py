"""The worker: does jobs when they are due, seals the ledger, and takes up what a dead worker left lying."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Awaitable, Callable

import psycopg
from asgiref.sync import sync_to_async
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from mash.foundation.post.jobs import seal
from mash.foundation.post.queue import EVERY_DAY, OFTEN
from mash.foundation.post.story import end_abandoned
from mash.foundation.zones import Seat

LOG = logging.getLogger("mash.worker")

SEAL_SECONDS = 10
HEARTBEAT_SECONDS = 5
# A worker that has not been heard of for so long is dead, and its jobs are taken up by another.
DEAD_AFTER_SECONDS = 15
POLL_SECONDS = 2
GRACE_SECONDS = 10
# A job over which five workers died is the one that killed them.
MOST_DEATHS = 5
PAUSE_SECONDS = 2
DAY_SECONDS = 24 * 3600
OFTEN_SECONDS = 300
DATABASE_AWAY = (ConnectorException, DatabaseError, psycopg.Error, OSError)


def work() -> None:
    """Work until told to stop (SIGTERM, SIGINT), through restarts of the database."""
    told_to_stop = False
    while not told_to_stop:
        try:
            asyncio.run(_work())
            told_to_stop = True
        except* DATABASE_AWAY as away:
            LOG.error("the database is away (%s), trying again", type(away.exceptions[0]).__name__)
            time.sleep(PAUSE_SECONDS)


def worker_app() -> App:
    """The queue as the worker sees it: on a connection of the system seat's own.

    Jobs themselves go on deferring through Django's connection, in their own transaction.
    """
    role = f"mash_{Seat.SYSTEM}_{connection.settings_dict['NAME']}"
    connector = PsycopgConnector(kwargs={**connector_params(), "options": f"-c role={role}"}, min_size=1, max_size=6)
    own = App(connector=connector, worker_defaults=app.worker_defaults)
    own.tasks = app.tasks
    return own


async def _work() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    own = worker_app()
    async with own.open_async():
        await _until(
            stop,
            # One by one, so that what fell due together is done in its own order.
            _listen(own, ["clock"], concurrency=1),
            _listen(own, ["post", "seal"], concurrency=2),
            _every(SEAL_SECONDS, _in_thread(seal.run)),
            _every(SEAL_SECONDS, lambda: take_up_stalled(own)),
            _every(60, _in_thread(end_abandoned)),
            *(_every(DAY_SECONDS, _in_thread(daily.run)) for daily in EVERY_DAY),
            *(_every(OFTEN_SECONDS, _in_thread(one.run)) for one in OFTEN),
        )


async def take_up_stalled(own: App) -> int:
    """Let what a dead worker had begun be done again. Returns how many jobs were found."""
    stalled = list(await own.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS))
    for job in stalled:
        LOG.warning("job %s (%s) was left by a dead worker", job.id, job.task_name)
        if job.attempts >= MOST_DEATHS:
            await own.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            await own.job_manager.retry_job(job)
    return len(stalled)


def _listen(own: App, queues: list[str], *, concurrency: int) -> Awaitable[None]:
    return own.run_worker_async(
        queues=queues,
        name=queues[0],
        concurrency=concurrency,
        delete_jobs="successful",
        fetch_job_polling_interval=POLL_SECONDS,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=DEAD_AFTER_SECONDS,
        shutdown_graceful_timeout=GRACE_SECONDS,
        install_signal_handlers=False,
    )


async def _until(stop: asyncio.Event, *parts: Awaitable[None]) -> None:
    """Run all parts until told to stop; when one breaks, all end."""
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(_awaited(part)) for part in parts]
        await stop.wait()
        for task in running:
            task.cancel()


async def _awaited(part: Awaitable[None]) -> None:
    await part


async def _every(seconds: float, what: Callable[[], Awaitable[object]]) -> None:
    """Do something now and again. What breaks once may work the next time, and is told each time."""
    while True:
        try:
            await what()
        except Exception as error:  # noqa: BLE001  # told without its words, which may name somebody; tried again
            LOG.error("%s in the worker's round", type(error).__name__)
        await asyncio.sleep(seconds)


def _in_thread(what: Callable[[], object]) -> Callable[[], Awaitable[object]]:
    def do() -> object:
        close_old_connections()
        try:
            return what()
        finally:
            close_old_connections()

    return sync_to_async(do, thread_sensitive=True)
