"""How far the ledger is sealed, who has signed its last checkpoint, and what its checks have found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from mash.foundation.ledger.checkpoint import parse
from mash.foundation.ledger.models import Check, Checkpoint

# The worker seals every ten seconds; beyond this something holds it up.
LONGEST_WAIT = timedelta(minutes=2)
MOST_CHECKS = 10


@dataclass(frozen=True, slots=True)
class Seal:
    """How far the ledger is sealed: the last checkpoint and what no checkpoint covers yet."""

    size: int
    sealed_at: datetime | None
    waiting: int
    since: datetime | None
    note: str = ""

    @property
    def origin(self) -> str:
        """The ledger's name."""
        return parse(self.note).checkpoint.origin

    @property
    def root(self) -> str:
        """The root of the tree, as a person reads it out: in groups of eight."""
        digits = parse(self.note).checkpoint.root.hex()
        return " ".join(digits[start : start + 8] for start in range(0, len(digits), 8))

    @property
    def witnesses(self) -> list[str]:
        """The names under which others have signed the last checkpoint beside the ledger itself."""
        read = parse(self.note)
        return sorted({name for name, _ in read.signatures if name != read.checkpoint.origin})

    def is_late(self, now: datetime) -> bool:
        """Whether something has waited for longer than it may."""
        return self.since is not None and now - self.since > LONGEST_WAIT


def seal() -> Seal:
    """How far the ledger is sealed; two queries."""
    last = Checkpoint.objects.order_by("-size").only("size", "sealed_at", "note").first()
    with connection.cursor() as cursor:
        cursor.execute("select events, since from ledger.waiting()")
        waiting, since = cursor.fetchone()
    if last is None:
        return Seal(0, None, waiting, since)
    return Seal(last.size, last.sealed_at, waiting, since, last.note)


def checks() -> Sequence[Check]:
    """The last checks of the whole ledger, the latest first. One query."""
    return list(Check.objects.order_by("-asked_at")[:MOST_CHECKS])
