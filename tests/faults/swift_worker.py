"""A worker as a hub runs it, but that it takes a dead one's work up sooner. Run as a program by `test_worker_away`."""

import sys

import django

django.setup()  # before anything that is imported below can be

from mash.foundation.post import worker  # noqa: E402  # after the set-up

if __name__ == "__main__":
    vars(worker).update(HEARTBEAT_SECONDS=0.2, DEAD_AFTER_SECONDS=1, SEAL_SECONDS=0.5)
    worker.work()
    sys.exit(0)
