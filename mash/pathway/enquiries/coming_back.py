"""What an enquirer gets back: by reference and code, or as the member who sent it. Nothing is selected here."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Refused
from mash.foundation.clock.standard import Standard
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry, Message
from mash.pathway.enquiries.references import as_reference, code_hash
from mash.ui.parts import HistoryLine

IN_WORDS = {
    Enquiry.State.RECEIVED: "We have what you told us. A social worker reads it next.",
    Enquiry.State.GATHERING: "A social worker has read it. We are finding out what is needed to decide.",
    Enquiry.State.DECIDED: "We have decided what happens next.",
    Enquiry.State.CLOSED: "We have decided what happens next, and our part is finished.",
}


TIMES = ("read_at", "decided_at", "closed_at")


@dataclass(frozen=True, slots=True)
class Passed:
    """One thing that passed between the hub and the enquirer after receipt."""

    kind: str
    text: str
    at: datetime


IN_STAGES = {
    1: "A manager of the hub looks at the decision again",
    2: "Heads of service look at the decision",
    3: "The partnership of all agencies looks at the decision",
}


@dataclass(frozen=True, slots=True)
class Disagreed:
    """A disagreement as whoever disagrees may know it: their own words, how far it is, and what they are told.

    `why` is empty where they said it to the hub: what that wrote down is the hub's own.
    `finding` is `upheld`, `partly` or `not_upheld` once it is settled.
    """

    why: str
    opened_at: datetime
    stage: int
    owner: str
    due_at: datetime
    settled_at: datetime | None
    finding: str
    told: str

    @property
    def in_words(self) -> str:
        """What happens to it now."""
        return "It is settled" if self.settled_at else IN_STAGES[self.stage]


@dataclass(frozen=True, slots=True)
class Became:
    """One enquiry as its enquirer may know it: nothing about the family that they did not say themselves.

    `places` are the enquiries that hear what is said now: of the area that has it first, then of those that still have
    it open. No more of them is known than where they are. `passed_on` are the areas that took it on, and when.
    """

    id: uuid.UUID
    reference: str
    area: uuid.UUID
    state: str
    received_at: datetime
    narrative: str
    told: tuple[Passed, ...]
    messages: tuple[Passed, ...]
    disagreed: tuple[Disagreed, ...] = ()
    places: tuple[Enquiry, ...] = ()
    passed_on: tuple[tuple[str, datetime], ...] = ()
    read_at: datetime | None = None
    decided_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def in_words(self) -> str:
        """Where it is, in public words."""
        return IN_WORDS[Enquiry.State(self.state)]

    @property
    def question(self) -> Passed | None:
        """The hub's last question, while it waits for an answer."""
        asked = [message for message in self.messages if message.kind != Message.Kind.ADDITION]
        return asked[-1] if asked and asked[-1].kind == Message.Kind.QUESTION else None

    @property
    def may_disagree(self) -> bool:
        """Whether there is a decision to disagree with, and no disagreement of theirs waits for its result."""
        return self.state == Enquiry.State.DECIDED and all(one.settled_at for one in self.disagreed)

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be added any more."""
        return not self.places


def steps_of(became: Became, clock: Standard) -> list[HistoryLine]:
    """What happened to an enquiry and when, oldest first; at the end what comes next and by when it is due.

    The next step is the hub's promise by its own working clock: the first reading, then telling the referrer (rule 67).
    """
    steps = [HistoryLine(became.received_at, f"Received. Your reference is {became.reference}")]
    if became.read_at:
        steps.append(HistoryLine(became.read_at, "A social worker has read it"))
    if became.decided_at:
        steps.append(HistoryLine(became.decided_at, "Decided what happens next"))
    steps += [HistoryLine(at, f"{area} has it now") for area, at in became.passed_on]
    steps += [HistoryLine(told.at, "We told you what we may") for told in became.told]
    for disagreed in became.disagreed:
        steps.append(HistoryLine(disagreed.opened_at, "You said that you disagree"))
        if disagreed.settled_at:
            steps.append(HistoryLine(disagreed.settled_at, "Your disagreement was settled"))
    if became.closed_at:
        steps.append(HistoryLine(became.closed_at, "Our part is finished"))
    steps.sort(key=lambda step: step.at)
    if became.state == Enquiry.State.RECEIVED and not became.read_at:
        due = clock.first_rating_due(became.received_at, immediate_danger=False)
        steps.append(HistoryLine(due, "Next: a social worker reads it, at the latest"))
    elif became.decided_at and not became.told and not became.closed_at:
        steps.append(HistoryLine(clock.referrer_due(became.decided_at), "Next: we tell you what we may, at the latest"))
    steps += [
        HistoryLine(one.due_at, "Next: your disagreement is settled or taken further, at the latest")
        for one in became.disagreed
        if not one.settled_at
    ]
    return steps


def what_became(me: Acting, reference: Any, code: Any) -> Became:
    """The enquiry that a reference and a code open. One query.

    Raises:
        Refused: `not_found`; an unknown reference and a wrong code are alike.
    """
    if me.seat is not Seat.INTAKE:
        raise Refused("role")
    reference = as_reference(reference) if isinstance(reference, str) else ""
    hashed = code_hash(reference, code if isinstance(code, str) else "")
    with connection.cursor() as cursor:
        cursor.execute("select intake.what_became(%s, %s)", [reference, hashed])
        (found,) = cursor.fetchone()
    if found is None:
        raise Refused("not_found")
    return _became(json.loads(found))


def sent_by_me(me: Acting, reference: str | None = None) -> list[Became]:
    """What a member sent from their own account, newest first; with a reference, that one alone. One query."""
    if me.seat is not Seat.INTAKE or me.member is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute("select intake.sent_by_me(%s)", [reference])
        return [_became(one) for one in json.loads(cursor.fetchone()[0])]


def _became(found: Mapping[str, Any]) -> Became:
    return Became(
        id=uuid.UUID(found["id"]),
        reference=found["reference"],
        area=uuid.UUID(found["area"]),
        state=found["state"],
        received_at=datetime.fromisoformat(found["received_at"]),
        narrative=found["narrative"] or "",
        told=tuple(Passed("told", f["text"], datetime.fromisoformat(f["told_at"])) for f in found["feedback"]),
        messages=tuple(
            Passed(m["kind"], m["text"], datetime.fromisoformat(m["written_at"])) for m in found["messages"]
        ),
        disagreed=tuple(disagreed_of(found["disagreed"])),
        places=tuple(
            Enquiry(pk=uuid.UUID(one["id"]), area_id=uuid.UUID(one["area"]), state=one["state"])
            for one in found["places"]
        ),
        passed_on=tuple((one["area"], datetime.fromisoformat(one["at"])) for one in found["passed_on"]),
        **{name: datetime.fromisoformat(found[name]) if found[name] else None for name in TIMES},
    )


def disagreed_of(found: Sequence[Mapping[str, Any]]) -> list[Disagreed]:
    """Disagreements as the database tells of them to those who disagree."""
    return [
        Disagreed(
            why=one["why"],
            opened_at=datetime.fromisoformat(one["opened_at"]),
            stage=one["stage"],
            owner=one["owner"],
            due_at=datetime.fromisoformat(one["due_at"]),
            settled_at=datetime.fromisoformat(one["settled_at"]) if one["settled_at"] else None,
            finding=one["finding"],
            told=one["told"],
        )
        for one in found
    ]
