"""What the ledger hears from the door: who came in, who went, who was turned away."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in
from django.db import connection
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from mash.foundation.access.binding import bound
from mash.foundation.access.models import Account
from mash.foundation.access.policy import POLICY_VERSION
from mash.foundation.access.sign_in import attempts, limits
from mash.foundation.clock.now import now
from mash.foundation.ledger.append import append
from mash.foundation.zones import Seat


def happened(account: Account, verb: str, **details: str | bool) -> None:
    """Record what somebody did with their own account."""
    with bound(Seat.DOOR, member=account.member_id, now=now()):
        _append(account, verb, "made", [], details)


def failed(account: Account | None, factor: str, *, typed: str = "") -> None:
    """Record a wrong attempt. Whoever made it is not known; a name that nobody has is kept as a keyed hash only."""
    details: dict[str, str | bool] = {"factor": factor}
    if account is None:
        details["tried"] = salted_hmac("mash sign-in", typed, algorithm="sha256").hexdigest()[:32]
    _append(account, "sign_in_failed", "refused", [f"wrong_{factor}"], details)


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: Account, **about: Any) -> None:
    """Somebody is in: the session's limits begin, their slips are forgotten, the ledger knows."""
    limits.begin(request)
    attempts.forget(user)
    happened(user, "sign_in", demo=bool(about.get("demo")))


def _append(
    account: Account | None, verb: str, outcome: str, reasons: list[str], details: dict[str, str | bool]
) -> None:
    append(
        connection,
        verb=verb,
        outcome=outcome,
        object_kind="member" if account else "",
        object_id=account.member_id if account else None,
        enquiry=None,
        people=[],
        reasons=reasons,
        policy=POLICY_VERSION,
        details=details,
    )
