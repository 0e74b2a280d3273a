"""What the components draw: small facts that a view puts together and a macro shows."""

from __future__ import annotations

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
