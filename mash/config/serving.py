"""`mash serve`: database, web server and worker in the foreground, as one."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from pathlib import Path

from mash.config.embedded import DatabaseUnavailable, ensure_running, running
from mash.config.environment import data_dir
from mash.config.opening import opened, say
from mash.config.processes import Child, Company
from mash.foundation.counters import SHARED

WEB_WORKERS = 2
BLOCKING_THREADS = 2
LOOK_SECONDS = 2.0


def serve(*, host: str, port: int) -> int:
    """Serve the hub until told to stop. 0 after a stop, 1 when it cannot or may not serve."""
    if why := port_taken(host, port):
        say(why)
        return 1
    os.environ.setdefault("MASH_BASE_URL", f"http://127.0.0.1:{port}")
    embedded = not os.environ.get("MASH_DATABASE_URL")
    with opened(prepared=False):  # a hub that is refused has not touched its database
        from django.conf import settings

        from mash.config.ready import loading_mark, prepare
        from mash.config.safety import unsafe_settings
        from mash.demo.stories import stories_are_loaded

        if unsafe := unsafe_settings():
            say("This hub does not serve with the demo off (MASH_DEMO=0) until it is safe:")
            for sentence in unsafe:
                say(f"  - {sentence}")
            return 1
        prepare(say)
        children = [
            Child("web server", _web(host, port)),
            Child("worker", [sys.executable, "-m", "mash.config.cli", "worker"]),
        ]
        loading_mark().unlink(missing_ok=True)
        if settings.DEMO and not stories_are_loaded():
            loading_mark().touch()
            children.append(
                Child("demo stories", [sys.executable, "-m", "mash.config.cli", "demo", "load"], lasting=False)
            )
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        count_afresh(settings.DATA_DIR / "counters")
        welcome = Welcome(host, port, greeting(settings.BASE_URL, demo=settings.DEMO))
        company = Company(children, say, look_after=[welcome, *([Keeper()] if embedded else [])])
        company.on_end["demo stories"] = lambda code: loading_mark().unlink(missing_ok=True)
        return company.run()


def count_afresh(folder: Path) -> None:
    """Give the processes that are about to start an empty folder in which they count together."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[SHARED] = str(folder)


def greeting(address: str, *, demo: bool) -> str:
    """What stands at the terminal when the hub serves."""
    way_in = (
        f"Sign in at {address}/sign-in: choose an account of the demo partnership, no password is needed."
        if demo
        else f"Sign in at {address}/sign-in. The first administrator's account is made by: mash setup --admin EMAIL"
    )
    return f"\nOpenMASH serves at {address}\n{way_in}\nStop it with Ctrl-C.\n"


def port_taken(host: str, port: int) -> str:
    """Why the port cannot be used, and what to do; nothing when it is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            return f"Port {port} needs an administrator's rights. Choose one above 1023: make run PORT=8001"
        except OSError:
            return f"Port {port} is in use, perhaps by another hub. Choose another: make run PORT={port + 1}"
    return ""


def _web(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(WEB_WORKERS), "--blocking-threads", str(BLOCKING_THREADS)),
        *("--respawn-failed-workers", "--no-ws", "--log-level", "warning", "mash.config.wsgi:application"),
    ]


class Welcome:
    """Says where the hub is, once the web server takes calls."""

    def __init__(self, host: str, port: int, words: str) -> None:
        self.place = (host, port)
        self.words = words

    def __call__(self) -> None:
        """Try whether it does, until it does."""
        if not self.words:
            return
        try:
            socket.create_connection(self.place, timeout=1).close()
        except OSError:
            return
        say(self.words)
        self.words = ""


class Keeper:
    """Looks after the embedded database: starts it again when it was killed."""

    def __init__(self) -> None:
        self.next_look = time.monotonic() + LOOK_SECONDS

    def __call__(self) -> None:
        """Look, when it is time."""
        if time.monotonic() < self.next_look:
            return
        try:
            if running(data_dir()) is None:
                say("The database has ended. Starting it again.")
                ensure_running(data_dir(), keep=False)
        except DatabaseUnavailable as error:
            say(str(error))
        self.next_look = time.monotonic() + LOOK_SECONDS
