"""What the layouts need to know about the page around their content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject


@dataclass(frozen=True, slots=True)
class Link:
    """One way to go on: in the masthead, among pills or sections."""

    text: str
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that cannot wait for the next page: stands under the masthead until somebody says they have seen it."""

    title: str
    href: str
    reference: str
    text: str
    seen_url: str = ""
    seen_label: str = "I have seen it"


@dataclass(frozen=True, slots=True)
class Page:
    """The frame of a page. Signed-in pages need `who` and `navigation`, public ones `area` and `phone`.

    `now` is the moment that the page tells distances from: the action's own clock, so that a played story reads right.
    `member_key` tells one member's typed text from another's in the same browser tab; it is never a name.
    """

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    product: str = "OpenMASH"
    home_url: str = "/"
    area: str = ""
    phone: str = ""
    phone_hours: str = ""
    privacy_url: str = ""
    navigation: Sequence[Link] = ()
    find_url: str = ""
    find_text: str = ""
    who: str = ""
    role: str = ""
    member_key: str = ""
    account_url: str = ""
    sign_out_url: str = ""
    sign_in_url: str = "/sign-in"
    alerts: Sequence[Alert] = ()
    more_alerts: int = 0
    alerts_url: str = ""
    exit_url: str = "https://www.bbc.co.uk/weather"


def context(request: HttpRequest) -> dict[str, object]:
    """Context processor: `page` as the entry point set it on the request, and what happened just now.

    One token against forged requests serves all forms of a page: to make it anew for each takes longer than the form.
    """
    return {
        "page": getattr(request, "page", None) or Page(),
        "happened": get_messages(request),
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
    }
