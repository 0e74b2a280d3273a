"""What happens every day: how common names, years and postcodes are is counted in the register."""

from __future__ import annotations

import logging

from mash.foundation.access.acting import Acting
from mash.foundation.post.queue import every_day, job
from mash.pathway.people import tallies

LOG = logging.getLogger("mash.people")


@every_day
@job("clock")
def count_the_register(me: Acting) -> None:
    """A name says less the more people bear it; what came since yesterday changes little."""
    LOG.info("%d people counted", tallies.keep())
