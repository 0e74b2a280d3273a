"""What stands still when a page gives no answer: each thread of the process that serves, each session of the server."""

from __future__ import annotations

import sys
import threading
import traceback
from pathlib import Path
from types import FrameType

from django.db import connections

SESSIONS = """
select pid, datname, usename, state, wait_event_type, wait_event, pg_blocking_pids(pid), now() - xact_start,
    left(query, 300)
from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
"""


def standing() -> str:
    """Where every thread is, and what every session of the database server does and waits for, as short text."""
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    threads = [f"{names.get(ident)}: {_place(frame)}" for ident, frame in sys._current_frames().items()]
    with connections["owner"].cursor() as cursor:
        cursor.execute(SESSIONS)
        sessions = [" | ".join(map(str, row)) for row in cursor.fetchall()]
    connections["owner"].close()
    return "\n".join([*threads, *sessions])


def _place(frame: FrameType) -> str:
    """The last calls of a thread, the innermost first."""
    calls = traceback.extract_stack(frame)[-4:]
    return " < ".join(f"{call.name} ({Path(call.filename).name} {call.lineno})" for call in reversed(calls))
