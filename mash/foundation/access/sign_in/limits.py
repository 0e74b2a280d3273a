"""How long a session lasts: so many idle minutes, and never longer than a long shift."""

from __future__ import annotations

from time import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest

LONGEST_SECONDS = 12 * 3600
# Activity is noted at most this often, so that not every page writes the session.
NOTED_SECONDS = 30
BEGAN, ACTIVE = "mash.began", "mash.active"


def begin(request: HttpRequest) -> None:
    """Start the limits of a session that has just been signed in to."""
    request.session[BEGAN] = request.session[ACTIVE] = int(time())


def keep_or_end(request: HttpRequest) -> None:
    """End a session that was idle or open too long; else note that it is used. At the door, before every page.

    A page that asks by itself whether something changed is not somebody at work. What was typed stays in the browser's
    tab, and the way back in leads to the same page.
    """
    if not request.user.is_authenticated:
        return
    clock = int(time())
    began, active = request.session.get(BEGAN), request.session.get(ACTIVE)
    if began is None or active is None:
        begin(request)
    elif clock - began > LONGEST_SECONDS or clock - active > settings.SESSION_IDLE_SECONDS:
        logout(request)
    elif clock - active > NOTED_SECONDS and request.headers.get("X-Requested-With") != "poll":
        request.session[ACTIVE] = clock
