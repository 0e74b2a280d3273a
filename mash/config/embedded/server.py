"""Finding, starting and stopping the server of a data folder."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from pathlib import Path

from mash.config.embedded import cluster, postmaster
from mash.config.embedded.binaries import Binaries, find
from mash.config.embedded.errors import DatabaseUnavailable
from mash.config.embedded.place import SYSTEM_STATE, Home, existing_home, make_home, remove_home

# After a killed server its children hold the shared memory for a moment, and the corpse waits to be reaped.
RETRY_SECONDS = 10.0
# Writing out memory at a stop, or going through the journal after a crash, takes as long as there is to do.
BUSY_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: the address of the hub's database with its owner's password, and whether we started it."""

    url: str
    started_by_us: bool


def ensure_running(data_dir: Path, *, fsync_off: bool = False, keep: bool = True) -> Server:
    """Start the database of a data folder, or find it running; makes one where there is none.

    Safe to call from many processes at once, and again after the server was killed: the address stays the same
    unless somebody else took the port meanwhile.

    Args:
        fsync_off: faster, and lost when the machine fails: for tests only. Counts when this call starts the server.
        keep: the server stays up until `stop`. Otherwise the last command that uses it by `database_url` stops it.

    Raises:
        DatabaseUnavailable: it cannot be made or started; says what to install or to change.
    """
    home = make_home(data_dir)
    with home.locked("start.lock"):
        started = not _is_ready(home)
        if started:
            _start(home, fsync_off=fsync_off)
            (home.folder / "kept").unlink(missing_ok=True)
        if keep:
            home.write("kept", "")
        return Server(_url(home), started)


def running(data_dir: Path) -> str | None:
    """The address of the data folder's database when its server is up; costs a few small reads."""
    home = existing_home(data_dir)
    return _url(home) if home is not None and _is_ready(home) else None


def stop(data_dir: Path) -> bool:
    """Stop the server of a data folder; transactions under way are rolled back. False when it was not running."""
    home = existing_home(data_dir)
    if home is None:
        return False
    with home.locked("start.lock"):
        return stop_locked(home)


def stop_locked(home: Home) -> bool:
    """`stop`, for those who hold the start lock."""
    (home.folder / "kept").unlink(missing_ok=True)
    if not home.data.exists() or postmaster.look(home.data) is None:
        return False
    pg_ctl = _binaries(home).folder / "pg_ctl"
    cluster.run(home, pg_ctl, "stop", "-D", home.data, "-m", "fast", "-w", "-t", BUSY_SECONDS)
    return True


def remove(data_dir: Path) -> None:
    """Stop the server and delete its database, with everything in it. For tests and for `make clean`."""
    stop(data_dir)
    remove_home(data_dir)


def _is_ready(home: Home) -> bool:
    found = postmaster.look(home.data)
    return found is not None and found.status == "ready"


def _start(home: Home, *, fsync_off: bool) -> None:
    """Start the server, or wait for one that is starting or stopping. The start lock is held."""
    binaries = _binaries(home)
    if not home.data.exists():
        cluster.create(home, binaries, fsync_off=fsync_off)
    if not home.account.can_reach(home.data):
        raise DatabaseUnavailable(
            f"The account that runs the database may not reach {home.data} any more. Make the folders above it "
            "searchable for everybody again (chmod o+x)."
        )
    give_up = time.monotonic() + RETRY_SECONDS
    while not _is_ready(home):
        reason = _try_to_start(home, binaries, fsync_off=fsync_off)
        if reason and time.monotonic() > give_up:
            raise DatabaseUnavailable(f"The database in {home.folder} does not start. {reason} See {home.log}.")
        time.sleep(0.1 if reason else 0)


def _try_to_start(home: Home, binaries: Binaries, *, fsync_off: bool) -> str:
    """One attempt. Nothing when there is a server to wait for or it runs; else why not, with the log's last lines."""
    found = postmaster.look(home.data)
    if found is not None:
        return "" if found.wait(BUSY_SECONDS) else f"Process {found.pid} has been {found.status} for too long."
    postmaster.forget_dead(home.data)
    cluster.configure(home, _free_port(home), fsync_off=fsync_off)
    first_words = home.log / "start.log"
    try:
        cluster.run(
            home,
            *[binaries.folder / "pg_ctl", "start", "-D", home.data, "-l", first_words],
            *["-w", "-t", BUSY_SECONDS, "-s"],
        )
    except DatabaseUnavailable:
        said = first_words.read_text(errors="replace").strip() if first_words.exists() else ""
        return f"PostgreSQL says: {said[-1500:]}"
    finally:
        first_words.unlink(missing_ok=True)
    return ""


def _binaries(home: Home) -> Binaries:
    version = home.data / "PG_VERSION"
    return find(home.account, SYSTEM_STATE, int(version.read_text()) if version.exists() else None)


def _free_port(home: Home) -> int:
    """The port of the last start when it is free, otherwise one that is."""
    for wanted in (int(home.read("port") or 0), 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            port = int(probe.getsockname()[1])
            home.write("port", str(port))
            return port
    raise DatabaseUnavailable("No TCP port is free on 127.0.0.1.")


def _url(home: Home) -> str:
    try:
        password = home.read("password")
    except PermissionError as error:
        raise DatabaseUnavailable(
            f"{error.filename} cannot be read. Use the account that first ran the hub."
        ) from error
    if password is None:
        raise DatabaseUnavailable(f"{home.folder / 'password'} is missing: bring it back from a backup.")
    return f"postgresql://{cluster.OWNER}:{password}@127.0.0.1:{home.read('port')}/{cluster.DATABASE}"
