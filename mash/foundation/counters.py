"""What every process of the hub counts as it goes: requests and jobs. No names, no identifiers, no addresses.

Each process keeps its counts in a file of `PROMETHEUS_MULTIPROC_DIR`, which `mash serve` sets, so that the one which is
asked answers for all.
"""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

SHARED = "PROMETHEUS_MULTIPROC_DIR"
OWN = CollectorRegistry()

REQUESTS = Counter(
    "mash_requests", "Requests answered, by method, route and status", ["method", "route", "status"], registry=OWN
)
SECONDS = Histogram(
    "mash_request_seconds",
    "How long requests took",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=OWN,
)
JOBS = Counter("mash_jobs", "Jobs done by the worker, by kind and how they ended", ["job", "outcome"], registry=OWN)


def counted() -> CollectorRegistry:
    """What all processes have counted, where they share a folder; otherwise what this one has."""
    if SHARED not in os.environ:
        return OWN
    everybody = CollectorRegistry()
    MultiProcessCollector(everybody)  # type: ignore[no-untyped-call]  # the library has no types here
    return everybody
