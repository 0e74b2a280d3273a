"""How far long work is, on standard error: a bar with its rate at a terminal, a line every few seconds in a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

EVERY_SECONDS = 5.0


class Rate(TextColumn):
    """How many a second."""

    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: Task) -> Text:
        """The rate since the task began."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


class Lines(Progress):
    """The same where nobody looks on: whoever opens the file later, or follows it, reads how far it was and when."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__(console=Console(stderr=True), disable=True, get_time=clock)
        self._clock = clock
        self._told_at = clock()

    def update(self, task_id: TaskID, **how: Any) -> None:
        """Note how far a task is, and write a line when the last one is some seconds old."""
        super().update(task_id, **how)
        if self._clock() - self._told_at >= EVERY_SECONDS:
            self._told_at = self._clock()
            sys.stderr.write(f"{_in_words(self.tasks[self.task_ids.index(task_id)])}\n")
            sys.stderr.flush()


def _in_words(task: Task) -> str:
    done = f"{task.completed:,.0f} of {task.total:,.0f}" if task.total else f"{task.completed:,.0f}"
    rate = f", {task.speed:,.0f} a second" if task.speed else ""
    return f"{task.description}: {done}{rate}."


@contextmanager
def progress_bar(*, clock: Callable[[], float] = monotonic) -> Iterator[Progress]:
    """A bar for each task that is added, or lines where standard error is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Lines(clock)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        yield progress
