"""A hub as `mash serve` serves it, in a folder of its own, with a mail server beside it: its processes can be found."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import build_opener

import psycopg
from aiosmtpd.controller import Controller

from mash.config.embedded import place, postmaster, remove, running

ROOT = Path(__file__).resolve().parents[2]
MASH = [sys.executable, "-m", "mash.config.cli"]
# Makes a hub with the demo's accounts and without its stories, which would take their time; prints what mails say that
# come again.
PREPARE = """
from mash.config.opening import opened
with opened():
    from mash.demo.stories import LOADED
    from mash.foundation.access.acting import serving
    from mash.foundation.access.verbs import record
    from mash.foundation.post.wording import AGAIN
    with serving("play") as me:
        record(me, LOADED)
    print(AGAIN)
"""
PATIENCE_SECONDS = 90


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until something is so; fail with `what` when it is not in time."""
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up, what
        time.sleep(0.1)


class Mailbox:
    """A mail server that takes a moment over each mail, so that a kill may fall into one."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str]] = []
        self.address = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # the library's name
        """Keep its id and what it says."""
        mail = message_from_bytes(envelope.content, policy=default)
        self.mails.append((str(mail["Message-ID"]), str(mail.get_content())))
        await asyncio.sleep(0.03)
        return "250 kept"


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server while the block runs."""
    kept, port = Mailbox(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    kept.address = f"smtp://127.0.0.1:{port}"
    yield kept
    controller.stop()


@dataclass
class Hub:
    """A hub that serves, with a database of its own that keeps its promises."""

    folder: Path
    port: int
    smtp: str
    says_again: str = ""
    serving: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program in the hub's surroundings."""
        done = subprocess.run(
            command, env=self._surroundings(), cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done

    def start(self) -> None:
        """Serve, and wait until it answers."""
        command = [*MASH, "serve", "--port", str(self.port)]
        with (self.folder / "said").open("wb") as said:
            self.serving = subprocess.Popen(command, env=self._surroundings(), cwd=self.folder, stderr=said)
        until(self.is_ready, "the hub did not come up")

    def stop(self) -> None:
        """Stop serving."""
        if self.serving is not None:
            self.serving.terminate()
            self.serving.wait(30)

    def is_ready(self) -> bool:
        """Whether it says that it is ready."""
        try:
            return bool(build_opener().open(f"{self.address}/health/ready", timeout=2).status == 200)
        except (OSError, HTTPException):
            return False

    def _surroundings(self) -> dict[str, str]:
        mine = {"MASH_DATA_DIR": str(self.folder), "MASH_SMTP_URL": self.smtp, "MASH_DEMO": "1"}
        others = {name: value for name, value in os.environ.items() if not name.startswith("MASH_")}
        return others | mine | {"PYTHONPATH": str(ROOT)}

    def web(self) -> int:
        """The web server; its own workers are its children."""
        return self._child("granian")

    def web_worker(self) -> int:
        """One of the processes that answer."""
        return next(iter(children(self.web())), 0)

    def worker(self) -> int:
        """The worker."""
        return self._child("worker")

    def database(self) -> int:
        """The postmaster."""
        home = place.existing_home(self.folder)
        found = postmaster.look(home.data) if home else None
        return found.pid if found else 0

    def _child(self, word: str) -> int:
        assert self.serving is not None
        return next((pid for pid, command in children(self.serving.pid).items() if word in command), 0)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database as whoever makes backups, who reads every row."""
        url = running(self.folder)
        assert url is not None
        with psycopg.connect(url) as connection:
            connection.execute(f"set role mash_backup_{urlsplit(url).path.lstrip('/')}")
            return connection.execute(query.encode()).fetchall()

    def count(self, query: str) -> int:
        """How many rows there are `from …`."""
        return int(self.rows(f"select count(*) from {query}")[0][0])


def children(parent: int) -> dict[int, list[str]]:
    """The processes that somebody started and that still run, with their commands."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            _, state, started_by, *_ = re.split(r" (?=[A-Z] \d)| ", (entry / "stat").read_text().partition(")")[2])
            if int(started_by) == parent and state != "Z":
                found[int(entry.name)] = (entry / "cmdline").read_text().split("\0")
        except (OSError, ValueError):  # it has ended meanwhile
            continue
    return found


@contextmanager
def hub_of_its_own(smtp: str) -> Iterator[Hub]:
    """A hub that serves in a folder which is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="openmash-test-", dir="/var/tmp"))
    folder.chmod(0o755)
    hub = Hub(folder, free_port(), smtp)
    try:
        hub.says_again = hub.run(sys.executable, "-c", PREPARE).stdout.splitlines()[-1]
        hub.start()
        yield hub
    finally:
        hub.stop()
        remove(folder)
        shutil.rmtree(folder, ignore_errors=True)
