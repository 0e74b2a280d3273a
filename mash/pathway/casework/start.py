"""What waits for whoever has signed in: all that the parts of the hub have for them."""

from __future__ import annotations

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import HEAPS
from mash.foundation.partnership.models import Role
from mash.ui.parts import Heap

NOTHING = {
    Role.REFERRER: "Nothing waits for you. What became of your enquiries stands under what you sent.",
    Role.POLICE_EVALUATOR: "Nothing waits for you. Child protection alerts stand at the top of every page.",
    Role.CONFERENCES: "Nothing waits for you.",
    Role.CHECKER: "Nothing waits for you. Ask here whether somebody is known to the hub.",
    Role.ANALYST: "Nothing waits for you here.",
    Role.AUDITOR: "Nothing waits for you here. Who looked at whom, and why, stands in the ledger.",
    Role.ADMINISTRATOR: "Nothing waits for you here. What the hub has settled for itself stands in its set-up.",
}


def waiting_for(me: Acting) -> list[Heap]:
    """All that waits for whoever acts; at most eight queries. Empty for who is never waited for."""
    heaps = [heap for _, make in HEAPS for heap in make(me)]
    return [heap for heap in heaps if heap.lines or heap.filled_by]


def nothing_for(me: Acting) -> str:
    """What to say to somebody for whom nothing ever waits."""
    said = [NOTHING[Role(held.role)] for held in me.roles if held.role in NOTHING]
    return said[0] if said else "You hold no role in any area. The hub's administrator can give you one."
