"""How log lines are written: an error's kind and place, never its words, which may name a person."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


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


class NoHealthChecks(logging.Filter):
    """Leaves out that the hub is not ready yet, which whoever waits for it asks every second."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is to be written."""
        return not record.getMessage().endswith(": /health/ready")
