"""The disagreements of an enquiry as those who weigh it read them, and as whoever disagrees is told of them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from mash.pathway.disagreements.models import LAST_STAGE, Disagreement, Stage
from mash.pathway.enquiries.coming_back import Disagreed, disagreed_of
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import loaded_too

loaded_too("disagreed", "pathway.disagreements_of")


@dataclass(frozen=True, slots=True)
class StageShown:
    """One stage: whose it is, until when, and what it came to; `result` is empty while it runs."""

    number: int
    owner: str
    owner_id: uuid.UUID
    between: str
    opened_at: datetime
    due_at: datetime
    ended_at: datetime | None
    ended_by: str
    result: str
    late_told_at: datetime | None

    @property
    def name(self) -> str:
        """`Manager to manager`."""
        return str(Stage.Number(self.number).label)

    @property
    def is_last(self) -> bool:
        """Whether there is no stage after it."""
        return self.number == LAST_STAGE


@dataclass(frozen=True, slots=True)
class Plan:
    """Who keeps the child safe meanwhile, as somebody wrote it down."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A disagreement with its stages in their order, and its plans, the one that stands first."""

    id: uuid.UUID
    agency: str
    why: str
    heard: str
    opened_at: datetime
    decision: uuid.UUID
    decided_by: uuid.UUID
    settled_at: datetime | None
    settled_by: str
    finding: str
    told: str
    stages: Sequence[StageShown]
    plans: Sequence[Plan]

    @property
    def who(self) -> str:
        """`The referrer`, or the agency's name."""
        return self.agency or str(Disagreement.Party.REFERRER.label)

    @property
    def is_open(self) -> bool:
        """Whether it waits for something."""
        return self.settled_at is None

    @property
    def stage(self) -> StageShown:
        """The stage that it is at, or ended with."""
        return self.stages[-1]

    @property
    def plan(self) -> Plan | None:
        """The plan that stands; none before the first."""
        return self.plans[0] if self.plans else None

    @property
    def found(self) -> str:
        """`Upheld: the decision was wrong`."""
        return str(Disagreement.Finding(self.finding).label) if self.finding else ""

    def wants_correction(self, standing: uuid.UUID | None) -> bool:
        """Whether it was upheld, and the decision with which they disagreed still stands."""
        return self.finding == Disagreement.Finding.UPHELD and self.decision == standing


def disagreements_of(enquiry: Enquiry) -> list[Shown]:
    """All of an enquiry, newest first; for those who weigh, others find none. No query for one of `enquiry_for`."""
    return [_shown(one) for one in enquiry.__dict__["disagreed"]]


@dataclass(frozen=True, slots=True)
class Own:
    """The disagreements of an agency on an enquiry, newest first, and whether it may disagree now."""

    disagreed: Sequence[Disagreed]
    may: bool


def own_disagreements(request: uuid.UUID) -> Own | None:
    """Those of the own agency on the enquiry of a request; none for others. One query."""
    with connection.cursor() as cursor:
        cursor.execute("select pathway.own_disagreements(%s)", [request])
        (found,) = cursor.fetchone()
    if found is None:
        return None
    told = json.loads(found)
    return Own(disagreed_of(told["disagreed"]), told["may"])


def _shown(told: Mapping[str, Any]) -> Shown:
    return Shown(
        id=uuid.UUID(told["id"]),
        agency=told["agency"] or "",
        why=told["why"],
        heard=told["heard"],
        opened_at=datetime.fromisoformat(told["opened_at"]),
        decision=uuid.UUID(told["decision"]),
        decided_by=uuid.UUID(told["decided_by"]),
        settled_at=_moment(told["settled_at"]),
        settled_by=told["settled_by"] or "",
        finding=told["finding"],
        told=told["told"],
        stages=[_stage(one) for one in told["stages"]],
        plans=[Plan(one["text"], one["by"], datetime.fromisoformat(one["at"])) for one in told["plans"]],
    )


def _stage(told: Mapping[str, Any]) -> StageShown:
    return StageShown(
        number=told["number"],
        owner=told["owner"],
        owner_id=uuid.UUID(told["owner_id"]),
        between=told["between"],
        opened_at=datetime.fromisoformat(told["opened_at"]),
        due_at=datetime.fromisoformat(told["due_at"]),
        ended_at=_moment(told["ended_at"]),
        ended_by=told["ended_by"] or "",
        result=told["result"] or "",
        late_told_at=_moment(told["late_told_at"]),
    )


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
