"""What happens every day: drafts that nobody came back to are thrown away."""

from __future__ import annotations

import logging

from mash.foundation.access.acting import Acting
from mash.foundation.post.queue import every_day, job
from mash.pathway.enquiries.drafts import actions

LOG = logging.getLogger("mash.drafts")


@every_day
@job("clock")
def throw_old_drafts_away(me: Acting) -> bool:
    """28 days after the last answer, and a day after it was sent, nothing of a draft stays."""
    thrown = actions.throw_old_drafts_away(me)
    if thrown:
        LOG.info("%d old drafts thrown away", thrown)
    return thrown > 0
