"""What was taken on paper while the hub was out, and is entered now: its true time of receipt (rule 89)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.words import Checking
from mash.foundation.clock.london import in_utc
from mash.foundation.partnership.models import Area, ServiceStandard
from mash.foundation.zones import Seat

# Paper is entered as soon as the hub is back; an outage of a fortnight is longer than any that may happen.
LONGEST_AGO = timedelta(days=14)
NO_TIME = "Enter the day and the time at which it was taken"
AHEAD = "It cannot have been taken in the time to come"
TOO_LONG_AGO = "Enter only what was taken in the last 14 days. For anything older, take a new enquiry and say so in it"
NOT_BY_THEM = "Only the hub's own people enter what was taken on paper"


def received_at(check: Checking, me: Acting, on_paper_at: Any) -> datetime:
    """When an enquiry was received: now, unless it was taken on paper. What is wrong is said of `paper_day`.

    Args:
        on_paper_at: a time with its zone, or its ISO text; nothing where it was not taken on paper.
    """
    if on_paper_at in (None, ""):
        return me.now
    taken = _moment(on_paper_at)
    if me.seat is not Seat.HUB:
        check.wrong("paper_day", NOT_BY_THEM)
    elif taken is None:
        check.wrong("paper_day", NO_TIME)
    elif taken > me.now:
        check.wrong("paper_day", AHEAD)
    elif taken < me.now - LONGEST_AGO:
        check.wrong("paper_day", TOO_LONG_AGO)
    else:
        return taken
    return me.now


def standard_at(check: Checking, area: Area | None, moment: datetime) -> ServiceStandard | None:
    """The service standard of an area that held at a moment: a new hub had none on the day of an older paper."""
    try:
        return area.standard_on(moment) if area else None
    except ServiceStandard.DoesNotExist:
        check.wrong("paper_day", f"{area} had no hub then, so nothing counts from that day. Enter it as taken now")
        return None


def _moment(told: Any) -> datetime | None:
    try:
        return in_utc(told if isinstance(told, datetime) else datetime.fromisoformat(str(told)))
    except ValueError:
        return None
