"""Whoever has just come to the register is compared with it at once: what a file tells of them must not wait."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from mash.foundation.access.acting import serving
from mash.foundation.access.verbs import record
from mash.pathway.people.lists.doubles import PURPOSE, doubles_of
from mash.pathway.people.matching import Band
from mash.pathway.people.merging.doubting import keep_doubts


def doubt_newcomers(people: Sequence[uuid.UUID]) -> int:
    """Keep for people to look at whom of the register these are likely or surely. Nothing is merged by machine.

    In the transaction of whatever made them: a file that is broken off leaves nobody behind who was not compared. The
    purpose is that of `mash people dedupe`, which alone may read whom it compares and write down what it finds.

    Args:
        people: some hundred records that this transaction has made.

    Returns:
        How many pairs there are to look at.
    """
    if not people:
        return 0
    with serving(PURPOSE) as me:
        alike = [double for double in doubles_of(people) if double.band in (Band.SURE, Band.LIKELY)]
        keep_doubts(me, alike)
        seen = {one.person for double in alike for one in (double.one, double.other)}
        record(me, "find_doubles", people=seen, compared=len(people), found=len(alike))
    return len(alike)
