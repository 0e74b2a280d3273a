"""What triage does when an enquiry comes in: danger and child protection alert at once, before anybody opens it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import follows, record
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Offer
from mash.pathway.gathering.named import ids_of
from mash.pathway.triage.actions.pausing import standing_pause
from mash.pathway.triage.alerting import raise_alert
from mash.pathway.triage.models import Alert

DANGER = "The enquirer says that somebody is in danger now."
FLAGGED_ELSEWHERE = "Flagged as child protection in {area}, which offers it to you."
FLAGGED = "Flagged as child protection when it came in."


@follows("offer_to_area")
def alert_the_other_area(
    me: Acting, offer: Offer, *, became: Enquiry, people: Sequence[DescribedPerson], **_others: Any
) -> None:
    """What is flagged here is flagged where it is offered; why it was, is asked here."""
    if Alert.objects.filter(enquiry=offer.enquiry_id).exists():
        subjects = [person for person in people if person.is_subject]
        alert = raise_alert(me, became, subjects, FLAGGED_ELSEWHERE.format(area=offer.enquiry.area))
        record(me, "flag_child_protection", about=alert, people=ids_of(subjects))


@follows("receive_enquiry")
def alert_at_receipt(
    me: Acting,
    enquiry: Enquiry,
    *,
    people: Sequence[DescribedPerson] = (),
    child_protection: bool = False,
    **_others: Any,
) -> None:
    """Alert the practice managers and police when an enquiry comes in flagged, or with somebody in danger."""
    reasons = [reason for reason, holds in ((FLAGGED, child_protection), (DANGER, enquiry.immediate_danger)) if holds]
    if reasons:
        subjects = [person for person in people if person.is_subject]
        alert = raise_alert(me, enquiry, subjects, " ".join(reasons))
        record(me, "flag_child_protection", about=alert, people=ids_of(subjects))


@follows("decide")
def end_the_pause(me: Acting, decision: Any, **_others: Any) -> None:
    """A decision ends a pause: what the hub waited for is not waited for any more (rule 37)."""
    pause = standing_pause(decision.enquiry)
    if pause is not None:
        pause.change(ended_at=me.now, ended_by=me.known)
        record(me, "resume_clock", about=pause)
