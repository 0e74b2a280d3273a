"""A worker with a job that takes long enough to be killed over. Run as a program by `test_worker`."""

import sys
import time
from pathlib import Path

import django

django.setup()  # before anything that is imported below can be

from mash.foundation.access.acting import Acting  # noqa: E402  # after the set-up
from mash.foundation.access.verbs import record  # noqa: E402  # after the set-up
from mash.foundation.post import worker  # noqa: E402  # after the set-up
from mash.foundation.post.queue import job, tried_before  # noqa: E402  # after the set-up


@job("clock")
def take_long(me: Acting, marks: str) -> None:
    """Say that it has begun; the first time, hang."""
    record(me, "take_long")
    Path(marks, "again" if tried_before() else "begun").write_text("")
    if not tried_before():
        time.sleep(60)


if __name__ == "__main__":
    vars(worker).update(HEARTBEAT_SECONDS=0.2, DEAD_AFTER_SECONDS=1, SEAL_SECONDS=0.5)
    worker.work()
    sys.exit(0)
