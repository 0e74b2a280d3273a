"""What goes to an authority outside this hub: when it was sent, and when they said that they have it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import Refused, action, followed, lock, record
from mash.foundation.access.words import Checking, checking
from mash.foundation.clock.london import in_utc
from mash.foundation.partnership.authorities import authority_named
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.handover.models import SentElsewhere

Key = uuid.UUID | str

MOST_NAMED, MOST_HOW = 160, 250


@action
def say_sent_elsewhere(me: Acting, enquiry: Key, *, to: Any, how: Any, sent_at: Any = None) -> SentElsewhere:
    """Write down that an enquiry was sent to an authority outside this hub.

    It may come before the decision: a child in danger elsewhere does not wait for one.

    Args:
        to: the authority, as one of England's is called, or in words of one's own.
        how: by which way, and to whom there.
        sent_at: when; now unless given.

    Raises:
        Refused: neither a social worker nor a practice manager of this area, or tied.
        Invalid: closed; nobody or no way is named; or the time lies ahead, or before the enquiry came.

    Source: DOMAIN rule 9.
    """
    found = lock_enquiry(enquiry)
    permit(me, "say_sent_elsewhere", found)
    with checking() as check:
        named = check.text(to, "to", required="Choose the council that it was sent to", most=MOST_NAMED)
        way = check.text(how, "how", required="Say how it was sent, and to whom there", most=MOST_HOW)
        at = _moment(check, sent_at or me.now, "sent_at")
        if at > me.now:
            check.wrong("sent_at", "The time at which it was sent must not be in the future")
        elif at < found.received_at:
            check.wrong("sent_at", "It cannot have been sent before the enquiry came")
        if found.state == Enquiry.State.CLOSED:
            check.wrong("enquiry", "This enquiry is closed. Send a new enquiry to add to it.")
    authority = authority_named(named)
    sent = SentElsewhere.add(
        enquiry=found,
        area=found.area_id,
        named=authority.name if authority else named,
        code=authority.code if authority else "",
        how=way,
        sent_at=at,
        sent_by=me.known,
    )
    record(me, "say_sent_elsewhere", about=sent, authority=sent.code)
    followed(me, "say_sent_elsewhere", sent)
    return sent


@action
def acknowledge_elsewhere(me: Acting, sent: Key, *, there: Any, acknowledged_at: Any = None) -> SentElsewhere:
    """Write down that an authority outside this hub said that it has what was sent. Also once the enquiry is closed.

    Args:
        there: who there said so.
        acknowledged_at: when; now unless given.

    Raises:
        Refused: neither a social worker nor a practice manager of this area, or tied.
        Invalid: nobody is named; they had said so already; or the time lies ahead, or before it was sent.

    Source: DOMAIN rule 9.
    """
    found = lock(SentElsewhere, sent)
    enquiry = Enquiry.objects.filter(pk=found.enquiry_id).first()
    if enquiry is None:
        raise Refused("not_found", about=found)
    permit(me, "acknowledge_elsewhere", enquiry)
    with checking() as check:
        who = check.text(there, "there", required="Say who there has it", most=MOST_NAMED)
        at = _moment(check, acknowledged_at or me.now, "acknowledged_at")
        if at > me.now:
            check.wrong("acknowledged_at", "The time at which they said so must not be in the future")
        elif at < found.sent_at:
            check.wrong("acknowledged_at", "They cannot have had it before it was sent")
        if found.acknowledged_at:
            check.wrong("sent", f"{found.acknowledged_there} has said so already.")
    found.change(acknowledged_at=at, acknowledged_there=who, heard_by=me.known)
    record(me, "acknowledge_elsewhere", about=found)
    followed(me, "acknowledge_elsewhere", found)
    return found


def _moment(check: Checking, value: Any, field: str) -> datetime:
    try:
        return in_utc(value if isinstance(value, datetime) else datetime.fromisoformat(str(value)))
    except ValueError:
        check.wrong(field, "Give a real day and time")
        return datetime.fromisoformat("2000-01-01T00:00:00+00:00")
