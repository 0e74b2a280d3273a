"""The database for the time of a command: started when it is not running, stopped by the last one who used it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mash.config.embedded.place import Home, make_home
from mash.config.embedded.server import ensure_running, stop_locked


@contextmanager
def database_url(data_dir: Path, *, fsync_off: bool = False) -> Iterator[str]:
    """The address of the hub's database: `MASH_DATABASE_URL`, or the embedded one, running while the block runs.

    Commands may overlap in any order: each holds a shared lock, and whoever can take it alone at the end stops the
    server. One that was started to stay (`ensure_running`) is left alone, and so is one of somebody's own.

    Raises:
        DatabaseUnavailable: as `ensure_running`.
    """
    if given := os.environ.get("MASH_DATABASE_URL"):
        yield given
        return
    home = make_home(data_dir)
    with home.lock_file("users.lock") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)  # waits while the last user of before is stopping the server
        try:
            yield ensure_running(data_dir, fsync_off=fsync_off, keep=False).url
        finally:
            _leave(home, handle)


def _leave(home: Home, handle: int) -> None:
    # Let go first: two who leave together and ask for more at once would each find the other still there.
    fcntl.flock(handle, fcntl.LOCK_UN)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    with home.locked("start.lock"):
        if not (home.folder / "kept").exists():
            stop_locked(home)
