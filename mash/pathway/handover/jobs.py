"""What happens later: a handover that nobody acknowledged is told to the practice managers."""

from __future__ import annotations

from mash.foundation.access.acting import Acting
from mash.foundation.post.queue import job
from mash.pathway.handover.models import Handover


@job("clock")
def escalate_when_late(me: Acting, handover: str) -> bool:
    """Escalate a handover at the minute at which it should have been acknowledged (rule 66); mostly it was."""
    from mash.pathway.handover.actions.receipts import WAITS, escalate_handover  # its verbs defer this very job

    waits = Handover.objects.filter(pk=handover, state__in=WAITS, escalated_at=None).exists()
    if waits:
        escalate_handover(me, handover)
    return waits
