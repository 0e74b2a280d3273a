"""A disagreement that somebody said to the hub: on the telephone, in a meeting, in a letter."""

from __future__ import annotations

from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import action
from mash.foundation.access.words import Checking, checking
from mash.pathway.disagreements.actions.opening import Opened, look_at, open_disagreement, standing_heard
from mash.pathway.disagreements.models import Disagreement, Key
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.gathering.models import Request

THEIRS_ALREADY = "{who} disagrees already, and that is not settled yet"
MOST_HEARD = 250


@action
def hear_disagreement(me: Acting, enquiry: Key, *, party: Any, why: Any, heard: Any) -> Opened:
    """Write down that somebody disagrees who did not write it themselves. It goes the same three stages.

    They read of it where they read of their enquiry or request; not these words, which are the hub's and never leave.

    Args:
        party: `referrer`, or the agency that was asked, by its short name.
        heard: who said it, how, and how the hub knows that it was them.

    Raises:
        Refused: neither a social worker nor a practice manager of this area, or tied.
        Invalid: not said who, why or how; not decided yet, or closed; or they disagree already.

    Source: DOMAIN rule 68.
    """
    found = lock_enquiry(enquiry)
    permit(me, "hear_disagreement", found)
    with checking() as check:
        asked = _of_agency(check, found, party)
        words = check.text(why, "why", required="Write what they disagree with, and why")
        how = check.text(
            heard, "heard", required="Say who told you, and how you know that it was them", most=MOST_HEARD
        )
    at = standing_heard(found.pk, asked.agency_id if asked else None)
    with checking() as check:
        who = asked.agency if asked else Disagreement.Party.REFERRER.label
        look_at(check, at, already=THEIRS_ALREADY.format(who=who), box="party")
    return open_disagreement(me, "hear_disagreement", found.pk, at, asked, why=words, heard=how)


def _of_agency(check: Checking, enquiry: Enquiry, party: Any) -> Request | None:
    """The request to the agency that is meant; none for the referrer."""
    if party == Disagreement.Party.REFERRER:
        return None
    asked = Request.objects.filter(enquiry=enquiry, agency__slug=str(party or "")).select_related("agency").first()
    if asked is None:
        check.wrong("party", "Choose who disagrees: the referrer, or an agency that was asked")
    return asked
