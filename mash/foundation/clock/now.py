"""What time it is: the real time, or the story's while a scenario is played."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from mash.foundation.clock.london import in_utc

_story_time: ContextVar[datetime | None] = ContextVar("story_time", default=None)


def now() -> datetime:
    """The time now in UTC: the story's inside `at`, else the real one."""
    return _story_time.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Let it be this moment for what runs inside. It may be nested; the time before comes back after.

    It holds for this thread or task only: a new thread starts with the real time.

    Raises:
        ValueError: the moment has no time zone.
    """
    before = _story_time.set(in_utc(moment))
    try:
        yield in_utc(moment)
    finally:
        _story_time.reset(before)
