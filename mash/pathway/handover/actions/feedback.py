"""What the referrer is told."""

from __future__ import annotations

import uuid
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import action, followed, record
from mash.foundation.access.words import checking
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.handover.models import Feedback
from mash.pathway.handover.replying import findings_in_reply, said

Key = uuid.UUID | str


@action
def tell_referrer(me: Acting, enquiry: Key, *, text: Any) -> Feedback:
    """Tell the referrer what they may know. Nobody need approve it, so the gate must find nothing in it.

    Raises:
        Refused: neither a social worker nor a practice manager of this area, or tied.
        Invalid: not decided yet, or closed; nothing is said; or the gate finds something, which is then named.

    Source: DOMAIN rule 67: nothing about the family to the public.
    """
    found = lock_enquiry(enquiry)
    permit(me, "tell_referrer", found)
    with checking() as check:
        words = check.text(text, "text", required="Write what the referrer is told")
        if found.state != Enquiry.State.DECIDED:
            check.wrong("enquiry", "The referrer is told once the enquiry is decided, and before it is closed.")
    with checking() as check:
        findings = findings_in_reply(me, found, words)
        if findings:
            check.wrong("text", said(findings))
    feedback = Feedback.add(enquiry=found, area=found.area_id, text=words, told_by=me.known, told_at=me.now)
    record(me, "tell_referrer", about=feedback)
    followed(me, "tell_referrer", feedback)
    return feedback
