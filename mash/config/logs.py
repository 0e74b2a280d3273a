"""How log lines are written: an error's kind and place, never its words, which may name a person."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType

from django.http import HttpRequest

from mash.config.requests import route_of

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

# What a line may say besides its message: these and nothing else that somebody attaches to it.
FACTS = ("method", "route", "status", "ms")


class WithoutWords(logging.Formatter):
    """Writes where an exception arose and of which kind it was.

    Its message is left out: a database names the value that broke a constraint, a parser the text that it could not
    read. Nor are the exceptions shown from which it came.
    """

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802  # logging's name
        """The places, the innermost last, and the kind."""
        kind, _, trace = ei
        places = [
            f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}' for frame in traceback.extract_tb(trace)
        ]
        return "\n".join([*places, kind.__qualname__ if kind else ""])


class AsJson(WithoutWords):
    """The same as one object of JSON a line, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            line["error"] = kind.__qualname__
            line["places"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
        return json.dumps(line, default=str)


class RoutesForAddresses(logging.Filter):
    """Writes a request's route where Django writes its address, which names an enquiry or holds a link's secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always let it through."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            route = route_of(request)
            record.args = tuple(route if value == request.path else value for value in record.args)
        return True


class NoHealthChecks(logging.Filter):
    """Leaves out that the hub is not ready yet, which whoever waits for it asks every second."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is to be written."""
        asked = record.getMessage().endswith(": /health/ready") or getattr(record, "route", "") == "/health/ready"
        return not asked
