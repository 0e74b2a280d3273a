"""What stands still when a page gives no answer: each thread of the process that serves, each session of the server."""

from __future__ import annotations

import sys
import threading
import traceback

from django.db import connections

SESSIONS = """
select pid, datname, usename, state, wait_event_type, wait_event, pg_blocking_pids(pid), now() - xact_start,
    left(query, 300)
from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
"""


def standing() -> str:
    """Where every thread is, and what every session of the database server does and waits for, as text."""
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    threads = [
        f"{names.get(ident)}:\n{''.join(traceback.format_stack(frame)[-12:])}"
        for ident, frame in sys._current_frames().items()
    ]
    with connections["owner"].cursor() as cursor:
        cursor.execute(SESSIONS)
        sessions = [" | ".join(map(str, row)) for row in cursor.fetchall()]
    connections["owner"].close()
    return "\n".join([*threads, *sessions])
