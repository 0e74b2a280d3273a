"""Binds a transaction to a seat: one PostgreSQL role, and a signed context that the row policies check."""

from __future__ import annotations

import hashlib
import hmac
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from mash.foundation.zones import Seat

# How long a signed context may be used, in real seconds: longer than any request, shorter than a stolen one is worth.
LIFETIME_SECONDS = 900
BLOCK = 64
SET_BOTH = "select set_config('role', %s, true), set_config('mash.context', %s, true)"


def _key() -> bytes:
    return hashlib.sha256(b"mash context:" + settings.SECRET_KEY.encode()).digest()


def pads() -> tuple[bytes, bytes]:
    """The two pads of HMAC-SHA256 for the database, which makes the code with its own `sha256()`."""
    key = _key().ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in key), bytes(byte ^ 0x5C for byte in key)


def signed_context(
    seat: Seat, *, member: uuid.UUID | None, now: datetime, purpose: str, play: uuid.UUID | None, backend: int
) -> str:
    """The context of one transaction of one backend, signed (HMAC over all that it says)."""
    if "|" in purpose:
        raise ValueError("a purpose holds no bar")
    said = "|".join(
        (
            str(member or ""),
            seat,
            purpose,
            now.isoformat(),
            str(int(time.time()) + LIFETIME_SECONDS),
            str(backend),
            str(play or ""),
        )
    )
    return f"{said}|{hmac.new(_key(), said.encode(), hashlib.sha256).hexdigest()}"


@contextmanager
def taking(role: str, context: str) -> Iterator[None]:
    """Run what follows under one PostgreSQL role and context, in a savepoint, and go back to the former ones after it.

    `SET LOCAL` outlives a savepoint that is released, so the former binding is put back by hand; a savepoint that is
    rolled back puts it back by itself.
    """
    former: tuple[str, str] = getattr(connection, "mash_binding", ("none", ""))
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(SET_BOTH, [role, context])
            connection.mash_binding = (role, context)  # type: ignore[attr-defined]  # ours, kept where the role is
            yield
            if not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute(SET_BOTH, former)
    finally:
        connection.mash_binding = former  # type: ignore[attr-defined]  # as above


@contextmanager
def bound(
    seat: Seat, *, member: uuid.UUID | None, now: datetime, purpose: str = "", play: uuid.UUID | None = None
) -> Iterator[None]:
    """Run what follows as one seat, with a context signed for this backend. One round trip each way."""
    connection.ensure_connection()
    context = signed_context(
        seat,
        member=member,
        now=now,
        purpose=purpose,
        play=play,
        backend=connection.connection.info.backend_pid,
    )
    with taking(f"mash_{seat}_{connection.settings_dict['NAME']}", context):
        yield
