"""The page on which somebody says that they know one of those whom a request or a handover is about."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.http import HttpResponse
from django.urls import reverse

from mash.foundation.access.pages import HubRequest, attempt, done, render
from mash.pathway.enquiries.actions import declare_tie
from mash.pathway.enquiries.forms.working import TieForm


def say_tie(
    request: HubRequest, enquiry: uuid.UUID, *, what: str, reference: str, people: Iterable[tuple[str, str]], back: str
) -> HttpResponse:
    """Ask whom they know and how; from then on it is shut to them.

    Args:
        what: what they read: a request or a handover.
        people: those whom they have read of, by the id of their description and with their name; the caller notes them.
        back: where they came from.
    """
    form = TieForm(request.POST or None, people=people)
    if form.is_valid():
        with attempt(form):
            declare_tie(request.me, enquiry=enquiry, **form.cleaned_data)
            return done(request, "Thank you. This is shut to you from now on.", to=reverse("casework:start"))
    return render(request, "enquiries/tie.jinja", {"form": form, "what": what, "reference": reference, "back": back})
