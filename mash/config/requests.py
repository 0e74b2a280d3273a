"""Counts every request and writes a line about it: which route, what came of it, how long. Never who or about whom."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from mash.foundation.counters import REQUESTS, SECONDS

LOG = logging.getLogger("mash.requests")
METHODS = frozenset({"GET", "HEAD", "POST"})
NOWHERE = "none"

Answer = Callable[[HttpRequest], HttpResponseBase]


class Counted:
    """Outermost, so that it sees what everything inside has made of a request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then count it."""
        began = time.perf_counter()
        response = self.get_response(request)
        took = time.perf_counter() - began
        facts = {
            "method": request.method if request.method in METHODS else "other",
            "route": route_of(request),
            "status": response.status_code,
        }
        REQUESTS.labels(**facts).inc()
        SECONDS.observe(took)
        LOG.info("request", extra={**facts, "ms": round(took * 1000)})
        return response


def route_of(request: HttpRequest) -> str:
    """The route of a request and not its address: that names an enquiry, or holds a link's secret."""
    match = request.resolver_match
    return f"/{match.route}" if match is not None else NOWHERE
