"""Slows down robots and floods at pages that anybody may send, and never shuts out a person who waits a moment."""

from __future__ import annotations

import secrets
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core import signing
from django.http import HttpRequest

from mash.foundation.access.accounts import at_the_door
from mash.foundation.access.sign_in.attempts import Place, place_of, spend
from mash.foundation.clock.now import now

WITHIN = timedelta(minutes=5)
FROM_ONE_ADDRESS = 600
FROM_ONE_BROWSER = 100
WAIT_SECONDS, PATIENCE_SECONDS = 10, 3600
WAITED = "waited"
TOO_FAST = 429
SALT = "mash waited"


def is_too_fast(request: HttpRequest, *, browser: str = "", address: bool = False) -> bool:
    """Whether this must wait: one browser sends page after page, or one address far more than a school would.

    An address is shared, so that it is never shut: whoever sends the page again with the ticket that it was answered
    with, after a few seconds, is let in, once for each ticket.

    Args:
        browser: what tells this browser from others; empty when it has nothing yet.
        address: whether it counts for the address: what begins or sends something.
    """
    with at_the_door():
        if _waited(request.POST.get(WAITED, "")):
            return False
        places = [place_of("telling", browser, FROM_ONE_BROWSER, WITHIN)] if browser else []
        if address:
            client = get_adapter(request).get_client_ip(request)
            places.append(place_of("telling from", str(client), FROM_ONE_ADDRESS, WITHIN))
        counted = [spend(place) for place in places]  # each of them, also when the first one is full
        return not all(counted)


def ticket() -> str:
    """What lets whoever waits in: it says when it was given."""
    return signing.dumps([now().timestamp(), secrets.token_urlsafe(9)], salt=SALT)


def _waited(typed: str) -> bool:
    try:
        given, _ = signing.loads(typed, salt=SALT)
    except signing.BadSignature:
        return False
    passed = now().timestamp() - given
    return WAIT_SECONDS <= passed <= PATIENCE_SECONDS and spend(_once(typed))


def _once(typed: str) -> Place:
    return place_of("ticket", typed, 1, timedelta(seconds=PATIENCE_SECONDS))
