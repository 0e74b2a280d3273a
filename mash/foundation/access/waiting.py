"""What waits for whoever acts: the counts of the navigation and what cannot wait, in one query for every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Func, IntegerField, JSONField, QuerySet, Value, Window
from django.db.models.functions import Cast

from mash.foundation.access.acting import Acting
from mash.foundation.access.plugs import TELLERS, Way
from mash.ui.page import Alert

MOST = 3
"""Alerts of one kind that stand on every page: the latest. It says how many more there are, on a page of their own."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits behind each entry of the navigation, by its place, and the alerts: by kind, the oldest first.

    `more`: how many alerts there are besides these, all of them older.
    """

    counts: Counter[int] = field(default_factory=Counter)
    alerts: list[Alert] = field(default_factory=list)
    more: int = 0


def waiting_for(me: Acting, ways: Sequence[Way] = (), *, most: int = MOST) -> Waiting:
    """What waits for whoever acts. One query, none where nothing ever does.

    Args:
        most: how many alerts of one kind are told.
    """
    rows = [_counted(n, entry.counts(me)) for n, entry in enumerate(ways) if entry.counts]
    telling = ((n, teller.rows(me)) for n, teller in enumerate(TELLERS, start=len(ways)))
    rows += [_latest(n, alerts, most) for n, alerts in telling if alerts is not None]
    if not rows:
        return Waiting()
    found = list(rows[0].union(*rows[1:], all=True))
    told = sorted(((n, row) for n, row, _ in found if n >= len(ways)), key=lambda one: (one[0], one[1]["at"]))
    in_all = {n: of for n, _, of in found if n >= len(ways)}
    return Waiting(
        Counter({n: size for n, size, _ in found if n < len(ways)}),
        [TELLERS[n - len(ways)].show(me, row) for n, row in told],
        more=sum(in_all.values()) - len(told),
    )


def _latest(number: int, alerts: QuerySet[Any], most: int) -> QuerySet[Any]:
    """The latest alerts of one kind, each with how many there are in all."""
    latest = alerts.order_by(F("told__at").desc())
    return latest.values_list(Value(number), "told", Window(Count("pk")))[:most]


def _counted(number: int, rows: QuerySet[Any]) -> QuerySet[Any]:
    """One row with how many there are; none when there are none."""
    of = Cast(Value(number), IntegerField())  # a bare number would group by the column in that place
    size = Func(Count("pk"), function="to_jsonb", output_field=JSONField())
    counted: QuerySet[Any] = rows.order_by().values(number=of).annotate(size=size)
    return counted.values_list("number", "size", Value(0))
