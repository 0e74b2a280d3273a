"""`mash doctor`: looks at everything that can be out of order, and says what to do about it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, connections

from mash.config.ready import is_ready
from mash.config.safety import unsafe_settings
from mash.foundation.access.acting import serving
from mash.foundation.access.guards import role_name
from mash.foundation.files.scanning import answers
from mash.foundation.ledger import keeping
from mash.foundation.ledger.checkpoint import NoteError, signing_key

LEAST_DISK_BYTES = 2 * 1024**3
MOST_CLOCK_SECONDS = 2
MOST_SEALING_SECONDS = 120
ROLE = "select rolinherit, rolsuper, rolbypassrls from pg_roles where rolname = %s"
BACKLOG = (
    "select count(*) filter (where status = 'todo' and coalesce(scheduled_at, now()) < now() - interval '1 minute'), "
    "count(*) filter (where status = 'failed') from procrastinate_jobs where not starts_with(queue_name, 'play-')"
)
WORKERS = "select count(*) from procrastinate_workers where last_heartbeat > now() - interval '30 seconds'"
UNSEALED = (
    "select count(*), min(written_at) from ledger_event "
    "where transaction >= coalesce((select max(horizon) from ledger_checkpoint), 0)"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is in order, and what was found or is to do."""

    subject: str
    ok: bool
    text: str


def examine(*, as_json: bool) -> int:
    """Look at everything. 0 when all is in order, 1 when not."""
    findings = [finding for look in LOOKS for finding in _looked(look)]
    if as_json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=1) + "\n")
    else:
        for finding in findings:
            sys.stdout.write(f"{'ok  ' if finding.ok else 'LOOK'}  {finding.subject}: {finding.text}\n")
    return 0 if all(finding.ok for finding in findings) else 1


def _looked(look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """What one look finds; a database that does not answer is a finding too."""
    try:
        return list(look())
    except DatabaseError as error:
        return [Finding(look.__name__.strip("_"), False, f"the database does not answer ({type(error).__name__}).")]


def _guards() -> Iterator[Finding]:
    ready = is_ready()
    yield Finding(
        "guards",
        ready,
        "migrations, grants and row policies are those of this code."
        if ready
        else "the database is not what this code needs. Run any command, for example: mash demo accounts",
    )


def _roles() -> Iterator[Finding]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(ROLE, [role_name("mash_login", connection.settings_dict["NAME"])])
        row = cursor.fetchone()
    plain = row is not None and not any(row)
    yield Finding(
        "roles",
        plain,
        "the login role has no rights of its own."
        if plain
        else "the login role must be NOINHERIT, without SUPERUSER and BYPASSRLS. Ask the database's administrator.",
    )


def _clock() -> Iterator[Finding]:
    with serving("doctor"), connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - datetime.now(UTC)).total_seconds())
    yield Finding(
        "clock",
        apart <= MOST_CLOCK_SECONDS,
        f"this machine and the database are {apart:.1f} seconds apart"
        + ("." if apart <= MOST_CLOCK_SECONDS else ": set both by a time server, or due times will be wrong."),
    )


def _queue() -> Iterator[Finding]:
    with serving("doctor"), connection.cursor() as cursor:
        cursor.execute(BACKLOG)
        overdue, failed = cursor.fetchone()
        cursor.execute(WORKERS)
        (workers,) = cursor.fetchone()
    yield Finding("worker", workers > 0, f"{workers} at work." if workers else "none is at work. Run: mash serve")
    yield Finding("queue", overdue == 0, f"{overdue} jobs have been due for over a minute.")
    yield Finding("given up", failed == 0, f"{failed} jobs failed for good. The worker's log says which and how.")


def _ledger() -> Iterator[Finding]:
    try:
        signing_key(keeping.key_file())
    except (PermissionError, NoteError) as error:
        yield Finding("ledger key", False, str(error))
    with serving("doctor"), connection.cursor() as cursor:
        cursor.execute(UNSEALED)
        waiting, oldest = cursor.fetchone()
    age = (datetime.now(UTC) - oldest).total_seconds() if oldest else 0.0
    late = age > MOST_SEALING_SECONDS
    yield Finding(
        "sealing",
        not late,
        f"{waiting} events wait"
        + (f", the oldest for {age:.0f} seconds: is a worker running, or a transaction stuck?" if late else "."),
    )


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    enough = free >= LEAST_DISK_BYTES
    yield Finding("disk", enough, f"{free / 1024**3:.1f} GB free" + ("." if enough else ": make room."))


def _settings() -> Iterator[Finding]:
    unsafe = unsafe_settings()
    for sentence in unsafe:
        yield Finding("settings", False, sentence)
    if not unsafe:
        yield Finding("settings", True, "a demo: never for real people." if settings.DEMO else "safe to serve.")


def _scanner() -> Iterator[Finding]:
    if not settings.CLAMD:
        yield Finding("virus scanner", settings.DEMO, "none: files say that they were not scanned. Set MASH_CLAMD.")
        return
    there = answers()
    yield Finding("virus scanner", there, "it answers." if there else "clamd does not answer: is it running?")


LOOKS = (_guards, _roles, _clock, _queue, _ledger, _disk, _settings, _scanner)
