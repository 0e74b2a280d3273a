"""Whether somebody is asked for faster than anybody types: the register is for looking somebody up, not for copying."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from mash.foundation.access.acting import Acting

# Somebody who types five people at once asks about once a second; who asks more is no hand.
MOST, WITHIN = 90, timedelta(minutes=1)


def faster_than_a_hand(me: Acting, verb: str) -> bool:
    """Whether this member did it that often within the last minute. One query."""
    with connection.cursor() as cursor:
        cursor.execute("select ledger.done_by_me_since(%s, %s)", [verb, me.now - WITHIN])
        (done,) = cursor.fetchone()
    return bool(done >= MOST)
