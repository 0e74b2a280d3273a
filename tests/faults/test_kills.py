"""Web server, worker and database are killed at any moment: nothing acknowledged is lost, and nobody is told twice."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import random
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, build_opener

import psycopg
import pytest
from aiosmtpd.controller import Controller

from mash.config.embedded import place, postmaster, remove, running
from mash.demo.stories import LOADED
from mash.foundation.post.wording import AGAIN
from tests.faults.reading_forms import Form, Page, Typed

ROOT = Path(__file__).resolve().parents[2]
MASH = [sys.executable, "-m", "mash.config.cli"]
# A hub with the demo's accounts and without its stories, which would take their time.
PREPARE = f"""
from mash.config.opening import opened
with opened():
    from mash.foundation.access.acting import serving
    from mash.foundation.access.verbs import record
    with serving("play") as me:
        record(me, {LOADED!r})
"""
ROUNDS = 3
REFERENCE = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds the processes of a hub in /proc")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Callable[[], bool], what: str, seconds: float = 40) -> None:
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up, what
        time.sleep(0.1)


class Mailbox:
    """A mail server that takes a moment over each mail, so that a kill may fall into one."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, bool]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # the library's name
        mail = message_from_bytes(envelope.content, policy=default)
        self.mails.append((str(mail["Message-ID"]), AGAIN in mail.get_content()))
        await asyncio.sleep(0.03)
        return "250 kept"


@dataclass
class Hub:
    """A hub as `mash serve` serves it, with a database of its own that keeps its promises."""

    folder: Path
    port: int
    smtp: str
    serving: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program in the hub's surroundings."""
        done = subprocess.run(
            command, env=self._surroundings(), cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done

    def start(self) -> None:
        command = [*MASH, "serve", "--port", str(self.port)]
        with (self.folder / "said").open("wb") as said:
            self.serving = subprocess.Popen(command, env=self._surroundings(), cwd=self.folder, stderr=said)
        until(self.is_ready, "the hub did not come up")

    def stop(self) -> None:
        if self.serving is not None:
            self.serving.terminate()
            self.serving.wait(30)

    def is_ready(self) -> bool:
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
        return next(iter(children(self.web())), 0)

    def worker(self) -> int:
        return self._child("worker")

    def database(self) -> int:
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


class StayHere(HTTPRedirectHandler):
    """Does not follow: where an answer leads is what acknowledges a submission."""

    def redirect_request(self, *args: Any) -> None:
        return None


@dataclass
class Browser:
    """Somebody who sends each form until it is acknowledged, always with the token that the page gave it."""

    hub: Hub
    acknowledged: list[str] = field(default_factory=list)
    again: int = 0
    opener: OpenerDirector = field(default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar()), StayHere()))

    def get(self, path: str) -> str:
        return self._ask(path, None)[1]

    def send(self, path: str, box: str, **typed: str) -> str:
        """Fill in the form that has this box or button, and send it. Returns where it led."""
        form = self.form(path, box)
        filled: Typed = {**form.as_it_stands(), **{name: [value] for name, value in typed.items()}}
        status, where = self._ask(form.action, urlencode(filled, doseq=True).encode())
        assert status == 302, f"{form.action}: {status}, {re.sub('<[^>]*>', ' ', where)[:2000]}"
        return where

    def form(self, path: str, box: str) -> Form:
        forms = Page(path, self.get(path)).forms
        return next(form for form in forms if box in form.boxes or box in dict(form.buttons))

    def _ask(self, path: str, body: bytes | None) -> tuple[int, str]:
        give_up = time.monotonic() + 40
        while time.monotonic() < give_up:
            try:
                with self.opener.open(self.hub.address + path, body, timeout=10) as answer:
                    return answer.status, answer.read().decode()
            except HTTPError as answer:
                if answer.code == 302:
                    return 302, answer.headers["Location"]
                if answer.code < 500:
                    raise
            except (OSError, HTTPException):
                pass
            self.again += body is not None
            time.sleep(0.1)
        raise AssertionError("the hub did not come back")


def tell(browser: Browser) -> None:
    """Somebody of the public tells the hub of a worry."""
    mark = f"t{secrets.token_hex(8)}"
    browser.send("/enquire/tamarshire/story", "narrative", narrative=f"Shouting again, {mark}.")
    browser.send("/enquire/tamarshire/check", "draft")
    browser.acknowledged.append(mark)


