"""What waits for whoever acts: the counts of the navigation and what cannot wait, in one query for every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Func, IntegerField, JSONField, QuerySet, Value
from django.db.models.functions import Cast

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
    rows = [_counted(n, entry.counts(me)) for n, entry in enumerate(ways) if entry.counts]
    telling = ((n, teller.rows(me)) for n, teller in enumerate(TELLERS, start=len(ways)))
    rows += [alerts.order_by().values_list(Value(n), "told") for n, alerts in telling if alerts is not None]
    if not rows:
        return Waiting()
    found = list(rows[0].union(*rows[1:], all=True))
    told = sorted(((n, row) for n, row in found if n >= len(ways)), key=lambda one: (one[0], one[1]["at"]))
    return Waiting(
        Counter({n: size for n, size in found if n < len(ways)}),
        [TELLERS[n - len(ways)].show(me, row) for n, row in told],
    )


def _counted(number: int, rows: QuerySet[Any]) -> QuerySet[Any]:
    """One row with how many there are; none when there are none."""
    of = Cast(Value(number), IntegerField())  # a bare number would group by the column in that place
    size = Func(Count("pk"), function="to_jsonb", output_field=JSONField())
    counted: QuerySet[Any] = rows.order_by().values(number=of).annotate(size=size)
    return counted.values_list("number", "size")
