"""Who has an enquiry, and which enquiries belong together."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import Invalid, action, followed, hold_each, record
from mash.foundation.access.words import checking
from mash.pathway.enquiries.actions.people import CLOSED
from mash.pathway.enquiries.models import Enquiry, Link, SeenRisk
from mash.pathway.enquiries.reading import enquiry_for, lock_enquiry, named
from mash.pathway.enquiries.risks import waiting_risks


@action
def take_enquiry(me: Acting, enquiry: uuid.UUID | str, *, had_by: str | None = None) -> Enquiry:
    """Take an enquiry on, also from whoever had it before.

    Args:
        had_by: the id of who had it when the page was drawn that it is taken from, '' for nobody; none without a page.

    Raises:
        Refused: neither a social worker nor a practice manager of the area.
        Invalid: the enquiry is closed; or somebody else has taken it since that page was drawn.
    """
    found = lock_enquiry(enquiry)
    permit(me, "take_enquiry", found)
    if found.state == Enquiry.State.CLOSED:
        raise Invalid(enquiry=CLOSED)
    if found.taken_by_id not in (None, me.known.pk) and had_by not in (None, str(found.taken_by_id)):
        raise Invalid(taken=f"{found.taken_by} has taken {found.reference} since you opened the page.")
    if found.taken_by_id != me.known.pk:
        found.change(taken_by_id=me.known.pk)
        record(me, "take_enquiry", about=found)
        followed(me, "take_enquiry", found)
    return found


@action
def link_enquiry(me: Acting, enquiry: uuid.UUID | str, *, to: Any) -> Link:
    """Say that two enquiries belong together.

    Args:
        to: the other one's reference or id.

    Raises:
        Refused: not one of the area's own people, or either is not found.
        Invalid: it is the same enquiry, or they are linked already.
    """
    meant = named(str(to).replace("\0", ""))
    hold_each(Enquiry, [enquiry, *([meant.id] if meant else [])])  # others may link them back
    found = lock_enquiry(enquiry)
    permit(me, "link_enquiry", found)
    other = _other(me, to)
    with checking() as check:
        if other.pk == found.pk:
            check.wrong("to", "Give the reference of another enquiry")
        elif Link.objects.filter(enquiry__in=(found, other), to__in=(found, other)).exists():
            check.wrong("to", "These two are linked already")
    link = Link.add(enquiry=found, area=found.area_id, to=other)
    record(me, "link_enquiry", about=link, to=str(other.pk))
    followed(me, "link_enquiry", link)
    return link


def _other(me: Acting, to: Any) -> Enquiry:
    """The other enquiry, read by the same rules."""
    try:
        other = lock_enquiry(uuid.UUID(str(to)))
    except ValueError:
        other, _ = enquiry_for(me, str(to))
    permit(me, "link_enquiry", other)
    return other


@action
def see_risks(me: Acting, enquiry: uuid.UUID | str, *, risk: uuid.UUID | None = None) -> Enquiry:
    """Say that one has seen of which adults one must take care who live with a child: one's own alerts go.

    Those of everybody else who is told stay until they have seen it too. Saying it twice is the same as once.

    Args:
        risk: the one that was shown; without it, all that one is told of this enquiry.

    Raises:
        Refused: not one of the area's own people, or the enquiry is not found.
    """
    found = lock_enquiry(enquiry)
    permit(me, "see_risks", found)
    waiting = waiting_risks(me)
    seen = list(waiting.filter(Q(pk=risk) if risk else Q(), enquiry=found)) if waiting is not None else []
    for one in seen:
        SeenRisk.add(risk=one, enquiry=found, member=me.known, seen_at=me.now)
    if seen:
        people = [somebody for one in seen for somebody in (one.adult_id, one.child_id)]
        record(me, "see_risks", about=found, people=people, risks=sorted(str(one.pk) for one in seen))
        followed(me, "see_risks", found)
    return found
