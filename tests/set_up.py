"""What stands in the addresses of the set-up desk: rows of the demo partnership, and what is planned among them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from mash.desks.setup.models import LostFactor
from mash.foundation.clock.closures import Closure
from mash.foundation.partnership.models import (
    Area,
    Concern,
    Member,
    MemberRole,
    ServiceStandard,
)
from tests import world

MARCH, APRIL = datetime(2026, 3, 1, 22, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
CLOSED = date(2026, 12, 24)
RETIRED = "weather"
WHO = "team.tamar-north.1"
WORDS = {"ratings": "criteria", "guide": "guidance", "prompts": "prompts", "services": "services"}


@contextmanager
def set_up() -> Iterator[dict[str, list[str]]]:
    """Values for the parameters of its addresses. A closed day, a standard, a retired concern and a lost second factor
    are planned, so that every page has something to do; all of it is undone, also where it was committed.
    """
    with world.backstage():
        area = Area.objects.get(slug="tamarshire")
        holds = area.standard_on(MARCH)
        rules = holds.rules
        closures = {**rules["calendar"], "closures": [Closure.on(CLOSED, "Moving to Shire Hall").to_json()]}
        holds.change(rules={**rules, "calendar": closures})
        planned = ServiceStandard.add(area=area, holds_from=APRIL, rules=holds.rules)
        retired = Concern.add(slug=RETIRED, label="Weather", order=99, retired_at=MARCH)
        lost, other = (Member.objects.get(username=name) for name in (WHO, "admin.2"))
        waits = LostFactor.add(member=lost, why="Their phone was stolen.", asked_by=other, asked_at=MARCH)
        values = {
            "agency": ["education", "cafcass"],
            "area": ["tamarshire"],
            "concern": ["neglect", RETIRED],
            "entry": [str(getattr(area, entries).all()[0].pk) for entries in WORDS.values()],
            "first": [CLOSED.isoformat()],
            "kind": list(WORDS),
            "place": ["next"],
            "role": [str(MemberRole.objects.filter(member=lost)[0].pk)],
            "standard": [str(planned.pk)],
            "team": ["tamar-north", "tamar-south"],
            "username": [WHO],
        }
    try:
        yield values
    finally:
        with world.backstage():
            for row in (planned, retired, waits):
                type(row)._base_manager.filter(pk=row.pk).delete()
            holds.change(rules=rules)
