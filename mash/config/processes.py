"""The processes of a serving hub: started together, watched, and stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

STOP_SECONDS = 15
PAUSE_SECONDS = 2.0


@dataclass(slots=True)
class Child:
    """One process. A `lasting` one is started again when it ends by itself; another has then done its work."""

    name: str
    command: list[str]
    lasting: bool = True
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C at the terminal reaches it through us alone."""
        self.started_at = time.monotonic()
        following = [sys.executable, "-m", "mash.config.following", str(os.getpid())]
        self.process = subprocess.Popen([*following, *self.command], start_new_session=True)

    def has_ended(self) -> bool:
        """Whether it was started and runs no more."""
        return self.process is not None and self.process.poll() is not None

    def end_leftovers(self) -> None:
        """End what it left of its group: a killed web server's own workers outlive it, and hold its port."""
        if self.process is not None and self.has_ended():
            with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group without members
                os.killpg(self.process.pid, signal.SIGKILL)

    @property
    def exit_code(self) -> int | None:
        """What it ended with."""
        return self.process.returncode if self.process else None


@dataclass(slots=True)
class Company:
    """Processes that serve together until told to stop (SIGTERM, SIGINT)."""

    children: list[Child]
    say: Callable[[str], None]
    # Called twice a second: to look after what is not a child.
    look_after: list[Callable[[], None]] = field(default_factory=list)
    on_end: dict[str, Callable[[int], None]] = field(default_factory=dict)
    told_to_stop: bool = False

    def run(self) -> int:
        """Start all, keep them running, stop all. 0 when told to stop."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            for child in self.children:
                child.start()
            while not self.told_to_stop:
                time.sleep(0.5)
                self._watch()
        finally:
            self._end_all()
        return 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.told_to_stop = True

    def _watch(self) -> None:
        for look in self.look_after:
            look()
        for child in [child for child in self.children if child.has_ended()]:
            if self.told_to_stop:
                return
            code = child.exit_code or 0
            child.end_leftovers()
            if child.name in self.on_end:
                self.on_end[child.name](code)
            if not child.lasting:
                self.children.remove(child)
                continue
            self.say(f"The {child.name} has ended ({_reason(code)}). Starting it again.")
            time.sleep(max(0.0, child.started_at + PAUSE_SECONDS - time.monotonic()))
            child.start()

    def _end_all(self) -> None:
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.terminate()
        give_up = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, give_up - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for child in self.children:
            child.end_leftovers()


def _reason(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
