"""Goes to pages as somebody of the demo partnership, and counts what a page asks of the database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

# The transaction and its bindings are no questions.
NO_QUESTION = re.compile(r"^(BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK)|set_config|pg_advisory_xact_lock")
# What every request costs whatever it shows: session, who is signed in with which roles, a form's token, the ledger.
APART = re.compile(
    r"ledger\.|access\.led_to|access\.leads_to"
    r'|(FROM|UPDATE|INTO) "(django_session|access_account|partnership_memberrole)"'
)


def signed_in(username: str) -> Client:
    """A browser without JavaScript in which somebody of the demo partnership has signed in."""
    client = Client()
    answer = client.post("/demo/sign-in", {"username": username})
    assert answer.status_code == 302, f"{username} could not sign in"
    return client


@dataclass(frozen=True, slots=True)
class Visit:
    """An answer, the queries of the page itself, and those that every request costs."""

    answer: Any
    queries: list[str]
    apart: list[str]


def visit(client: Client, address: str, sent: dict[str, str] | None = None) -> Visit:
    """Get a page, or send it something, and keep what it asked of the database."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address) if sent is None else client.post(address, sent)
    asked = [query["sql"] for query in captured.captured_queries if not NO_QUESTION.search(query["sql"])]
    return Visit(
        answer,
        queries=[sql for sql in asked if not APART.search(sql)],
        apart=[sql for sql in asked if APART.search(sql)],
    )


def text_of(answer: Any) -> str:
    """What a reader of the page reads, with single spaces."""
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(strip_tags(page.replace(">", "> ")).split())
