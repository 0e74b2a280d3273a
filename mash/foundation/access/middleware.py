"""From the street to the door: every request starts in the door's seat; the page it asks for takes its own."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from mash.foundation.access.binding import bound
from mash.foundation.clock.now import now
from mash.foundation.zones import Seat

Answer = Callable[[HttpRequest], HttpResponseBase]

# Everything is our own: no inline script or style, no other host, no frame.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)


class Headers:
    """Headers that every answer carries: nothing is cached but static files, nothing comes from elsewhere."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and say how the answer may be used."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response


class Door:
    """The outer transaction, as the door: sessions, accounts and second factors, and nothing else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer inside one transaction; an answer of 500 undoes what the door did too."""
        if request.path.startswith(("/health/", "/metrics")):
            return self.get_response(request)
        with transaction.atomic(), bound(Seat.DOOR, member=None, now=now()):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response
