"""Sets scenes. Everything here runs as a role that only the tests have; what is tested runs as a seat of the hub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection

from mash.foundation.access.acting import Acting, acting
from mash.foundation.access.binding import taking
from mash.foundation.clock.now import at
from mash.foundation.partnership.models import Area, Member
from mash.foundation.zones import Seat

FIXTURES = "mash_fixtures"
MONDAY_NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@contextmanager
def backstage() -> Iterator[None]:
    """Run what follows as the scene-setters' role."""
    with taking(f"{FIXTURES}_{connection.settings_dict['NAME']}", ""):
        yield


@contextmanager
def unguarded() -> Iterator[None]:
    """Run what follows as whoever acts, with no row policy in the way: what Python alone keeps from them."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('mash.context')")
        (context,) = cursor.fetchone()
    with taking(f"{FIXTURES}_{connection.settings_dict['NAME']}", context):
        yield


def area(slug: str = "tamarshire") -> Area:
    """An area of the demo partnership."""
    with backstage():
        return Area.objects.get(slug=slug)


def member(username: str) -> Member:
    """A member of the demo partnership."""
    with backstage():
        return Member.objects.select_related("agency").get(username=username)


@contextmanager
def as_(username: str | None, *, when: datetime = MONDAY_NINE, seat: Seat | None = None) -> Iterator[Acting]:
    """Act as somebody of the demo partnership, or as nobody known, at a moment of the story."""
    with at(when), acting(member(username) if username else None, seat) as me:
        yield me
