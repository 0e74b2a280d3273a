"""The worker takes up what is due, through kills."""

import signal
from pathlib import Path

import pytest
from django.db import connection

from mash.foundation.access.acting import serving
from mash.foundation.ledger.models import Checkpoint, Event
from tests import world
from tests.workers import queue, until, workers


@pytest.fixture
def worker(committed, tmp_path):
    """Start a worker process on the test database; calling it again starts another."""
    with workers(tmp_path, Path(__file__).with_name("slow_job.py")) as start:
        yield start


def defer(tmp_path):
    """Put the slow job into the queue, as a verb does."""
    with serving("test"), connection.cursor() as cursor:
        cursor.execute(
            "select procrastinate_defer_jobs_v1(array[row('clock', '__main__.take_long', 0, null, null, %s, null)]"
            "::procrastinate_job_to_defer_v1[])",
            [f'{{"marks": "{tmp_path}"}}'],
        )


def sealed() -> bool:
    with world.backstage():
        return Checkpoint.objects.exists()


def test_what_a_killed_worker_had_begun_is_done_again_and_knows_it(worker, tmp_path):
    defer(tmp_path)
    first = worker()
    until((tmp_path / "begun").exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert queue() == ["doing"]
    second = worker()
    until((tmp_path / "again").exists)
    until(lambda: queue() == [])
    until(sealed, seconds=30)  # other tests' transactions in the cluster hold it up
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=10) == 0
    with world.backstage():
        assert Event.objects.filter(verb="take_long").count() == 1  # the first attempt was undone with its event
