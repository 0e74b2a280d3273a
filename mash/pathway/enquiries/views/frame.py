"""The frame of pages that people without an account see, and the token that makes a submission count once."""

from __future__ import annotations

import secrets
from dataclasses import replace

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mash.foundation.access.frame import frame_of
from mash.foundation.access.pages import HubRequest
from mash.foundation.partnership.models import Area
from mash.ui.forms import once_of
from mash.ui.page import Page

RECEIVED = "/enquire/received"
SHOWN_CHARACTERS = 8
WHILE_WRITING_SECONDS = 4 * 3600
WHILE_READING_SECONDS = 10 * 60


def framed(request: HubRequest, area: Area | None = None) -> Page:
    """The page's frame, with the area's own telephone line for whoever would rather talk, and its privacy notice."""
    frame = frame_of(request)
    if area is None or frame.who:
        return frame
    privacy = reverse("enquiries:privacy", args=[area.slug])
    return replace(frame, area=area.name, phone=area.phone, phone_hours=area.hours, privacy_url=privacy)


def token_of(request: HubRequest) -> str:
    """The token of a form: the one that it was sent with, or a new one."""
    return once_of(request) or secrets.token_urlsafe(16)


def hold(response: HttpResponse, token: str, *, seconds: int = WHILE_WRITING_SECONDS) -> HttpResponse:
    """Let the browser hold a form's token for the page that shows reference and code.

    The code is worked out from the token, so that a double click, or a line that drops between the two, loses nothing;
    the hub itself keeps neither.
    """
    return keep_in_browser(response, cookie_of(shown_of(token)), token, path=RECEIVED, seconds=seconds)


def keep_in_browser(response: HttpResponse, name: str, secret: str, *, path: str, seconds: int) -> HttpResponse:
    """Let the browser hold what opens something: no script reads it, and it goes to the pages below `path` alone."""
    response.set_cookie(
        name,
        secret,
        max_age=seconds,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def received_page(token: str) -> HttpResponse:
    """On to reference and code."""
    return HttpResponseRedirect(f"{RECEIVED}?told={shown_of(token)}")


def shown_of(token: str) -> str:
    """The part of a token that may stand in an address: it tells which form was sent, and opens nothing."""
    return token[:SHOWN_CHARACTERS]


def cookie_of(shown: str) -> str:
    """The name of the cookie that holds a token."""
    return f"told-{shown}"