def rate(browser: Browser) -> None:
    """A social worker takes a call, rates it, and an agency outside the hub is asked: two mails."""
    mark = f"r{secrets.token_hex(8)}"
    if not browser.acknowledged:
        browser.send("/sign-in", "username", username="sw.tamarshire.1")
    told = {
        "narrative": f"The school rang, {mark}.",
        "immediate_danger": "no",
        "people_0_given": "Perran",
        "act": "receive",
    }
    led = browser.send("/enquiries/new", "narrative", **told, people_0_age="7", people_0_subject="on")
    reference = REFERENCE.search(browser.get(led))
    assert reference is not None
    why = {"rationale": f"Because, {mark}.", "ask_why": "They know him"}
    browser.send(f"/enquiries/{reference[0]}/rate", "level", level="amber", ask="probation", **why)
    browser.acknowledged.append(mark)


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    kept, port = Mailbox(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def hub(mailbox: tuple[Mailbox, str]) -> Iterator[Hub]:
    folder = Path(tempfile.mkdtemp(prefix="openmash-test-", dir="/var/tmp"))
    folder.chmod(0o755)
    hub = Hub(folder, free_port(), mailbox[1])
    try:
        hub.run(sys.executable, "-c", PREPARE)
        hub.start()
        yield hub
    finally:
        hub.stop()
        remove(folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.rule(1)
def test_a_hub_that_is_killed_at_any_moment_loses_nothing_and_repeats_nothing_silently(hub, mailbox):
    stop = threading.Event()
    public, worker = Browser(hub), Browser(hub)
    failed: list[Exception] = []
    at_work = [
        threading.Thread(target=go_on, args=(doing, browser, stop, failed), daemon=True)
        for doing, browser in ((tell, public), (rate, worker))
    ]
    for thread in at_work:
        thread.start()
    kill_in_turn(hub, lambda: work_goes_on(public, worker, failed))
    stop.set()
    for thread in at_work:
        thread.join(20)
    assert not failed, failed
    until(lambda: waiting(hub) == 0, "mail was left lying")
    no_submission_is_lost_or_doubled(hub, public.acknowledged, worker.acknowledged)
    each_mail_came_once_or_says_so(hub, mailbox[0], len(worker.acknowledged))
    the_ledger_stands(hub)


def go_on(doing: Callable[[Browser], None], browser: Browser, stop: threading.Event, failed: list[Exception]) -> None:
    """Do it over and over, until told to stop."""
    try:
        while not stop.wait(0.1):
            doing(browser)
    except Exception as error:  # noqa: BLE001  # whatever it is, the test that waits must hear of it
        failed.append(error)


def kill_in_turn(hub: Hub, wait: Callable[[], None]) -> None:
    """Kill each kind of process in turn, each time once work goes on after the last kill."""
    moments = random.Random(7)  # moments, not secrets
    for number, victim in enumerate([hub.web, hub.worker, hub.database] * ROUNDS):
        wait()
        time.sleep(moments.random() * 0.5)
        pid = (hub.web_worker if victim == hub.web and number else victim)()
        assert pid, f"{victim.__name__} does not run"
        os.kill(pid, signal.SIGKILL)
    wait()


def work_goes_on(public: Browser, worker: Browser, failed: list[Exception]) -> None:
    """Wait until both have been acknowledged once more."""
    done = len(public.acknowledged), len(worker.acknowledged)
    until(
        lambda: bool(failed) or (len(public.acknowledged) > done[0] and len(worker.acknowledged) > done[1]),
        "nothing is acknowledged any more",
    )
    assert not failed, failed


def waiting(hub: Hub) -> int:
    """How many mails the worker has not sent, and notices whose readers are not settled."""
    jobs = "select count(*) from procrastinate_jobs where queue_name = 'post' and status in ('todo', 'doing')"
    return int(hub.rows(jobs)[0][0])


def no_submission_is_lost_or_doubled(hub: Hub, told: list[str], rated: list[str]) -> None:
    texts = [text for (text,) in hub.rows("select narrative from enquiries_enquiry")]
    kept = Counter(mark for text in texts for mark in re.findall(r"[rt][0-9a-f]{16}", text))
    assert len(told) > ROUNDS * 3
    assert len(rated) > ROUNDS * 3
    assert {mark: kept[mark] for mark in [*told, *rated]} == dict.fromkeys([*told, *rated], 1)
    assert max(kept.values()) == 1
    reasons = [text for (text,) in hub.rows("select text from enquiries_rationale where kind = 'rating'")]
    assert Counter(mark for mark in rated for text in reasons if mark in text) == dict.fromkeys(rated, 1)
    events = Counter(verb for (verb,) in hub.rows("select verb from ledger_event where outcome = 'made'"))
    assert events["receive_enquiry"] == len(texts)
    assert events["rate_enquiry"] == len(reasons)


def each_mail_came_once_or_says_so(hub: Hub, mailbox: Mailbox, rated: int) -> None:
    notices = hub.rows("select id, mails from post_notice where kind = 'request'")
    assert len(notices) >= rated
    for _, mails in notices:
        assert len(mails) == 2
        assert set(mails.values()) == {0}
    came = Counter(sent for sent, _ in mailbox.mails)
    assert len(came) == 2 * len(notices)
    for sent in came:
        _, *repeated = [says_so for other, says_so in mailbox.mails if other == sent]
        assert all(repeated), f"{sent} came {came[sent]} times and does not say so"


def the_ledger_stands(hub: Hub) -> None:
    export = hub.folder / "ledger.gz"
    hub.run(*MASH, "ledger", "seal")
    hub.run(*MASH, "ledger", "export", str(export))
    key = json.loads(hub.run(*MASH, "ledger", "roots", "--json").stdout)["key"]
    report = json.loads(hub.run(*MASH, "ledger", "verify", str(export), "--key", key, "--json").stdout)
    assert report["ok"], report
    assert gzip.decompress(export.read_bytes()).count(b'"rate_enquiry"') > ROUNDS * 3
