"""Starts worker processes on the test database: what they do is what a serving hub's worker does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from tests import world

ROOT = Path(__file__).resolve().parents[1]
Start = Callable[[], "subprocess.Popen[bytes]"]


@contextmanager
def workers(folder: Path, program: Path) -> Iterator[Start]:
    """Calling what this gives starts a worker; all that still run are killed at the end. Mails lie in the folder."""
    started: list[subprocess.Popen[bytes]] = []
    owner = connections["owner"].settings_dict
    server = f"{owner['USER']}:{owner['PASSWORD']}@{owner['HOST']}:{owner['PORT']}"
    surroundings = os.environ | {
        "MASH_DATABASE_URL": f"postgresql://{server}/{connection.settings_dict['NAME']}",
        "MASH_SECRET_KEY": settings.SECRET_KEY,
        "MASH_DATA_DIR": str(folder / "data"),
        "PYTHONPATH": str(ROOT),
    }

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, program], env=surroundings, cwd=folder))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something is so; fail when it is not in time."""
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def queue() -> list[str]:
    """The state of every job that waits or is being done."""
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute("select status::text from procrastinate_jobs")
        return [status for (status,) in cursor.fetchall()]


def at_work() -> bool:
    """Whether a worker has begun."""
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute("select exists (select from procrastinate_workers)")
        return bool(cursor.fetchone() == (True,))
