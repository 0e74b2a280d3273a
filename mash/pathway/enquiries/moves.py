"""How an enquiry moves along the pathway: which verb takes it from which state to which (DESIGN section 2).

The verbs ask here, `sql/moves.sql` holds the same in the database, and the diagram in `docs/architecture.md` is drawn
from it. A closed enquiry goes nowhere: a new one links to it.
"""

from __future__ import annotations

from typing import Any

from mash.pathway.enquiries.models import Enquiry

RECEIVED, GATHERING, DECIDED, CLOSED = Enquiry.State

MOVES: dict[str, dict[Enquiry.State, Enquiry.State]] = {
    "rate_enquiry": {RECEIVED: GATHERING, GATHERING: GATHERING},
    "decide": {RECEIVED: DECIDED, GATHERING: DECIDED},
    "close_enquiry": {DECIDED: CLOSED},
    # What another area offered ends here unrated, and goes on there; whoever rates or decides it has taken it on.
    "send_offer_back": {RECEIVED: CLOSED},
}
UNDECIDED = frozenset(MOVES["decide"])


def move(enquiry: Enquiry, verb: str, **also: Any) -> None:
    """Take an enquiry to where a verb leads from its state, and change other columns with it.

    Raises:
        KeyError: the verb leads nowhere from there. Verbs say so in words first, before they change anything.
    """
    enquiry.change(state=MOVES[verb][Enquiry.State(enquiry.state)], **also)
