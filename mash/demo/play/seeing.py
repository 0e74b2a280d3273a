"""Looks at a page in a play: fetched in this process, as somebody, at the time of the story."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mash.demo.play.references import Made, filled_in, resolved
from mash.foundation.access.verbs import Invalid

# What every page costs besides its own queries: transaction, binding, session, account, roles, the ledger.
FRAME = re.compile(
    r"^(?:SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)|set_config|current_setting\('role'\)|django_session|access_account"
    r"|usersessions_|partnership_memberrole|ledger\.",
    re.IGNORECASE,
)


def see(by: str | None, told: Mapping[str, Any], made: Made) -> dict[str, Any]:
    """Fetch a page as somebody, and look for texts in it.

    Args:
        told: `url`, in which references are filled in (`$name` alone is the thing's own page), and `find`, texts to
            look for whatever their case.

    Returns:
        The `status`, which of the texts were `found`, and how many `queries` the page itself made: binding, session,
        roles and the ledger are not counted.

    Raises:
        Invalid: there is no address to fetch.
    """
    url = resolved(told.get("url"), made, "url")
    if not isinstance(url, str) or not filled_in(url, made).startswith("/"):
        raise Invalid(url="Give the address of a page, beginning with a stroke.")
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # the web server's, which may never have run here
    browser = Client(raise_request_exception=False)
    if by is not None:
        browser.post("/demo/sign-in", {"username": by})
    with CaptureQueriesContext(connection) as captured:
        reply: Any = browser.get(filled_in(url, made))
    find = told.get("find") or []
    wanted = [filled_in(str(text), made) for text in ([find] if isinstance(find, str) else find)]
    text = _text_of(reply).lower()
    return {
        "status": reply.status_code,
        "found": [words for words in wanted if words.lower() in text],
        "queries": sum(not FRAME.search(query["sql"]) for query in captured.captured_queries),
    }


def _text_of(reply: Any) -> str:
    content = b"".join(reply.streaming_content) if reply.streaming else reply.content
    source = content.decode(errors="replace")
    return f"{source}\n{html.unescape(source)}"
