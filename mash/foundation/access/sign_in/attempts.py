"""Wrong attempts, counted in the database: all processes of the hub know of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from mash.foundation.access.models import Account, Attempt
from mash.foundation.clock.now import now

KEPT_FOR = timedelta(days=1)
WARNING = "Outside demo mode this account would now be locked for a few minutes."


@dataclass(frozen=True, slots=True)
class Place:
    """Where wrong attempts are counted, and how many of them lock it for how long."""

    key: str
    most: int
    within: timedelta


def places(*, account: Account | None, typed: str, address: str) -> list[Place]:
    """An account (or the name of none), and the address it is tried from: an office may share one."""
    return [
        Place(_key("account", str(account.pk) if account else typed), 5, timedelta(minutes=5)),
        Place(_key("address", address), 50, timedelta(minutes=5)),
    ]


def code_place(account: Account) -> Place:
    """The codes of an account's second factor: fewer, since there are only a million."""
    return Place(_key("code", str(account.pk)), 5, timedelta(minutes=15))


def are_too_many(counted: list[Place]) -> bool:
    """Whether one of these places is locked. Attempts at one place wait for each other, so that none goes uncounted."""
    with connection.cursor() as cursor:
        for place in counted:
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 2))", [place.key])
    return any(
        Attempt.objects.filter(key=place.key, at__gt=now() - place.within).count() >= place.most for place in counted
    )


def remember(counted: list[Place]) -> None:
    """Note a wrong attempt at each of these places, and forget those of yesterday."""
    Attempt.objects.filter(at__lt=now() - KEPT_FOR).delete()
    for place in counted:
        Attempt.add(key=place.key, at=now())


def forget(account: Account) -> None:
    """The right person came in: earlier slips no longer count."""
    mine = [_key("account", str(account.pk)), _key("code", str(account.pk))]
    Attempt.objects.filter(key__in=mine).delete()


def first_use(account: Account, code: str) -> bool:
    """Whether a code has not been used before, in any process; it is used now."""
    key = _key("used", f"{account.pk}:{code}")
    if Attempt.objects.filter(key=key, at__gt=now() - timedelta(minutes=5)).exists():
        return False
    Attempt.add(key=key, at=now())
    return True


def place_of(kind: str, value: str, most: int, within: timedelta) -> Place:
    """Somewhere else where something is counted."""
    return Place(_key(kind, value), most, within)


def spend(place: Place) -> bool:
    """Count one more at a place, and say whether that is within what it allows. What is too much is not counted.

    Without a lock: two at once may both be the last, and nobody waits for anybody.
    """
    if Attempt.objects.filter(key=place.key, at__gt=now() - place.within).count() >= place.most:
        return False
    remember([place])
    return True


def warn(request: HttpRequest) -> None:
    """Say what demo mode does not do."""
    messages.warning(request, WARNING)


def _key(kind: str, value: str) -> str:
    return salted_hmac("mash attempts", f"{kind}:{value}", algorithm="sha256").hexdigest()
