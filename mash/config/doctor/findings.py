"""What a look finds: whether a thing is in order, and what to do when it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """In order; worth a look soon; not in order."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its state, and what was found or is to do."""

    subject: str
    state: State
    text: str


Look = Callable[[], Iterator[Finding]]


def measured(value: float, *, warn_above: float, fail_above: float) -> State:
    """The state of something of which too much is wrong."""
    if value > fail_above:
        return State.FAIL
    return State.WARN if value > warn_above else State.OK
