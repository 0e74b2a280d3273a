"""Which draft a request means, and how the browser holds the key of one that nobody's account holds."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import uuid
from collections.abc import Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, View
from mash.foundation.access.verbs import Refused
from mash.foundation.access.words import UNSPEAKABLE
from mash.pathway.enquiries.drafts.actions import begin_draft
from mash.pathway.enquiries.drafts.opening import KEPT_FOR, Begun, open_draft
from mash.pathway.enquiries.models import Draft
from mash.pathway.enquiries.views.frame import keep_in_browser
from mash.ui.forms import ONCE

P = ParamSpec("P")
DOOR = Draft.Door.PROFESSIONAL
COOKIE = "draft-professional"
PATH = "/enquire"
SEEN, BEGINS = "seen", "begins"
CHOICE = re.compile(r"[\w-]{32}", re.ASCII)
NOT_TOLD = (ONCE, SEEN, BEGINS, "csrfmiddlewaretoken", "later", "more")


def draft_of(request: HubRequest) -> Begun | None:
    """The draft that is being told: the one that a member's address names, or the one that the browser has the key of.

    None when nothing is begun, or what was begun is sent.

    Raises:
        Refused: `not_found`, when an address names a draft that is not this member's.
    """
    found = _meant(request)
    return found if found is not None and found.enquiry is None else None


def sent_of(request: HubRequest) -> Begun | None:
    """The draft of the same request, when it was sent a moment ago: an answer that never arrived is asked for again."""
    found = _meant(request)
    return found if found is not None and found.enquiry is not None else None


def opened(me: Acting, opener: str) -> Begun | None:
    """The professional's draft that a key, or reference and code, opens; else none."""
    if not opener:
        return None
    try:
        found = open_draft(me, opener=opener)
    except Refused:
        return None
    return found if found.door == DOOR else None


def own_first(view: View[P]) -> View[P]:
    """A member's draft opens to them alone: whoever was signed out meanwhile signs in first, and is back where it was.

    What was typed stays in the browser's tab until then, as on every page of somebody who is signed in.
    """

    @wraps(view)
    def enter(request: HubRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if "draft" in request.GET and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return enter


def _meant(request: HubRequest) -> Begun | None:
    meant = request.GET.get("draft", "")
    if not meant:
        return opened(request.me, request.COOKIES.get(COOKIE, ""))
    found = open_draft(request.me, key=_id(meant)) if request.me.member else None
    if found is None or found.door != DOOR:
        raise Refused("not_found")
    return found


def begun_now(request: HubRequest) -> Begun:
    """A new draft. A member opens it by its address, everybody else by a cookie that `held` gives them.

    The page that begins it has chosen it: sent twice, or once more because no answer came, it is the same draft.
    """
    chosen = chosen_by(request)
    return begin_draft(
        request.me,
        door=DOOR,
        key=uuid.uuid5(uuid.NAMESPACE_OID, chosen),
        secret="" if request.me.member else chosen,
    )


def chosen_by(request: HttpRequest) -> str:
    """What a page chose for the draft that it begins; a new choice for a page that is opened."""
    chosen = request.POST.get(BEGINS, "")
    return chosen if CHOICE.fullmatch(chosen) else secrets.token_urlsafe(24)


def browser_of(request: HubRequest, draft: Begun | None) -> str:
    """What tells this browser from others behind the same address: whose account it is, or which key it holds."""
    member = request.me.member
    return str(member.pk) if member else draft.opener if draft else ""


def by_address(request: HttpRequest, draft: Begun | None) -> bool:
    """Whether a draft opens by its address alone, because it is this member's own."""
    me: Acting = request.me  # type: ignore[attr-defined]  # a HubRequest
    return draft is not None and me.member is not None and draft.owner == me.member.pk


def address(request: HttpRequest, name: str, draft: Begun | None, *args: str) -> str:
    """The address of one of the door's pages for a draft."""
    plain = reverse(f"enquiries:{name}", args=args)
    return f"{plain}?draft={draft.id}" if draft is not None and by_address(request, draft) else plain


def held(request: HttpRequest, response: HttpResponse, draft: Begun) -> HttpResponse:
    """Let the browser hold a draft's key, unless the draft is the member's own."""
    if not by_address(request, draft) and draft.opener:
        keep_in_browser(response, COOKIE, draft.opener, path=PATH, seconds=int(KEPT_FOR[DOOR].total_seconds()))
    return response


def let_go(to: str) -> HttpResponse:
    """Go on, with the key forgotten."""
    response = HttpResponseRedirect(to)
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response


def typed_of(request: HttpRequest) -> dict[str, list[str]]:
    """All that was typed into a form, without characters that cannot be kept."""
    return {
        UNSPEAKABLE.sub("", name): [UNSPEAKABLE.sub("", value) for value in values]
        for name, values in request.POST.lists()
        if name not in NOT_TOLD
    }


def mark_of(told: Mapping[str, Sequence[Any]]) -> str:
    """By what a page tells whether a part still is as it was when it was opened."""
    plain = json.dumps(told, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16] if told else ""


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Refused("not_found") from None
