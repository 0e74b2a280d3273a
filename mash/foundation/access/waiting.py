"""What waits for whoever acts: the counts of the navigation and what cannot wait, in one query for every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import JSONField, QuerySet, Value

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import TELLERS, Way
from mash.ui.page import Alert


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits behind each entry of the navigation, by its place, and the alerts: by kind, the oldest first."""

    counts: Counter[int] = field(default_factory=Counter)
    alerts: list[Alert] = field(default_factory=list)


def waiting_for(me: Acting, ways: Sequence[Way] = ()) -> Waiting:
    """What waits for whoever acts. One query, none where nothing ever does."""
    rows = [_as(n, entry.counts(me), Value(None, JSONField())) for n, entry in enumerate(ways) if entry.counts]
    telling = ((n, teller.rows(me)) for n, teller in enumerate(TELLERS, start=len(ways)))
    rows += [_as(n, alerts, "told") for n, alerts in telling if alerts is not None]
    if not rows:
        return Waiting()
    found = list(rows[0].union(*rows[1:], all=True))
    told = sorted(((n, row) for n, row in found if row is not None), key=lambda one: (one[0], one[1]["at"]))
    return Waiting(
        Counter(n for n, row in found if row is None),
        [TELLERS[n - len(ways)].show(me, row) for n, row in told],
    )


def _as(number: int, rows: QuerySet[Any], told: Any) -> QuerySet[Any]:
    return rows.order_by().values_list(Value(number), told)
