"""Lists the demo partnership's accounts: who they are, what they may be where."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.db.models import Prefetch

from mash.foundation.access.acting import serving
from mash.foundation.access.models import Account
from mash.foundation.partnership.models import Member, MemberRole


def accounts() -> list[dict[str, Any]]:
    """Every account that belongs to a member, by username. Two queries."""
    with serving("accounts") as me:
        held = MemberRole.objects.filter(since__lte=me.now, until__gt=me.now).select_related("area", "team")
        members = (
            Member.objects.filter(pk__in=Account.objects.filter(is_active=True).values("member"))
            .select_related("agency")
            .prefetch_related(Prefetch("roles", held.order_by("role", "area__slug")))
            .order_by("username")
        )
        return [_account(member) for member in members]


def list_accounts(*, as_json: bool) -> int:
    """Print them: as JSON, or as lines for people."""
    found = accounts()
    if as_json:
        sys.stdout.write(json.dumps(found, indent=1) + "\n")
        return 0
    for account in found:
        where = ", ".join(account["teams"] or account["areas"])
        sys.stdout.write(f"{account['username']:<26}{account['name']:<20}{', '.join(account['roles'])} ({where})\n")
    return 0


def _account(member: Member) -> dict[str, Any]:
    roles = list(member.roles.all())
    return {
        "username": member.username,
        "name": member.name,
        "roles": sorted({held.role for held in roles}),
        "agency": {"slug": member.agency.slug, "virtual": member.agency.virtual},
        "areas": sorted({held.area.slug for held in roles}),
        "teams": sorted({held.team.slug for held in roles if held.team}),
    }
