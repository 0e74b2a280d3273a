"""`mash access matrix`: the policy as the table that partner agencies sign. It needs no database."""

from __future__ import annotations

import json
import sys
from itertools import product
from typing import Any

from mash.foundation.access.policy import (
    POLICY_VERSION,
    READERS,
    RULES,
    ItemReading,
    put_into_release,
    read_item,
)
from mash.foundation.partnership.models import Role

HANDLINGS = ("open", "restricted", "sealed")
# Who stands where to an item inside the hub: the facts that hold for them, on a live enquiry.
READERS_OF_ITEMS: dict[str, dict[str, Any]] = {
    "Researcher of the item's owner": {"own_agency": True, "roles": frozenset({Role.RESEARCHER})},
    "Practice manager of the area": {"live": True, "roles": frozenset({Role.PRACTICE_MANAGER})},
    "Social worker whose rating stands": {"live": True, "rated_it": True, "roles": frozenset({Role.SOCIAL_WORKER})},
    "Another social worker of the area": {"live": True, "roles": frozenset({Role.SOCIAL_WORKER})},
    "Call handler of the area": {"live": True, "roles": frozenset({Role.CALL_HANDLER})},
    "Researcher of another agency that is asked": {"asked": True, "roles": frozenset({Role.RESEARCHER})},
    "Researcher of an agency that is not asked": {"roles": frozenset({Role.RESEARCHER})},
    "Practice manager, on an earlier enquiry about the same person": {
        "earlier": True,
        "roles": frozenset({Role.PRACTICE_MANAGER}),
    },
    "Practice manager who broke the glass": {"glass": True, "roles": frozenset({Role.PRACTICE_MANAGER})},
    "Anybody with a tie to somebody described": {"tied": True, "live": True, "roles": frozenset(Role)},
}
NOTHING_HOLDS: dict[str, Any] = dict.fromkeys(
    ("tied", "own_agency", "live", "asked", "rated_it", "glass", "earlier"), False
)


def matrix() -> dict[str, Any]:
    """The whole policy: who may do each verb, read each part of an enquiry, read and release items of each handling."""
    return {
        "version": POLICY_VERSION,
        "verbs": {
            verb: {
                "roles": sorted(rule.roles),
                "needs": str(rule.needs),
                "without_account": rule.anyone,
                "by_clock": rule.clock,
                "registered_social_worker": rule.qualified,
            }
            for verb, rule in RULES.items()
        },
        "parts": {str(part): sorted(roles) for part, roles in READERS.items()},
        "items": {
            reader: {
                handling: read_item(
                    ItemReading(**{**NOTHING_HOLDS, "handling": handling, "gives_away": False, **facts})
                ).allowed
                for handling in HANDLINGS
            }
            for reader, facts in READERS_OF_ITEMS.items()
        },
        "release_to_a_team": {
            f"{handling}, owner {'agreed' if agreed else 'not asked'}": put_into_release(
                handling=handling, agreed=agreed, gives_away_referrer=False
            ).allowed
            for handling, agreed in product(HANDLINGS, (True, False))
        },
    }


def show(*, as_json: bool) -> int:
    """Print the matrix: as JSON, or as tables in Markdown."""
    table = matrix()
    if as_json:
        sys.stdout.write(json.dumps(table, indent=1) + "\n")
        return 0
    lines = [f"# Who may see and do what (policy {table['version']})", "", *_verbs(table), "", *_items(table), ""]
    lines += ["## Parts of an enquiry", "", "| part | read by |", "|---|---|"]
    lines += [f"| {part} | {_names(roles)} |" for part, roles in table["parts"].items()]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _verbs(table: dict[str, Any]) -> list[str]:
    lines = ["## Verbs", "", "| verb | who | what they must be able to see |", "|---|---|---|"]
    for verb, rule in table["verbs"].items():
        who = [_names(rule["roles"])] if rule["roles"] else []
        who += ["people without an account"] if rule["without_account"] else []
        who += ["the hub's own clock"] if rule["by_clock"] else []
        qualified = ", registered" if rule["registered_social_worker"] else ""
        lines.append(f"| {verb.replace('_', ' ')} | {', '.join(who)}{qualified} | {rule['needs']} |")
    return lines


def _items(table: dict[str, Any]) -> list[str]:
    lines = ["## Items inside the hub", "", f"| reader | {' | '.join(HANDLINGS)} |", "|---|---|---|---|"]
    for reader, allowed in table["items"].items():
        lines.append(f"| {reader} | {' | '.join('yes' if allowed[handling] else 'no' for handling in HANDLINGS)} |")
    lines += ["", "## Items released to a team", "", "| handling | may be released |", "|---|---|"]
    lines += [f"| {which} | {'yes' if yes else 'no'} |" for which, yes in table["release_to_a_team"].items()]
    return lines


def _names(roles: list[str]) -> str:
    if len(roles) == len(Role):
        return "everybody with an account"
    return ", ".join(str(Role(role).label).lower() for role in roles)
