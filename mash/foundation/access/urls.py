"""Addresses of sign-in and of a member's own account.

Of allauth's views only those that are needed are here, under the names by which allauth leads to them.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from mash.foundation.access.sign_in import demo, doors, keys, own_account


def addresses(*, demo_mode: bool) -> list[URLPattern | URLResolver]:
    """All addresses; outside demo mode there is none for being somebody without a password."""
    ours = [
        path("sign-out", doors.sign_out, name="sign_out"),
        path("welcome/<str:token>", doors.welcome, name="welcome"),
        path("account", own_account.account, name="account"),
        path("account/password", keys.password, name="password"),
        path("account/second-factor", keys.second_factor, name="second_factor"),
        path("account/recovery-codes", keys.recovery_codes, name="recovery_codes"),
        path("account/sign-out-everywhere", keys.sign_out_everywhere, name="sign_out_everywhere"),
    ]
    if demo_mode:
        ours.append(path("demo/sign-in", demo.demo_sign_in, name="demo_sign_in"))
    return [
        path("sign-in", doors.SignIn.as_view(), name="account_login"),
        path("sign-in/second-step", doors.SecondStep.as_view(), name="mfa_authenticate"),
        path("", include((ours, "access"))),
    ]


urlpatterns = addresses(demo_mode=settings.DEMO)
