"""The child protection fast path: one button tells practice managers and police at once."""

from __future__ import annotations

import uuid
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Wall
from mash.foundation.access.permit import permit, permit_role
from mash.foundation.access.policy import Reason
from mash.foundation.access.verbs import Refused, action, followed, record
from mash.foundation.access.words import checking
from mash.foundation.partnership.models import Role
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.enquiries.walls import lock_part
from mash.pathway.gathering.named import ids_of
from mash.pathway.triage.alerting import alerted_areas, raise_alert
from mash.pathway.triage.models import Acknowledgement, Alert


@action
def flag_child_protection(me: Acting, enquiry: uuid.UUID | str, *, why: Any) -> Alert:
    """Say that an enquiry is of child protection nature: the area's practice managers and police are alerted at once.

    Gathering goes on beside it, and it may be handed over at once. It may be said again.

    Raises:
        Refused: may not read the enquiry, or tied.
        Invalid: no reason, or the enquiry is closed.

    Source: DOMAIN rule 30.
    """
    found = lock_enquiry(enquiry)
    permit(me, "flag_child_protection", found)
    with checking() as check:
        reason = check.text(why, "why", required="Say what makes this child protection")
        if found.state == Enquiry.State.CLOSED:
            check.wrong("why", "This enquiry is closed. Send a new enquiry to add to it.")
    subjects = list(found.people.filter(is_subject=True))
    alert = raise_alert(me, found, subjects, reason)
    record(me, "flag_child_protection", about=alert, people=ids_of(subjects))
    followed(me, "flag_child_protection", alert)
    return alert


@action
def acknowledge_alert(me: Acting, alert: uuid.UUID | str) -> Acknowledgement:
    """Say that one has seen an alert. Saying it twice is the same as once.

    Raises:
        Refused: neither practice manager nor police of this area, or tied.
    """
    raised = lock_part(Alert, alert)
    if Wall.objects.filter(enquiry=raised.enquiry_id, member=me.known.pk).exists():
        raise Refused(Reason.NOT_FOUND, about=raised, hidden=[Reason.TIED])
    permit_role(me, "acknowledge_alert", frozenset(Role(held.role) for held in me.roles if held.area_id == raised.area))
    if raised.area not in alerted_areas(me):
        raise Refused(Reason.ROLE, about=raised)
    before = Acknowledgement.objects.filter(alert=raised, member=me.known).first()
    if before is not None:
        return before
    seen = Acknowledgement.add(alert=raised, member=me.known, seen_at=me.now)
    record(me, "acknowledge_alert", about=raised)
    followed(me, "acknowledge_alert", raised)
    return seen
