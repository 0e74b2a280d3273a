"""A form that arrives when it cannot be taken: its session has ended, or the database is away. No word is lost."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.template.backends.utils import csrf_input
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse

from mash.foundation.access.models import Account
from mash.ui.page import Page

CSRF = "csrfmiddlewaretoken"
# What somebody wrote is shown; codes and choices go along unseen. `[\w-]` alone is a code.
WRITTEN = re.compile(r"[^\w-]")
RETRY_AFTER_SECONDS = 10


class Why(StrEnum):
    """Why it was not taken."""

    SIGNED_OUT = "signed out"
    SIGNED_IN = "signed in"
    AWAY = "away"


def unsent(request: HttpRequest) -> HttpResponse:
    """Give what was sent without a session back to the browser that sent it, with the way in."""
    return _given_back(request, Why.SIGNED_IN if isinstance(request.user, Account) else Why.SIGNED_OUT, status=403)


def away(request: HttpRequest) -> HttpResponse:
    """Say that nothing can be saved at the moment, and give a desk's form back so that it can be sent again.

    Asks the database nothing, not even who is signed in.
    """
    answer = _given_back(request, Why.AWAY, status=503)
    answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def can_be_given_back(request: HttpRequest) -> bool:
    """Whether a form is one of a desk's, from a page of this hub, as the browser itself says.

    What another site sent is never given back with a good token; nor is what was typed at sign-in, or by the public.
    """
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    is_of_a_desk = hasattr(view, "seats") and not getattr(view, "public", True)
    return is_of_a_desk and request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _given_back(request: HttpRequest, why: Why, *, status: int) -> HttpResponse:
    """Everything that was sent, with a button that sends it again and the token by which a form counts once.

    Nothing of it is kept by the hub: the page holds it. Files are not given back, as no page can fill them in.
    """
    if "CSRF_COOKIE" not in request.META:  # it broke before anybody looked
        CsrfViewMiddleware(lambda _: HttpResponse()).process_request(request)
    address = request.get_full_path()
    is_given = request.method == "POST" and (why is not Why.AWAY or can_be_given_back(request))
    sent = [(name, text) for name, texts in request.POST.lists() if name != CSRF for text in texts] if is_given else []
    context = {
        "page": Page(home_url="/" if why is Why.SIGNED_OUT else settings.LOGIN_REDIRECT_URL),
        "happened": (),
        "csrf_input": csrf_input(request),
        "why": why.value,
        "way_in": f"{reverse('account_login')}?{urlencode({'next': address})}",
        "address": address,
        "sent": sent,
        "written": [text for _, text in sent if WRITTEN.search(text.strip())],
        "with_files": bool(sent and request.FILES),
    }
    return HttpResponse(render_to_string("access/unsent.jinja", context), status=status)
