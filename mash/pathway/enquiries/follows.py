"""What happens to an offer when somebody works on the enquiry that came of it."""

from __future__ import annotations

from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import follows
from mash.pathway.enquiries.offering.actions import accepted, offer_waiting


@follows("rate_enquiry")
def take_on_what_is_rated(me: Acting, rating: Any, **_others: Any) -> None:
    """Whoever rates what another area offered has taken it on."""
    if offer := offer_waiting(rating.enquiry):
        accepted(me, offer)
