"""What the components draw: small facts that a view puts together and a macro shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Progress(StrEnum):
    """How far an agency has come with a request."""

    ANSWERED = "answered"
    HOLDING = "holding"
    WAITING = "waiting"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class AgencyMark:
    """One agency in the strip of marks: `short` is drawn (one to three letters), `name` and `said` are read out."""

    short: str
    name: str
    progress: Progress
    rated_higher: bool = False

    @property
    def said(self) -> str:
        """`Police answered, rates higher`."""
        return f"{self.name} {self.progress}{', rates higher' if self.rated_higher else ''}"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened, newest first on most pages."""

    at: datetime
    text: str
    by: str = ""
    href: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One row of a summary list. `text` may be Markup; `action` names what the link does, `key` completes it for a
    screen reader."""

    key: str
    text: object
    href: str = ""
    action: str = "Change"


class Standing(StrEnum):
    """Where a step of several stands."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the few that a task takes, and who takes it."""

    text: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits, and where it is done. `due` is what was promised."""

    text: str
    href: str
    below: str = ""
    level: str = ""
    rated: bool = True
    due: datetime | None = None
    due_label: str = ""


@dataclass(frozen=True, slots=True)
class Heap:
    """Things of one kind that wait, oldest promise first.

    Attributes:
        lines: those that are shown.
        filled_by: what would stand here when nothing does; without it an empty heap is not shown at all.
        size: how many there are; as many as are shown unless it says more.
        href: where the rest of them stand.
    """

    title: str
    lines: Sequence[Line]
    filled_by: str
    size: int = 0
    href: str = ""

    @property
    def count(self) -> int:
        """How many there are."""
        return max(self.size, len(self.lines))
