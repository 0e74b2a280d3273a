"""Permits verbs on a request: by the facts at hand, since an agency outside the room may not read the enquiry."""

from __future__ import annotations

import uuid

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit_role, reading_of
from mash.foundation.access.policy import CORE, RULES, Part, Reading, Reason, of_own_agency, read_part
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.walls import lock_part
from mash.pathway.gathering.models import Request


def request_for(me: Acting, verb: str, key: uuid.UUID | str) -> Request:
    """Lock a request for a verb that any of its readers may have.

    Raises:
        Refused: `not_found` for one that may not be read, else the policy's reason.
    """
    asked = lock_part(Request, key)
    if me.seat is Seat.SYSTEM:
        if not RULES[verb].clock:
            raise Refused(Reason.ROLE, about=asked)
        return asked
    facts = reading_of(me, asked.enquiry_id, asked.area)
    seen = read_part(Part.ENQUIRY, facts)
    if not seen.allowed:
        raise Refused(Reason.NOT_FOUND, about=asked, hidden=[seen.reason])
    permit_role(me, verb, facts.roles, about=asked)
    return asked


def reading_request(me: Acting, key: uuid.UUID) -> tuple[Request, Reading]:
    """A request to be read, and the facts that decide it: by its own agency's researchers, and by the area's hub.

    Another agency's researchers know that it was asked, not what it was told. Four queries.

    Raises:
        Refused: `not_found`.
    """
    asked = Request.objects.select_related("agency", "asked_by").filter(pk=key).first()
    if asked is None:
        raise Refused(Reason.NOT_FOUND)
    facts = reading_of(me, asked.enquiry_id, asked.area)
    seen = read_part(Part.ENQUIRY, facts)
    if not seen.allowed:
        raise Refused(Reason.NOT_FOUND, about=asked, hidden=[seen.reason])
    if not (is_own(me, asked, facts) or facts.roles & CORE or facts.glass):
        raise Refused(Reason.NOT_FOUND, about=asked, hidden=[Reason.OTHER_AGENCY])
    return asked, facts


def is_own(me: Acting, asked: Request, facts: Reading) -> bool:
    """Whether it is a request to the agency whose researcher this is."""
    return Role.RESEARCHER in facts.roles and of_own_agency(own=me.known.agency_id == asked.agency_id).allowed


def own_request(me: Acting, verb: str, key: uuid.UUID | str) -> Request:
    """The same for a verb of the asked agency's own researchers.

    Raises:
        Refused: also when it is another agency's.
    """
    asked = request_for(me, verb, key)
    verdict = of_own_agency(own=me.known.agency_id == asked.agency_id)
    if not verdict.allowed:
        raise Refused(verdict.reason, about=asked)
    return asked


def enquiry_of(asked: Request) -> Enquiry:
    """The enquiry of a request, for those in the hub and for its clock.

    Raises:
        Refused: `not_found`.
    """
    enquiry = Enquiry.objects.select_related("standard", "area").filter(pk=asked.enquiry_id).first()
    if enquiry is None:
        raise Refused(Reason.NOT_FOUND, about=asked)
    return enquiry
