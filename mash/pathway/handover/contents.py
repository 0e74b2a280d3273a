"""What goes into a release: read anew whenever it is drawn, so that nothing old is ever sent."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import lock
from mash.foundation.access.words import Checking
from mash.foundation.partnership.models import Member
from mash.pathway.decisions.models import Outcome
from mash.pathway.enquiries.models import Enquiry, ProtectedAddress
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.handover.choosing import Holdings, Offer
from mash.pathway.handover.models import Release
from mash.pathway.handover.product import Contents, ProductAsJson
from mash.pathway.triage.models import Alert

Key = uuid.UUID | str

CLOSED = "This enquiry is closed. Send a new enquiry to add to it."


def contents_of(
    held: Holdings,
    items: Sequence[Offer],
    addresses: Sequence[ProtectedAddress],
    *,
    contact: Member,
    note: str,
    with_narrative: bool,
) -> Contents:
    """What goes into a product, with the decision read anew. One query."""
    enquiry = held.enquiry
    outcomes = Outcome.objects.filter(enquiry=enquiry, decision__replaced_by__isnull=True)
    return Contents(
        enquiry=enquiry,
        area=enquiry.area,
        team=held.team,
        people=held.circle.own,
        outcomes=list(outcomes.order_by("subject__order")),
        items=items,
        addresses=addresses,
        contact=contact,
        note=note,
        with_narrative=with_narrative,
        decided=enquiry.decided_at is not None,
    )


def locked_release(me: Acting, verb: str, key: Key) -> tuple[Release, Enquiry]:
    """Lock a release and its enquiry for a verb.

    Raises:
        Refused: not there, not visible, or not this member's to do.
    """
    prepared = lock(Release, key)
    enquiry = lock_enquiry(prepared.enquiry_id)
    prepared.refresh_from_db()  # somebody who held the enquiry may have prepared it anew while this waited
    permit(me, verb, enquiry)
    return prepared, enquiry


def may_be_prepared(check: Checking, enquiry: Enquiry) -> None:
    """Note when a release is not possible now: before a decision only child protection opens this door."""
    if enquiry.state == Enquiry.State.CLOSED:
        check.wrong("enquiry", CLOSED)
    elif enquiry.state != Enquiry.State.DECIDED and not Alert.objects.filter(enquiry=enquiry).exists():
        check.wrong(
            "enquiry", "Decide first. Before that, only an enquiry flagged for child protection is handed over."
        )


def people_of(product: ProductAsJson) -> list[uuid.UUID]:
    """Everybody whom a product shows, for the ledger."""
    return [uuid.UUID(key) for key in product["people"]]
