"""Broken glass, told from codes: who, when, why it took that, and what was read through it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from mash.desks.oversight.asked import Asked, Mark
from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Glass
from mash.ui.words import count, initial_capital

A_PAGE, MOST_WAITING = 50, 500
GLASSES = "select glass, reference, area_name, held_role, was_live, pages from ledger.glasses(%s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Broken:
    """One broken glass: `ground` says why it took that to open the enquiry, `used` what was read through it."""

    glass: Glass
    reference: str
    area: str
    ground: str
    used: str


def glasses(me: Acting, asked: Asked, area: uuid.UUID | None, *, waiting: bool) -> tuple[list[Broken], str]:
    """Broken glass that waits for a review, or has had one, the latest first; where earlier ones are. Two queries."""
    most = MOST_WAITING if waiting else A_PAGE
    with connection.cursor() as cursor:
        cursor.execute(GLASSES, [area, waiting, asked.since(me.now), *asked.before_row(), most + 1])
        found = cursor.fetchall()
    kept = Glass.objects.select_related("member__agency", "reviewed_by").in_bulk([row[0] for row in found])
    rows = [
        Broken(
            kept[key],
            reference,
            area_name,
            why_it_took_that(held_role=held_role, was_live=was_live, area=area_name),
            f"{initial_capital(count(pages, 'page'))} read through it",
        )
        for key, reference, area_name, held_role, was_live, pages in found[:most]
    ]
    return rows, _earlier(asked, rows) if len(found) > most else ""


def why_it_took_that(*, held_role: bool, was_live: bool, area: str) -> str:
    """Why the enquiry was shut to somebody: by role, by relationship, by both or by neither."""
    if held_role and was_live:
        return "They could have read it without: it was their own hub's"
    if held_role:
        return "Their hub's reason to read it had ended"
    if was_live:
        return f"They are no practice manager in {area}"
    return f"They are no practice manager in {area}, and its hub's reason to read it had ended"


def _earlier(asked: Asked, rows: Sequence[Broken]) -> str:
    last = rows[-1].glass
    return asked.address(after=Mark(last.broken_at, str(last.pk)))
