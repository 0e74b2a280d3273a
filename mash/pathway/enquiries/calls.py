"""The calls that somebody has open: begun, kept, and not received yet."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import TELLERS
from mash.foundation.clock.london import in_london
from mash.foundation.partnership.models import Role
from mash.pathway.enquiries.drafts.opening import Begun, drafts_of
from mash.pathway.enquiries.forms.calling import kept_in, who_calls_about
from mash.pathway.enquiries.models import Draft

PART = "call"
TAKERS = TELLERS - {Role.REFERRER}


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call of one's own that is not received yet."""

    id: uuid.UUID
    about: str
    begun_at: datetime
    lasts: timedelta


def calls_of(me: Acting, drafts: Sequence[Begun] | None = None) -> list[OpenCall]:
    """The calls that a member has open, the longest open first. One query, or none where `drafts` were asked before."""
    if not me.is_a(*TAKERS):
        return []
    own = drafts_of(me) if drafts is None else drafts
    found = [open_call(one, me.now) for one in own if one.door == Draft.Door.PHONE]
    return sorted(found, key=lambda one: one.begun_at)


def open_call(draft: Begun, now: datetime) -> OpenCall:
    """A draft as a call that is open."""
    about = who_calls_about(kept_in(draft.part(PART)))
    begun = draft.begun_at
    return OpenCall(draft.id, about or f"Call of {in_london(begun):%H:%M}", begun, max(now - begun, timedelta()))


def for_long(lasts: timedelta) -> str:
    """How long a call is open, in words: `4 min`, `2 h 5 min`, `3 days`."""
    minutes = int(lasts.total_seconds()) // 60
    match divmod(minutes, 60):
        case (0, _):
            return f"{minutes} min"
        case (hours, rest) if hours < 24:
            return f"{hours} h {rest} min"
        case (hours, _):
            return f"{hours // 24} day{'s' if hours >= 48 else ''}"
