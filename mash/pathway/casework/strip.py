"""The strip that stays on an enquiry's page: until when and why then, and what must be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.moves import UNDECIDED
from mash.ui.words import listed

Flags = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Limit:
    """Until when something is due, how it was worked out, and how much of the time has gone (0 to 1)."""

    at: datetime
    label: str
    worked_out: str
    used: float


def limit_of(enquiry: Enquiry, now: datetime, *, told: bool) -> Limit | None:
    """What runs on an enquiry: the first rating, then the decision, then telling the referrer (rule 67)."""
    clock = enquiry.standard.clock
    if enquiry.state == Enquiry.State.DECIDED and enquiry.decided_at and not told:
        due = clock.referrer_due(enquiry.decided_at)
        return Limit(due, "Tell the referrer by", "from the decision", _used(enquiry.decided_at, due, now))
    if enquiry.state not in UNDECIDED:
        return None
    if enquiry.due_at is not None:
        return Limit(
            enquiry.due_at,
            "Due",
            clock.explain_due(enquiry.level, enquiry.received_at),
            _used(enquiry.received_at, enquiry.due_at, now),
        )
    due = clock.first_rating_due(enquiry.received_at, immediate_danger=enquiry.immediate_danger)
    why = "immediate danger: as soon as red" if enquiry.immediate_danger else "the first rating, from receipt"
    return Limit(due, "Rate by", why, _used(enquiry.received_at, due, now))


def flags_of(
    enquiry: Enquiry,
    *,
    child_protection: bool,
    higher: Sequence[str],
    unread: bool,
    came_back: bool,
    disagreement: bool = False,
    glass: bool = False,
    adults: str = "",
) -> Flags:
    """Short words that must not be overlooked, the most pressing first.

    Args:
        child_protection: somebody has flagged it.
        higher: the agencies that rate it more urgent than the hub, unresolved.
        unread: a late answer waits to be read.
        disagreement: somebody disagrees with the decision, and that is not settled, or was right.
        came_back: a team returned its handover, and none has gone again.
        glass: it is read behind broken glass.
        adults: that it is about an adult, in words; empty for one about children alone.
    """
    flags: Flags = [("Opened by breaking the glass", "danger")] if glass else []
    if adults:
        flags.append((adults, "plain"))
    if child_protection:
        flags.append(("Child protection", "danger"))
    if enquiry.immediate_danger:
        flags.append(("Immediate danger", "danger"))
    if higher:
        flags.append((f"{listed(higher)} {'rates' if len(higher) == 1 else 'rate'} higher", "told"))
    if unread:
        flags.append(("Late answer to read", "told"))
    if disagreement:
        flags.append(("Disagreement", "told"))
    if came_back:
        flags.append(("Handover came back", "told"))
    if enquiry.consent == Enquiry.Consent.REFUSED:
        flags.append(("The family refused consent", "told"))
    return flags


def _used(since: datetime, until: datetime, now: datetime) -> float:
    whole = (until - since).total_seconds()
    return min(1.0, max(0.0, (now - since).total_seconds() / whole)) if whole > 0 else 1.0
