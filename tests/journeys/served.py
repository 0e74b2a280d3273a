"""Serves the hub for browsers: the real application on a real port, at the time of a story, with committed data."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections

from mash.foundation.clock.now import at
from tests.journeys.standstill import standing

PATIENCE = 60
"""Seconds that the last answers may take once every window is shut."""


class Story:
    """A clock that begins at a moment, goes on by itself, and can be set forward."""

    def __init__(self, begins: datetime) -> None:
        self._begins = begins
        self._started = time.monotonic()

    @property
    def now(self) -> datetime:
        """What time it is in the story."""
        return self._begins + timedelta(seconds=time.monotonic() - self._started)

    def later(self, **span: float) -> None:
        """Let time pass: `later(minutes=20)`."""
        self._begins += timedelta(**span)


class Quiet(WSGIRequestHandler):
    """Says nothing of the requests that it answers."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the standard library's name
        """Say nothing."""


class Server(ThreadedWSGIServer):
    """Lets as many connections wait as a browser opens at once, and more; knows those that it still answers."""

    request_queue_size = 128

    def __init__(self, *told: Any, **named: Any) -> None:
        super().__init__(*told, **named)
        self._answering: list[threading.Thread] = []

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own."""
        thread = threading.Thread(target=self.process_request_thread, args=(request, client_address), daemon=True)
        self._answering.append(thread)
        thread.start()

    def finish(self) -> None:
        """Take no more connections, and wait until the last is done: what a page saves as it is shut is saved first."""
        self.shutdown()
        self.server_close()
        for thread in self._answering:
            thread.join(timeout=PATIENCE)
        if any(thread.is_alive() for thread in self._answering):
            raise AssertionError(f"Still answering after {PATIENCE} seconds.\n{standing()}")


@contextmanager
def served(story: Story) -> Iterator[str]:
    """The address at which the hub answers while the block runs."""
    hub = get_wsgi_application()

    def in_story(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            with at(story.now):
                answer = hub(environ, start_response)
                body = list(answer)
                answer.close()
                return body
        finally:
            connections.close_all()  # this thread's: an idle one would keep the database from being removed

    server = Server(("127.0.0.1", 0), Quiet, ipv6=False)
    server.set_app(in_story)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.finish()
        thread.join(timeout=PATIENCE)
