"""Disagreeing with a decision: by its referrer, or for an agency that was asked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import everywhere, permit, permit_role
from mash.foundation.access.policy import Reason
from mash.foundation.access.verbs import Refused, action, followed, hold, record
from mash.foundation.access.words import Checking, checking
from mash.foundation.partnership.models import ServiceStandard
from mash.foundation.post.queue import later
from mash.foundation.zones import Seat
from mash.pathway.disagreements.jobs import tell_managers, tell_when_late
from mash.pathway.disagreements.models import Disagreement, Key, Stage
from mash.pathway.enquiries.actions.messages import of_enquirer, places_of
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import lock_enquiry, named
from mash.pathway.gathering.models import Request
from mash.pathway.gathering.permission import own_request

CLOSED = "This enquiry is closed. Send a new enquiry, and say in it what you disagree with"
NOT_YET = "Nothing has been decided yet that you could disagree with"
ALREADY = "You have said already that you disagree, and that is not settled yet"


@dataclass(frozen=True, slots=True)
class Opened:
    """A disagreement and its first stage, for whoever may not read them back."""

    disagreement: Disagreement
    stage: Stage


@action
def disagree(
    me: Acting, *, why: Any, enquiry: Any = None, request: Any = None, reference: Any = None, code: Any = None
) -> Opened:
    """Disagree with the decision of an enquiry: its first stage begins, manager to manager.

    A referrer does it with reference and code, or from the account that sent the enquiry; where another area has taken
    it on, it is that area's decision. A researcher does it for an agency that was asked, by the enquiry or the request.
    Each may disagree again once an earlier disagreement of theirs is settled. Nothing reopens a closed enquiry.

    Raises:
        Refused: `not_found`, for a wrong code too; or neither its referrer nor of an agency that was asked.
        Invalid: not said why; not decided yet, or closed; or they disagree already.

    Source: DOMAIN rule 68.
    """
    asked = None
    if me.seat is Seat.INTAKE:
        place = places_of(of_enquirer(me, enquiry, reference, code))[0].pk
    else:
        asked = _asked(me, request, enquiry or reference)
        place = asked.enquiry_id
    hold(Enquiry, place)
    at = _standing(place)
    with checking() as check:
        words = check.text(why, "why", required="Say what you disagree with, and why")
        look_at(check, at)
    return open_disagreement(me, "disagree", place, at, asked, why=words)


def open_disagreement(
    me: Acting, verb: str, enquiry: uuid.UUID, at: Standing, asked: Request | None, *, why: str, heard: str = ""
) -> Opened:
    """Keep that the referrer, or the agency of a request, disagrees, and begin the first stage."""
    disagreement = Disagreement.add(
        enquiry_id=enquiry,
        area=at.area,
        decision_id=at.decision,
        party=Disagreement.Party.AGENCY if asked else Disagreement.Party.REFERRER,
        agency_id=asked.agency_id if asked else None,
        request=asked.pk if asked else None,
        why=why,
        heard=heard,
        opened_by=me.member.pk if me.member else None,
        opened_at=me.now,
    )
    due = ServiceStandard.objects.get(pk=at.standard).clock.disagreement_due(1, me.now)
    stage = open_stage(me, disagreement, number=1, owner=at.owner, due=due)
    later(me, tell_managers, stage=str(stage.pk))
    record(me, verb, about=disagreement, party=disagreement.party)
    followed(me, verb, disagreement)
    return Opened(disagreement, stage)


def open_stage(
    me: Acting, disagreement: Disagreement, *, number: int, owner: uuid.UUID, due: Any, between: str = ""
) -> Stage:
    """Begin a stage, and have the practice managers told when its time goes by without a result."""
    stage = Stage.add(
        disagreement=disagreement,
        enquiry_id=disagreement.enquiry_id,
        area=disagreement.area,
        number=number,
        owner_id=owner,
        between=between,
        opened_at=me.now,
        due_at=due,
    )
    later(me, tell_when_late, at=due, stage=str(stage.pk))
    return stage


@dataclass(frozen=True, slots=True)
class Standing:
    """What must be known of an enquiry to disagree with its decision."""

    area: uuid.UUID
    standard: uuid.UUID
    state: str
    decision: uuid.UUID | None
    owner: uuid.UUID
    already: bool


def _standing(enquiry: uuid.UUID) -> Standing:
    """For whoever disagrees."""
    return _told("select * from pathway.to_disagree_with(%s)", [enquiry])


def standing_heard(enquiry: uuid.UUID, agency: uuid.UUID | None) -> Standing:
    """For those of the hub who heard that an agency, or without one the referrer, disagrees. One query."""
    return _told("select * from pathway.to_hear_of(%s, %s)", [enquiry, agency])


def _told(sql: str, about: list[uuid.UUID | None]) -> Standing:
    with connection.cursor() as cursor:
        cursor.execute(sql, about)
        row = cursor.fetchone()
    if row is None:
        raise Refused(Reason.NOT_FOUND)
    return Standing(*row)


def not_now(state: str) -> str:
    """Why nobody can disagree while an enquiry is in this state; empty when they can."""
    if state == Enquiry.State.DECIDED:
        return ""
    return CLOSED if state == Enquiry.State.CLOSED else NOT_YET


def look_at(check: Checking, at: Standing, *, already: str = ALREADY, box: str = "why") -> None:
    """Say why this decision cannot be doubted.

    Args:
        already, box: what is said where somebody disagrees already, and beside which box.
    """
    if why := not_now(at.state) or ("" if at.decision else NOT_YET):
        check.wrong("why", why)
    elif at.already:
        check.wrong(box, already)


def _asked(me: Acting, request: Key | None, enquiry: Key | None) -> Request:
    """The request to the own agency, by its id or by its enquiry."""
    if me.seat not in (Seat.HUB, Seat.PARTNER):  # they cannot even name a table of requests
        permit_role(me, "disagree", everywhere(me))
        raise Refused(Reason.NOT_FOUND)
    if not request:
        meant = named(enquiry)
        found = Request.objects.filter(enquiry=meant.id, agency=me.known.agency_id).first() if meant else None
        if found is None:  # those who decide do not disagree here, and whoever may not read it does not find it
            permit(me, "disagree", lock_enquiry(enquiry))
            raise Refused(Reason.OTHER_AGENCY)
        request = found.pk
    return own_request(me, "disagree", request)
