"""What people see when a form is too old or too long, a page is not there, or something broke."""

from __future__ import annotations

import errno
import sys

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mash.foundation.access.unsent import away, can_be_given_back, unsent
from mash.ui.page import Page

# As Django calls them, and as the queue meets them.
AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without a fresh token: somebody signed in or out since it was opened, or it came from elsewhere."""
    if can_be_given_back(request):
        return unsent(request)
    return render(request, "ui/expired.jinja", {"page": Page(), "back": request.get_full_path()}, status=403)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent is longer than any form can be, or no form at all."""
    reasons = ["What was sent is too long, or cannot be read. Go back, shorten it and send it again."]
    return render(request, "ui/invalid.jinja", {"page": Page(), "reasons": reasons, "back": request.path}, status=400)


def nowhere(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page."""
    return render(request, "ui/not_found.jinja", {"page": Page()}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Something broke. Says nothing of what, but when it passes by itself: the database is away, or a disk is full."""
    if _passes(sys.exception()):
        return away(request)
    return render(request, "ui/error.jinja", {"page": Page()}, status=500)


def _passes(error: BaseException | None) -> bool:
    """Whether the same may well be possible in a minute; the queue's own errors have the database's as their cause."""
    is_full = isinstance(error, OSError) and error.errno == errno.ENOSPC
    is_away = isinstance(error, AWAY)
    return is_full or is_away or (error is not None and _passes(error.__cause__))
