"""Loads an enquiry for somebody: the filter of the queries first, the policy on the facts second."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import reading_of
from mash.foundation.access.policy import Part, Reading, Reason, read_part
from mash.foundation.access.verbs import Refused, lock
from mash.pathway.enquiries.models import Enquiry


class Named(NamedTuple):
    """An enquiry as somebody may name it who may not read it: its id, its area, and whether a wall stands before it."""

    id: uuid.UUID
    area: uuid.UUID
    walled: bool


def enquiry_for(me: Acting, reference: str) -> tuple[Enquiry, Reading]:
    """The enquiry of a reference and the facts that decide what this reader may see of it. Three queries.

    Raises:
        Refused: `not_found`, for one that is missing or may not be read; a conflict wall stands in the ledger alone.
    """
    reference = reference.replace("\0", "").strip().upper()
    enquiry = (
        Enquiry.objects.visible_to(me)
        .select_related("area", "standard", "taken_by", "words", "origin")  # the last two are absent where hidden
        .filter(reference=reference)
        .first()
    )
    if enquiry is None:
        raise Refused("not_found", hidden=_hidden(reference))
    facts = reading_of(me, enquiry.pk, enquiry.area_id)
    verdict = read_part(Part.ENQUIRY, facts)
    if not verdict.allowed:
        raise Refused("not_found", about=enquiry, hidden=[verdict.reason])
    return enquiry, facts


def lock_enquiry(enquiry: uuid.UUID | str | None) -> Enquiry:
    """Lock an enquiry by its id and read it as whoever acts; `permit` comes next.

    Raises:
        Refused: `not_found`; that a conflict wall is the reason stands in the ledger alone.
    """
    try:
        return lock(Enquiry, enquiry)
    except Refused as refused:
        raise Refused(*refused.reasons, hidden=_hidden(enquiry)) from None


def named(enquiry: uuid.UUID | str | None) -> Named | None:
    """The enquiry that a reference or an id means, whether or not whoever acts may read it; none when there is none."""
    text = str(enquiry or "").strip()
    try:
        reference, key = "", uuid.UUID(text)
    except ValueError:
        reference, key = text.upper(), None
    with connection.cursor() as cursor:
        cursor.execute("select id, area, walled from pathway.enquiry_named(%s, %s)", [reference, key])
        row = cursor.fetchone()
    return Named(*row) if row else None


def _hidden(enquiry: uuid.UUID | str | None) -> list[str]:
    """For the ledger alone: whether a wall is why the enquiry was not found."""
    found = named(enquiry)
    return [Reason.TIED] if found and found.walled else []
