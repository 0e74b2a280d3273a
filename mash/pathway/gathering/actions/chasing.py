"""Reminding an agency, by the clock or by hand, and excusing it."""

from __future__ import annotations

import uuid
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import Invalid, action, followed, record
from mash.foundation.access.words import checking
from mash.foundation.partnership.models import Agency, Area, Role
from mash.foundation.post.models import Notice
from mash.foundation.post.notices import notify
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.gathering.models import Chase, Request
from mash.pathway.gathering.permission import enquiry_of, request_for
from mash.pathway.gathering.stages import BY_THE_CLOCK, stage_times


@action
def chase_agency(me: Acting, request: uuid.UUID | str, *, stage: str = Chase.Stage.BY_HAND) -> Chase | None:
    """Remind an agency whose answer is still waited for.

    By the clock at each stage of its time, each once: half and four fifths remind the agency, all of it tells its
    escalation contact too, one and a half the area's practice managers. The clock does nothing when the request is
    answered or excused, the enquiry decided, or the stage past; by hand these are `Invalid`. A reminder is not sent
    after a later one; the telling of the escalation contact is never left out.

    Args:
        stage: given by the clock alone.

    Raises:
        Refused: not a social worker or practice manager of this area, or tied.
        Invalid: nothing is waited for.

    Source: DOMAIN rule 49.
    """
    asked = request_for(me, "chase_agency", request)
    enquiry = enquiry_of(asked)
    stage = stage if me.seat is Seat.SYSTEM else Chase.Stage.BY_HAND
    if stage == Chase.Stage.BY_HAND:
        if not asked.is_open:
            raise Invalid(request=f"{asked.agency} is not waited for any more.")
        if enquiry.state != Enquiry.State.GATHERING:
            raise Invalid(request="This enquiry has been decided. Chasing stops at the decision.")
    elif not _is_reached(me, asked, enquiry, Chase.Stage(stage)):
        return None
    elif stage == Chase.Stage.MANAGERS and _is_reached(me, asked, enquiry, Chase.Stage.ALL):
        _chase(me, asked, enquiry, Chase.Stage.ALL)  # two workers may take the two in either order
    return _chase(me, asked, enquiry, Chase.Stage(stage))


@action
def excuse_agency(me: Acting, request: uuid.UUID | str, *, why: Any) -> Request:
    """Stop waiting for an agency. It may still answer.

    Raises:
        Refused: not a social worker or practice manager of this area, or tied.
        Invalid: no reason, or nothing is waited for.
    """
    asked = request_for(me, "excuse_agency", request)
    enquiry = enquiry_of(asked)
    with checking() as check:
        reason = check.text(why, "why", required="Say why this agency need not answer")
        if not asked.is_open:
            check.wrong("request", f"{asked.agency} is not waited for any more.")
        elif enquiry.state != Enquiry.State.GATHERING:
            check.wrong("request", "This enquiry has been decided. The request stays open, and nobody is chased.")
    asked.change(state=Request.State.EXCUSED)
    Rationale.add(
        enquiry=enquiry,
        area=enquiry.area_id,
        kind=Rationale.Kind.EXCUSED,
        about=asked.pk,
        text=reason,
        by=me.known,
        given_at=me.now,
    )
    record(me, "excuse_agency", about=asked)
    followed(me, "excuse_agency", asked)
    return asked


def _is_reached(me: Acting, asked: Request, enquiry: Enquiry, stage: Chase.Stage) -> bool:
    """Whether a stage's time has come and neither it nor a later one was sent: a job may run twice, or be stale."""
    if not asked.is_open or enquiry.state != Enquiry.State.GATHERING:
        return False
    this_and_later = BY_THE_CLOCK[BY_THE_CLOCK.index(stage) :]
    if Chase.objects.filter(request=asked, stage__in=this_and_later).exists():
        return False
    return stage_times(asked, enquiry)[stage] <= me.now


def _chase(me: Acting, asked: Request, enquiry: Enquiry, stage: Chase.Stage) -> Chase:
    chase = Chase.add(request=asked, enquiry=enquiry.pk, area=enquiry.area_id, stage=stage, chased_at=me.now)
    _tell(me, asked.pk, asked.agency, enquiry.area, stage)
    record(me, "chase_agency", about=asked, stage=stage)
    followed(me, "chase_agency", asked, stage=stage)
    return chase


def _tell(me: Acting, request: uuid.UUID, agency: Agency, area: Area, stage: Chase.Stage) -> None:
    path = f"/requests/{request}"
    if stage is Chase.Stage.MANAGERS:
        notify(me, Notice.Kind.LATE_ANSWER, path=path, area=area, role=Role.PRACTICE_MANAGER)
        return
    notify(me, Notice.Kind.REMINDER, path=path, agency=agency, area=area)
    if stage is Chase.Stage.ALL:
        notify(me, Notice.Kind.ESCALATION, path=path, agency=agency, area=area)
