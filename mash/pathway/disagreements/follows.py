"""What disagreements add to earlier parts of the pathway: what keeps an enquiry open, a part of a request's page."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q

from mash.foundation.access.acting import Acting
from mash.pathway.disagreements.models import Disagreement
from mash.pathway.disagreements.reading import own_disagreements
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.models import Request
from mash.pathway.gathering.parts import PartOfRequest, part_of_request
from mash.pathway.handover.actions.closing import keeps_open


@keeps_open
def while_somebody_disagrees(enquiry: Enquiry) -> Iterator[str]:
    """Rule 70: not while it is open, nor while it was upheld and nobody has corrected the decision. One query."""
    upheld = Q(finding=Disagreement.Finding.UPHELD, decision__replaced_by=None)
    found = Disagreement.objects.filter(Q(settled_at=None) | upheld, enquiry=enquiry)
    for one in found.select_related("agency").order_by(F("settled_at").asc(nulls_first=True)):
        if one.settled_at is None:
            yield f"{one.who} disagrees with the decision, and that is not settled."
        else:
            yield f"{one.who} disagreed, and was right. Correct the decision."


@part_of_request
def own_part(me: Acting, asked: Request) -> PartOfRequest | None:
    """What became of the own agency's disagreements, and the way to one. One query."""
    own = own_disagreements(asked.pk)
    if own is None or not (own.may or own.disagreed):
        return None
    return PartOfRequest(
        "disagreements/part_of_request.jinja", {"own": own, "found": dict(Disagreement.Finding.choices)}
    )
