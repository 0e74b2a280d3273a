"""What happens to an offer when somebody works on the enquiry that came of it; and whom a loaded caution reaches."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import follows
from mash.pathway.enquiries.offering.actions import accepted, offer_waiting
from mash.pathway.enquiries.risks import tell_of_risks


@follows("load_register")
def tell_of_new_cautions(me: Acting, area: Any, cautioned: Sequence[uuid.UUID] = (), **_others: Any) -> None:
    """Whoever has an enquiry about a child hears of a caution that was loaded for an adult of the household."""
    tell_of_risks(cautioned)


@follows("rate_enquiry")
def take_on_what_is_rated(me: Acting, rating: Any, **_others: Any) -> None:
    """Whoever rates what another area offered has taken it on."""
    if offer := offer_waiting(rating.enquiry):
        accepted(me, offer)
