"""What whoever disagreed is told: looked at by the gate, because it leaves the hub without a second person."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from mash.foundation.access.acting import Acting
from mash.pathway.disagreements.models import Disagreement
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.models import Request
from mash.pathway.handover import gate
from mash.pathway.handover.forbidden import never_leaves
from mash.pathway.handover.replying import findings_for_agency, findings_in_reply


@never_leaves
def what_agencies_wrote(enquiries: Sequence[uuid.UUID]) -> QuerySet[Any, Any]:
    """Why an agency disagrees may tell what it knows: as little as an item does it leave without the agency."""
    own = Disagreement.objects.filter(enquiry__in=enquiries, party=Disagreement.Party.AGENCY)
    return own.order_by().values_list("why")


def findings_in_told(
    me: Acting, enquiry: Enquiry, disagreement: Disagreement, text: str, *, weighed: str
) -> tuple[gate.Finding, ...]:
    """What they must not be told. At most eleven queries.

    Args:
        weighed: the hub's reason, which is about to be kept.
    """
    wrote = [] if disagreement.heard else [disagreement.why]  # what the hub wrote down is no word of theirs
    if disagreement.request is None:
        return findings_in_reply(me, enquiry, text, wrote=wrote, hidden=[weighed])
    asked = Request.objects.get(pk=disagreement.request)
    others = Disagreement.objects.filter(enquiry=enquiry, party=Disagreement.Party.REFERRER)
    hidden = [weighed, *others.values_list("why", flat=True)]
    return findings_for_agency(me, enquiry, asked, text, wrote=wrote, hidden=hidden)
