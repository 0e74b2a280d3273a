"""Broken glass: a practice manager opens what relationship or role deny, for an hour, and answers for it."""

from __future__ import annotations

import uuid
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Glass
from mash.foundation.access.permit import everywhere, give_standing, permit_role
from mash.foundation.access.policy import Reason
from mash.foundation.access.verbs import Refused, action, followed, lock, record
from mash.foundation.access.words import checking
from mash.foundation.partnership.models import Area
from mash.foundation.post.models import Notice
from mash.foundation.post.notices import notify
from mash.pathway.enquiries.reading import named

LEAST_WHY = 20


@action
def break_glass(me: Acting, enquiry: uuid.UUID | str, *, why: Any) -> Glass:
    """Open one enquiry for sixty minutes in spite of relationship and role; never in spite of a wall.

    The auditors and the owners of its items are told at once, and an auditor must review it.

    Args:
        enquiry: by id or reference; whoever breaks the glass could not read it before.

    Raises:
        Refused: not a practice manager; or it is not found, which is also what a tied one is told.
        Invalid: a reason of fewer than 20 characters.
    """
    permit_role(me, "break_glass", everywhere(me))
    found = named(enquiry)
    if found is None:
        raise Refused("not_found")
    if found.walled:
        raise Refused("not_found", hidden=[Reason.TIED])
    with checking() as check:
        reason = check.text(why, "why", required=f"Say why, in {LEAST_WHY} characters or more")
        if len(reason) < LEAST_WHY:
            check.wrong("why", f"Say why, in {LEAST_WHY} characters or more")
    area = Area.objects.get(pk=found.area)
    until = area.standard_on(me.now).clock.glass_until(me.now)
    glass = Glass.add(member=me.known, enquiry=found.id, why=reason, broken_at=me.now, until=until)
    give_standing(found.id, "glass", me.known.pk, until)
    record(me, "break_glass", about=glass)
    notify(me, Notice.Kind.GLASS, path="/ledger/", area=area, role="auditor")
    followed(me, "break_glass", glass)
    return glass


@action
def review_break_glass(me: Acting, glass: uuid.UUID | str, *, finding: Any) -> Glass:
    """Say what an auditor found of broken glass.

    Raises:
        Refused: not an auditor, or it is not found.
        Invalid: nothing found, or it has been reviewed.
    """
    permit_role(me, "review_break_glass", everywhere(me))
    broken = lock(Glass, glass)
    with checking() as check:
        said = check.text(finding, "finding", required="Say what you found")
        if broken.reviewed_at:
            check.wrong("finding", "This has been reviewed already")
    broken.change(reviewed_by_id=me.known.pk, reviewed_at=me.now, finding=said)
    record(me, "review_break_glass", about=broken)
    followed(me, "review_break_glass", broken)
    return broken
