"""Two who act at once, each by a connection of their own: one has written and not ended when the other begins."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from django.db import connections

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Invalid
from tests import world

LATER = world.MONDAY_NINE + timedelta(days=2)
WAITING = "select exists (select from pg_locks where not granted)"
SECONDS = 30
Stay = Callable[[], Any]
Doing = Callable[[Stay], Any]


def by(who: str, verb: Callable[[Acting], Any]) -> Doing:
    """Somebody does something; the answer, or what was invalid of it."""

    def do(stay: Stay) -> Any:
        try:
            with world.as_(who, when=LATER) as me:
                try:
                    return verb(me)
                finally:
                    stay()
        except Invalid as invalid:
            return invalid

    return do


def meanwhile(first: Doing, second: Doing) -> tuple[Any, Any]:
    """Let one begin, another one begin as well until it waits or is done, and only then the first end. Both answers."""
    is_written, may_end = threading.Event(), threading.Event()

    def go(doing: Doing, stay: Stay) -> Any:
        try:
            return doing(stay)
        finally:
            connections.close_all()

    def stay() -> None:
        is_written.set()
        may_end.wait(2 * SECONDS)

    with ThreadPoolExecutor(2) as hub:
        one = hub.submit(go, first, stay)
        is_written.wait(2 * SECONDS)
        other = hub.submit(go, second, lambda: None)
        until = time.monotonic() + SECONDS
        while not other.done() and not _somebody_waits() and time.monotonic() < until:
            time.sleep(0.05)
        may_end.set()
        return one.result(2 * SECONDS), other.result(2 * SECONDS)


def _somebody_waits() -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])
