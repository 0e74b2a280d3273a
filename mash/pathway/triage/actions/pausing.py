"""Letting an enquiry's clock stand while the hub waits for something outside it, and letting it run on."""

from __future__ import annotations

import uuid
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import Invalid, action, followed, record
from mash.foundation.access.words import checking
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.moves import UNDECIDED
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.triage.models import Pause


@action
def pause_clock(me: Acting, enquiry: uuid.UUID | str, *, why: Any) -> Pause:
    """Note that the hub waits for something outside it, and why. No due time moves.

    Raises:
        Refused: not a practice manager of the area, or the enquiry is not found.
        Invalid: no reason; decided already; or its clock stands already.

    Source: DOMAIN rule 37.
    """
    found = lock_enquiry(enquiry)
    permit(me, "pause_clock", found)
    standing = standing_pause(found)
    with checking() as check:
        if found.state not in UNDECIDED:
            check.wrong("why", "This enquiry has been decided: no clock runs that could be paused")
        elif standing is not None:
            check.wrong("why", f"{standing} already. Let it run on first")
        reason = check.text(why, "why", required="Say what the hub waits for")
    pause = Pause.add(enquiry=found, area=found.area_id, why=reason, began_at=me.now, began_by=me.known)
    record(me, "pause_clock", about=pause)
    followed(me, "pause_clock", pause)
    return pause


@action
def resume_clock(me: Acting, enquiry: uuid.UUID | str) -> Pause:
    """Let the clock run on.

    Raises:
        Refused: not a practice manager of the area, or the enquiry is not found.
        Invalid: it runs already.

    Source: DOMAIN rule 37.
    """
    found = lock_enquiry(enquiry)
    permit(me, "resume_clock", found)
    pause = standing_pause(found)
    if pause is None:
        raise Invalid(__all__="The clock runs already")
    pause.change(ended_at=me.now, ended_by=me.known)
    record(me, "resume_clock", about=pause)
    followed(me, "resume_clock", pause)
    return pause


def standing_pause(enquiry: Enquiry) -> Pause | None:
    """The pause in which an enquiry's clock stands now; none while it runs. One query."""
    return Pause.objects.filter(enquiry=enquiry, ended_at=None).select_related("began_by").first()
