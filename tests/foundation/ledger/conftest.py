"""A small ledger in memory: events are written, sealed and exported as the system does it, without a database."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mash.foundation.ledger import export
from mash.foundation.ledger.checkpoint import Checkpoint, public_key, sign
from mash.foundation.ledger.merkle import Frontier
from mash.foundation.ledger.sealing import seal

ORIGIN = "mash.example/ledger"
FIRST_DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


class SmallLedger:
    """A ledger with a key of its own."""

    def __init__(self, key: Ed25519PrivateKey | None = None) -> None:
        self.key = key or Ed25519PrivateKey.generate()
        self.events: list[dict[str, Any]] = []
        self.notes: list[tuple[int, str]] = []
        self.frontier = Frontier()

    @property
    def trusted(self) -> str:
        return public_key(self.key, ORIGIN).text()

    def write(self, count: int, **changed: Any) -> SmallLedger:
        for number in range(len(self.events), len(self.events) + count):
            self.events.append(an_event(number) | changed)
        return self

    def seal(self) -> SmallLedger:
        waiting = self.events[self.frontier.size :]
        self.frontier, sealed = seal(self.frontier, waiting)
        for place, event in enumerate(waiting, start=sealed.first):
            event["seq"] = place
        self.notes.append((sealed.size, sign(Checkpoint(ORIGIN, sealed.size, sealed.root), self.key)))
        return self

    def export(self) -> bytes:
        stream = io.BytesIO()
        export.write(stream, export.Header(ORIGIN, self.trusted), self.events, self.notes)
        return stream.getvalue()


def an_event(number: int) -> dict[str, Any]:
    """A social worker reads or rates one of a few enquiries."""
    moment = FIRST_DAY + timedelta(seconds=7 * number)
    return {
        "seq": None,
        "id": UUID(int=0x1000 + number),
        "at": moment,
        "written_at": moment,
        "actor": UUID(int=1 + number % 3),
        "agency": UUID(int=20 + number % 2),
        "zone": "hub",
        "verb": "rate_enquiry" if number % 4 == 0 else "read_enquiry",
        "outcome": "made" if number % 4 == 0 else "read",
        "object_kind": "enquiries.enquiry",
        "object_id": UUID(int=40 + number % 5),
        "enquiry": UUID(int=40 + number % 5),
        "people": [UUID(int=61), UUID(int=60)],
        "purpose": "safeguarding",
        "reasons": ["role"],
        "policy": "1",
        "details": {"level": "amber", "shown": number},
        "play": None,
    }


@pytest.fixture
def new_ledger() -> Callable[..., SmallLedger]:
    """Make a ledger, with a key of its own or with the key given."""
    return SmallLedger


@pytest.fixture
def new_event() -> Callable[[int], dict[str, Any]]:
    """Make an event that is not yet sealed."""
    return an_event


@pytest.fixture
def ledger() -> SmallLedger:
    """Fifty events sealed in four uneven batches, and three that wait."""
    return SmallLedger().write(7).seal().write(16).seal().write(1).seal().write(26).seal().write(3)
