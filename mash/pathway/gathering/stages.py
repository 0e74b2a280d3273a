"""The stages of chasing and when each is reached."""

from __future__ import annotations

from datetime import datetime

from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.models import Chase, Request

BY_THE_CLOCK = (Chase.Stage.HALF, Chase.Stage.FOUR_FIFTHS, Chase.Stage.ALL, Chase.Stage.MANAGERS)


def stage_times(asked: Request, enquiry: Enquiry) -> dict[Chase.Stage, datetime]:
    """When each stage of a request is reached, by the service standard that the enquiry came under, in order."""
    times = enquiry.standard.clock.chase_times(asked.level, asked.asked_at, asked.due_at, enquiry.received_at)
    return dict(zip(BY_THE_CLOCK, (times.half, times.four_fifths, times.all, times.escalate_managers), strict=True))
