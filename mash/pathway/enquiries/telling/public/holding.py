"""How a browser holds its draft: by a cookie that no script reads, and by the page that is open in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from mash.foundation.access.pages import HubRequest
from mash.foundation.access.verbs import Invalid, Refused
from mash.pathway.enquiries.drafts.actions import begin_draft, keep_draft
from mash.pathway.enquiries.drafts.models import Draft
from mash.pathway.enquiries.drafts.opening import Begun, open_draft
from mash.pathway.enquiries.views.frame import WHILE_WRITING_SECONDS, keep_in_browser

COOKIE, PATH = "so-far", "/enquire"
OPENER = re.compile(r"[\w-]{8,64}(:[\w-]{8,32})?", re.ASCII)


def held(request: HubRequest) -> Begun | None:
    """The draft of the page that was sent, else that of the browser; none when there is none to open.

    A page brings its draft along, so that what is typed on it arrives when the cookie is gone. One that was sent is
    given for a page that was opened before it was; who begins anew begins a new one.
    """
    own = _opened(request, request.POST.get("draft", ""))
    if own is not None:
        return own
    found = _opened(request, request.COOKIES.get(COOKIE, ""))
    return None if found is not None and found.enquiry and not request.path.endswith("/check") else found


def keep(request: HubRequest, draft: Begun | None, area: str, part: str, told: Mapping[str, Any]) -> Begun:
    """Keep an answer; the first one begins the draft. Another window may have kept another answer meanwhile."""
    draft = draft or begin_draft(request.me, door=Draft.Door.PUBLIC, area=area)
    try:
        return keep_draft(request.me, draft, part=part, told=told, area=area)
    except Invalid:
        draft = open_draft(request.me, opener=draft.opener)
        return keep_draft(request.me, draft, part=part, told=told, area=area)


def mark_of(told: Mapping[str, Any]) -> str:
    """What tells one answer from another, for a page to say which one it was opened with."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16] if told else ""


def let_hold(response: HttpResponse, draft: Begun | None) -> HttpResponse:
    """Let the browser hold a draft while somebody writes."""
    if draft is None:
        return response
    return keep_in_browser(response, COOKIE, draft.opener, path=PATH, seconds=WHILE_WRITING_SECONDS)


def let_go(response: HttpResponse) -> HttpResponse:
    """Take the draft off the browser; reference and code still open it."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response


def _opened(request: HubRequest, opener: str) -> Begun | None:
    if not OPENER.fullmatch(opener):
        return None
    try:
        draft = open_draft(request.me, opener=opener)
    except Refused:
        return None
    return draft if draft.door == Draft.Door.PUBLIC else None
