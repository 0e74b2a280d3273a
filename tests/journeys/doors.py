"""The way in: pages that nobody meets who is inside already, and the sessions in which they are met."""

from __future__ import annotations

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from mash.foundation.access.accounts import welcome_path
from mash.foundation.access.models import Account
from mash.foundation.zones import Seat
from tests import world
from tests.browsing import signed_in
from tests.journeys.everywhere import Walk

NEWCOMER, ENROLLED = "youth-offending.1", "camhs.1"
PASSWORD = "a-long-password-of-nobodys"
SHOWN_SECRET = re.compile(r'class="mash-secret">([A-Z2-7 ]+)<')
# Their routes, of which the walks of those inside know nothing.
DOORS = ("/sign-in/second-step", "/welcome/<str:token>", "/account/recovery-codes")


def doors() -> dict[str, Walk]:
    """Somebody's first visit, their recovery codes, and the second step of somebody whose password was right."""
    with world.as_(None, seat=Seat.DOOR):
        welcome = welcome_path(Account.objects.get(username=NEWCOMER))
        enrolled = Account.objects.get(username=ENROLLED)
        enrolled.set_password(PASSWORD)
        enrolled.save(update_fields=["password"])
    inside, half_inside = signed_in(ENROLLED), Client()
    _enrol(inside)
    answer = half_inside.post("/sign-in", {"login": ENROLLED, "password": PASSWORD})
    assert answer.headers["Location"] == "/sign-in/second-step"
    return {
        "newcomer": Walk("", [welcome]),
        "enrolled": Walk(_session(inside), ["/account/recovery-codes"]),
        "half inside": Walk(_session(half_inside), ["/sign-in/second-step"]),
    }


def _enrol(client: Client) -> None:
    shown = SHOWN_SECRET.search(client.get("/account/second-factor").content.decode())
    assert shown, "no secret is shown"
    code = format_hotp_value(hotp_value(shown[1].replace(" ", ""), int(time.time()) // 30))
    answer = client.post("/account/second-factor", {"code": code})
    assert answer.headers["Location"] == "/account/recovery-codes"


def _session(client: Client) -> str:
    return client.cookies["sessionid"].value
