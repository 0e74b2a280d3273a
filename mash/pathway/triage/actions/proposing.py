"""A social worker's proposal: what should follow for each subject, whether or not an agency has been asked."""

from __future__ import annotations

import uuid
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import action, followed, record
from mash.foundation.access.words import checking
from mash.foundation.clock.london import london_date
from mash.foundation.partnership.models import Team
from mash.pathway.enquiries.models import Rationale
from mash.pathway.enquiries.moves import UNDECIDED
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.gathering.named import ids_of
from mash.pathway.triage.models import Proposal
from mash.pathway.triage.outcomes import read_outcomes


@action
def propose_decision(me: Acting, enquiry: uuid.UUID | str, *, outcomes: Any, why: Any) -> Proposal:
    """Propose an outcome for each subject. It may be proposed again; a practice manager decides.

    Raises:
        Refused: not a social worker of this area, or tied.
        Invalid: decided already; a subject without an outcome; no reason.

    Source: DESIGN section 2; DOMAIN rules 22 and 63.
    """
    found = lock_enquiry(enquiry)
    permit(me, "propose_decision", found)
    subjects = list(found.people.filter(is_subject=True))
    teams = {team.slug: team for team in Team.objects.receiving(found.area_id, me.now)}
    with checking() as check:
        if found.state not in UNDECIDED:
            check.wrong("outcomes", "This enquiry has been decided. Send a new enquiry to add to it.")
        read = read_outcomes(check, outcomes, subjects, teams, on=london_date(found.received_at))
        reason = check.text(why, "why", required="Say why you propose this")
    proposal = Proposal.add(enquiry=found, area=found.area_id, outcomes=read, proposed_by=me.known, proposed_at=me.now)
    Rationale.add(
        enquiry=found,
        area=found.area_id,
        kind=Rationale.Kind.PROPOSAL,
        about=proposal.pk,
        text=reason,
        by=me.known,
        given_at=me.now,
    )
    record(me, "propose_decision", about=proposal, people=ids_of(subjects), outcomes=[one["outcome"] for one in read])
    followed(me, "propose_decision", proposal)
    return proposal
