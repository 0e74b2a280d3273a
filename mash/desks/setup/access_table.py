"""The access table that partners sign, on the page and on paper: both made from the policy, with one mark for both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from mash.foundation.access import table
from mash.foundation.access.policy import POLICY_VERSION
from mash.foundation.clock.when import clock_time, long_date
from mash.ui.paper import pdf_of
from mash.ui.words import initial_capital

TEMPLATE = Path(__file__).parent / "paper" / "access.typ"
RULE = (
    "This table is made from the rules that the hub follows, so it cannot say anything else. Any no beats every yes: a "
    "tie to somebody on an enquiry first, then an item's handling, then the reason why somebody is involved, then the "
    "role. No role includes another."
)


def content() -> Mapping[str, Any]:
    """All that the table says, as plain values."""
    return {
        "handled": [{"who": one.who, "reads": [one.open, one.restricted, one.sealed]} for one in table.handled()],
        "readers": [{"text": one.text, "who": _who(", ".join(one.who))} for one in table.readers()],
        "permissions": [
            {
                "text": one.text,
                "who": _who("; ".join(one.who)) or "Nobody with an account",
                "needs": one.needs,
            }
            for one in table.permissions()
        ],
    }


def mark() -> str:
    """The version of the policy and a digest of all that the table says: a signed copy can be told from another."""
    said = hashlib.sha256(json.dumps(content(), sort_keys=True).encode()).hexdigest()
    return f"Policy {POLICY_VERSION}, table {said[:4]} {said[4:8]} {said[8:12]} {said[12:16]}"


def pdf(*, for_whom: str, at: datetime) -> bytes:
    """The table as a tagged PDF, with places to sign.

    Args:
        for_whom: who took it, for the foot of each page.
    """
    told = {
        **content(),
        "title": "Access table",
        "version": mark(),
        "rule": RULE,
        "marked": f"{mark()}. Taken by {for_whom}, {long_date(at)}, {clock_time(at)}.",
    }
    return pdf_of(TEMPLATE, told, at=at)


def _who(labels: str) -> str:
    return initial_capital(labels.lower())
