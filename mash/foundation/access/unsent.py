"""A form that arrives when its session has ended: nothing is done, and not a word of it is lost."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mash.foundation.access.models import Account
from mash.ui.page import Page

CSRF = "csrfmiddlewaretoken"
# What somebody wrote is shown; codes and choices go along unseen. `[\w-]` alone is a code.
WRITTEN = re.compile(r"[^\w-]")


def unsent(request: HttpRequest) -> HttpResponse:
    """Give what was sent back to the browser that sent it, with the way in and a button that sends it again.

    Nothing of it is kept by the hub: the page holds it, with the token by which a form counts once. Files are not given
    back, as no page can fill them in: such a form is sent again from its own page.
    """
    address = request.get_full_path()
    sent = [(name, text) for name, texts in request.POST.lists() if name != CSRF for text in texts]
    signed_in = isinstance(request.user, Account)
    context = {
        "page": Page(home_url=settings.LOGIN_REDIRECT_URL if signed_in else "/"),
        "signed_in": signed_in,
        "way_in": f"{reverse('account_login')}?{urlencode({'next': address})}",
        "address": address,
        "sent": sent,
        "written": [text for _, text in sent if WRITTEN.search(text.strip())],
        "with_files": bool(request.FILES),
    }
    return render(request, "access/unsent.jinja", context, status=403)


def can_be_given_back(request: HttpRequest) -> bool:
    """Whether a form without a fresh token is one of a desk's, from a page of this hub, as the browser itself says.

    What another site sent is never given back with a good token; nor is what was typed at sign-in, or by the public.
    """
    view = request.resolver_match.func if request.resolver_match else None
    public = getattr(view, "public", True)  # of a `@page`; what is none is sign-in, or a machine's
    is_of_a_desk = hasattr(view, "seats") and (isinstance(request.user, Account) or not public)
    return is_of_a_desk and request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
