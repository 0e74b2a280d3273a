"""What happens every day: the register is counted, and some of those whom older code wrote are written anew."""

from __future__ import annotations

import logging

from mash.foundation.access.acting import Acting
from mash.foundation.post.queue import every_day, job
from mash.pathway.people import rekeying, tallies

LOG = logging.getLogger("mash.people")
MOST_A_DAY = 2_000  # one transaction; an operator's `mash people rekey` does all


@every_day
@job("clock")
def count_the_register(me: Acting) -> None:
    """A name says less the more people bear it; what came since yesterday changes little."""
    LOG.info("%d people counted", tallies.keep())


@every_day
@job("clock")
def write_keys_anew(me: Acting) -> bool:
    """Whoever was entered before a kind of key was added is found by it too."""
    written = rekeying.write_keys(MOST_A_DAY)
    if written:
        LOG.info("the keys of %d people written anew", written)
    return written > 0
