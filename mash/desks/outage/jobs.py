"""What the worker does for an outage: it looks every few minutes whether a pack is due."""

from __future__ import annotations

from mash.desks.outage import packs
from mash.foundation.access.acting import Acting
from mash.foundation.post.queue import job, often


@often
@job("clock")
def make_packs(me: Acting) -> bool:
    """Make the packs that are due, and throw old ones away. A worker that was dead in the morning makes them later."""
    return packs.make_due(me) + packs.throw_old_away(me) > 0
