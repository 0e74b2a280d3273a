"""`mash access matrix`: the policy as the table that partner agencies sign. It needs no database."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from mash.foundation.access.policy import POLICY_VERSION
from mash.foundation.access.table import handled, permissions, readers


def matrix() -> dict[str, Any]:
    """The whole policy: who may do each verb, read each part of an enquiry, and read and release items."""
    return {
        "version": POLICY_VERSION,
        "verbs": {entry.verb: asdict(entry) for entry in permissions()},
        "parts": {entry.text: list(entry.who) for entry in readers()},
        "items": {
            entry.who: {"open": entry.open, "restricted": entry.restricted, "sealed": entry.sealed}
            for entry in handled()
        },
    }


def show(*, as_json: bool) -> int:
    """Print the matrix: as JSON, or as tables in Markdown."""
    if as_json:
        sys.stdout.write(json.dumps(matrix(), indent=1) + "\n")
        return 0
    lines = [f"# Who may see and do what (policy {POLICY_VERSION})", ""]
    lines += ["## Verbs", "", "| what | who | what it needs |", "|---|---|---|"]
    lines += [f"| {entry.text} | {', '.join(entry.who)} | {entry.needs} |" for entry in permissions()]
    lines += ["", "## Parts of an enquiry", "", "| part | read by |", "|---|---|"]
    lines += [f"| {entry.text} | {', '.join(entry.who)} |" for entry in readers()]
    lines += ["", "## Items", "", "| reader | open | restricted | sealed |", "|---|---|---|---|"]
    lines += [
        f"| {entry.who} | {_yes(entry.open)} | {_yes(entry.restricted)} | {_yes(entry.sealed)} |" for entry in handled()
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _yes(allowed: bool) -> str:  # noqa: FBT001  # a word for one fact; a keyword would say nothing more
    return "yes" if allowed else "no"
