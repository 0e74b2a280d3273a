"""What a team does with a handover: acknowledges or returns it; and what the clock does when it does neither."""

from __future__ import annotations

import uuid
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import everywhere, permit, permit_role
from mash.foundation.access.policy import Reason
from mash.foundation.access.verbs import Refused, action, followed, lock, record
from mash.foundation.access.words import checking
from mash.foundation.partnership.models import Role
from mash.foundation.post.models import Notice
from mash.foundation.post.notices import notify
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.handover.models import Handover
from mash.pathway.handover.reading import opened

Key = uuid.UUID | str

WAITS = (Handover.State.SENT, Handover.State.OPENED)
ANSWERED = "This handover has been {state} already."


@action
def acknowledge_handover(me: Acting, handover: Key) -> Handover:
    """Say for the team that it has read this and takes it. The enquiry's own state does not change.

    Raises:
        Refused: not a member of the team that it was sent to, or tied.
        Invalid: it has been answered or withdrawn.

    Source: DOMAIN rule 66.
    """
    sent = _own(me, "acknowledge_handover", handover)
    with checking() as check:
        if sent.state not in WAITS:
            check.wrong("handover", ANSWERED.format(state=sent.get_state_display().lower()))
    opened(me, sent)
    sent.change(state=Handover.State.ACKNOWLEDGED, answered_at=me.now, answered_by=me.known.pk)
    record(me, "acknowledge_handover", about=sent)
    followed(me, "acknowledge_handover", sent)
    return sent


@action
def return_handover(me: Acting, handover: Key, *, why: Any) -> Handover:
    """Send a handover back to the hub, and say why.

    Raises:
        Refused: not a member of the team that it was sent to, or tied.
        Invalid: it has been answered or withdrawn, or nothing says why.
    """
    sent = _own(me, "return_handover", handover)
    with checking() as check:
        text = check.text(why, "why", required="Say why you return it")
        if sent.state not in WAITS:
            check.wrong("handover", ANSWERED.format(state=sent.get_state_display().lower()))
    opened(me, sent)
    sent.change(state=Handover.State.RETURNED, answered_at=me.now, answered_by=me.known.pk, why_returned=text)
    record(me, "return_handover", about=sent)
    followed(me, "return_handover", sent)
    return sent


@action
def escalate_handover(me: Acting, handover: Key) -> Handover:
    """Tell the area's practice managers that a team has not acknowledged in time. Done once, by the hub's own clock.

    Raises:
        Refused: anybody but the clock.
        Invalid: it has been answered or withdrawn, is not late yet, or has been escalated already.

    Source: DOMAIN rule 66.
    """
    sent = lock(Handover, handover)
    if me.seat is not Seat.SYSTEM:  # the others may not even be able to name the enquiry's table
        permit_role(me, "escalate_handover", everywhere(me), about=sent)
    enquiry = Enquiry.objects.select_related("area").filter(pk=sent.enquiry).first()
    if enquiry is None:
        raise Refused(Reason.NOT_FOUND)
    permit(me, "escalate_handover", enquiry)
    with checking() as check:
        if sent.state not in WAITS:
            check.wrong("handover", ANSWERED.format(state=sent.get_state_display().lower()))
        if me.now < sent.due_at:
            check.wrong("handover", "This handover is not late yet.")
        if sent.escalated_at:
            check.wrong("handover", "This handover has been escalated already.")
    sent.change(escalated_at=me.now)
    notify(
        me,
        Notice.Kind.HANDOVER_LATE,
        path=f"/handovers/{sent.pk}",
        area=enquiry.area,
        role=Role.PRACTICE_MANAGER,
    )
    record(me, "escalate_handover", about=sent)
    followed(me, "escalate_handover", sent)
    return sent


def _own(me: Acting, verb: str, key: Key) -> Handover:
    """A handover to a team of which whoever acts is a member."""
    sent = lock(Handover, key)
    if not Handover.objects.visible_to(me).filter(pk=sent.pk).exists():
        raise Refused(Reason.NOT_FOUND)
    roles = frozenset(Role(held.role) for held in me.roles if held.team_id == sent.team_id)
    permit_role(me, verb, roles, about=sent)
    return sent
