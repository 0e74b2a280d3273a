"""When an agency is reminded, and what has been said already (rule 49)."""

from __future__ import annotations

from datetime import datetime

from mash.foundation.access.acting import Acting
from mash.foundation.post.queue import later
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.jobs import remind
from mash.pathway.gathering.models import Chase, Request
from mash.pathway.gathering.stages import stage_times


def plan_chasing(me: Acting, asked: Request, enquiry: Enquiry) -> None:
    """Plan the reminders of a request, newly asked or moved to an earlier time.

    Of those whose time has gone by only the last is sent, so that nobody gets three mails at once.
    """
    past = [stage for stage, at in stage_times(asked, enquiry).items() if at <= me.now]
    for stage, at in still_to_come(asked, enquiry).items():
        if at > me.now or stage == past[-1]:
            _plan(me, asked, stage, max(at, me.now))


def still_to_come(asked: Request, enquiry: Enquiry) -> dict[Chase.Stage, datetime]:
    """The stages at which nobody has been reminded yet, in order, and when they are reached. One query."""
    done = set(Chase.objects.filter(request=asked).values_list("stage", flat=True))
    return {stage: at for stage, at in stage_times(asked, enquiry).items() if stage not in done}


def _plan(me: Acting, asked: Request, stage: Chase.Stage, at: datetime) -> None:
    later(me, remind, at=at, request=str(asked.pk), stage=stage.value)
