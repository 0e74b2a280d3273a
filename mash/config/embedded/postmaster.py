"""What PostgreSQL's own pid file says, and whether the process behind it is alive and this database's."""

from __future__ import annotations

import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A living server of one data folder; its status is 'starting', 'ready' or 'stopping'."""

    pid: int
    status: str
    data: Path

    def wait(self, seconds: float) -> bool:
        """Wait until it is ready or gone. False when it is neither after so many seconds."""
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            now = look(self.data)
            if now is None or now.status == "ready":
                return True
            time.sleep(0.05)
        return False


def look(data: Path) -> Postmaster | None:
    """The living server of a data folder, if there is one.

    The pid file alone does not tell: it outlives a killed server, a killed process is a zombie until it is reaped,
    and after a restart of the machine its number may be anybody's.
    """
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    if not lines or not lines[0].strip().lstrip("-").isdigit():
        return None
    pid = abs(int(lines[0]))
    if not is_postmaster(pid, data):
        return None
    return Postmaster(pid, lines[7].strip() if len(lines) > 7 else "starting", data)


def forget_dead(data: Path) -> None:
    """Take away the pid file of a server that is not alive, which PostgreSQL would take for living when it is a zombie.

    Safe: children that a killed server left behind still hold its shared memory, which PostgreSQL looks at as well.
    """
    if look(data) is None:
        (data / "postmaster.pid").unlink(missing_ok=True)


def is_postmaster(pid: int, data: Path) -> bool:
    """Whether a process lives, is not a zombie, and was started for this data folder."""
    if Path("/proc/self").exists():
        process = Path("/proc", str(pid))
        with suppress(OSError):
            if str(data) in (process / "cmdline").read_bytes().decode(errors="replace").split(
                "\0"
            ):  # a zombie has none
                return True
            return (process / "cwd").samefile(data)  # the folder was moved; containers may forbid this look
        return False
    listed = subprocess.run(["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return str(data) in listed.stdout
