"""What happens later: a handover that nobody acknowledged is told to the practice managers."""

from __future__ import annotations

from mash.foundation.access.acting import Acting
from mash.foundation.post.queue import job


@job("clock")
def escalate_when_late(me: Acting, handover: str) -> None:
    """Escalate a handover at the minute at which it should have been acknowledged (rule 66)."""
    from mash.pathway.handover.actions.receipts import escalate_handover  # its verbs defer this very job

    escalate_handover(me, handover)
