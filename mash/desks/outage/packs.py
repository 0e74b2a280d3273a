"""Makes an area's pack each morning before its hub opens, and throws old ones away."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from mash.desks.outage.models import Entry, Pack
from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import hold, record
from mash.foundation.clock.calendar import Calendar
from mash.foundation.clock.london import london_date, moment_of
from mash.foundation.partnership.models import Area, ServiceStandard

BEFORE_OPENING = timedelta(hours=1)
# On a day on which the hub is closed, whoever is on duty finds it as early as on others.
WHEN_CLOSED = time(7, 30)
DAYS_KEPT = 3
MOST_IN_AN_EVENT = 200
ROWS = "select enquiry, part, people, told from pathway.on_paper(%s)"


@dataclass(frozen=True, slots=True)
class Row:
    """One open enquiry as it goes on paper, and everybody whom that names."""

    enquiry: uuid.UUID
    part: str
    people: Sequence[uuid.UUID]
    told: dict[str, Any]


def due_at(calendar: Calendar, day: date) -> datetime:
    """When a day's pack is made: an hour before the hub opens, in London, and never on the day before."""
    midnight = moment_of(day, time(0))
    if not calendar.is_open_on(day):
        return moment_of(day, WHEN_CLOSED)
    return max(calendar.next_opening(midnight) - BEFORE_OPENING, midnight)


def make_due(me: Acting) -> int:
    """Make the packs that are due and not made, each once however often this is asked. Returns how many."""
    day = london_date(me.now)
    return sum(make(me, area, day) for area in _due(me, day))


def missing_packs(me: Acting) -> list[str]:
    """The areas of which today's pack is due and not made, by name."""
    day = london_date(me.now)
    made = set(Pack.objects.filter(day=day).values_list("area", flat=True))
    return [area.name for area in _due(me, day) if area.pk not in made]


def _due(me: Acting, day: date) -> list[Area]:
    """The areas that have a hub, and whose pack of a day is due by now."""
    return [
        area
        for area in Area.objects.all()
        if (standard := area.standards.filter(holds_from__lte=me.now).order_by("-holds_from").first())
        and me.now >= due_at(standard.clock.calendar, day)
    ]


def make(me: Acting, area: Area, day: date) -> bool:
    """Make an area's pack of a day, unless it is made. One that was empty is made again when there is something."""
    hold(Pack, f"{area.pk}:{day}")
    pack = Pack.objects.filter(area=area, day=day).first()
    if pack is not None and pack.entries.exists():
        return False
    rows = rows_of(area)
    if pack is not None and not rows:
        return False
    if pack is None:
        pack = Pack.add(area=area, day=day, made_at=me.now)
    else:
        pack.change(made_at=me.now)
    Entry.objects.bulk_create(
        Entry(
            pack=pack,
            enquiry=row.enquiry,
            area=area.pk,
            order=order,
            part=row.part,
            people=list(row.people),
            told=row.told,
        )
        for order, row in enumerate(rows)
    )
    record(me, "make_pack", about=pack, enquiries=len(rows))
    return True


def rows_of(area: Area) -> list[Row]:
    """An area's open enquiries as they go on paper: red, to be rated, the rest, each by when it is due. Two queries."""
    standards = list(area.standards.order_by("-holds_from"))
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [area.pk])
        return [
            Row(enquiry, part, people, _with_limit(json.loads(told), standards))
            for enquiry, part, people, told in cursor.fetchall()
        ]


def _with_limit(told: dict[str, Any], standards: Sequence[ServiceStandard]) -> dict[str, Any]:
    """The same with the time by which it must be rated first, where nobody has: by the standard that it came under."""
    if told["due_at"]:
        return told
    came = datetime.fromisoformat(told["received_at"])
    clock = next(one for one in standards if one.holds_from <= came).clock
    return {**told, "rate_by": clock.first_rating_due(came, immediate_danger=told["danger"]).isoformat()}


def record_reading(me: Acting, verb: str, rows: Sequence[Row], pack: Pack | None = None) -> None:
    """Record that everybody on these rows was shown: several events, since one that names all would be too long."""
    for first in range(0, len(rows), MOST_IN_AN_EVENT):
        some = rows[first : first + MOST_IN_AN_EVENT]
        record(
            me,
            verb,
            about=pack,
            enquiry=some[0].enquiry,
            people=[person for row in some for person in row.people],
            outcome="read",
            enquiries=[str(row.enquiry) for row in some[1:]],
        )


def throw_old_away(me: Acting) -> int:
    """Throw away the packs of all but the last few days. Returns how many there were."""
    old = Pack.objects.filter(day__lte=london_date(me.now) - timedelta(days=DAYS_KEPT))
    Entry.objects.filter(pack__in=old).delete()
    thrown, _ = old.delete()
    if thrown:
        record(me, "throw_packs_away", packs=thrown)
    return thrown
