"""What happens to a request by the clock."""

from __future__ import annotations

from mash.foundation.access.acting import Acting
from mash.foundation.post.queue import job
from mash.pathway.gathering.actions.chasing import chase_agency


@job("clock")
def remind(me: Acting, request: str, stage: str) -> bool:
    """Remind the agency, or escalate, when its request is still unanswered at this stage of its time."""
    return chase_agency(me, request, stage=stage) is not None
