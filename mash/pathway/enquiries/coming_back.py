"""What an enquirer gets back: by reference and code, or as the member who sent it. Nothing is selected here."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Refused
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry, Message
from mash.pathway.enquiries.references import as_reference, code_hash

IN_WORDS = {
    Enquiry.State.RECEIVED: "We have what you told us. A social worker reads it next.",
    Enquiry.State.GATHERING: "A social worker has read it. We are finding out what is needed to decide.",
    Enquiry.State.DECIDED: "We have decided what happens next.",
    Enquiry.State.CLOSED: "We have decided what happens next, and our part is finished.",
}


@dataclass(frozen=True, slots=True)
class Passed:
    """One thing that passed between the hub and the enquirer after receipt."""

    kind: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Became:
    """One enquiry as its enquirer may know it: nothing about the family that they did not say themselves."""

    id: uuid.UUID
    reference: str
    area: uuid.UUID
    state: str
    received_at: datetime
    narrative: str
    told: tuple[Passed, ...]
    messages: tuple[Passed, ...]

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
    def is_closed(self) -> bool:
        """Whether nothing can be added any more."""
        return self.state == Enquiry.State.CLOSED


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
    )
