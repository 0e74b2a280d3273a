"""What was known before: above all earlier enquiries of the area about the same confirmed person."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.pathway.enquiries.models import DescribedPerson, Enquiry


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier enquiry about one of the same people. `reference` and `state` are empty for another area's.

    `sealed` counts its sealed items, for practice managers of the area; it is 0 for everybody else.
    """

    id: uuid.UUID
    reference: str
    area: uuid.UUID
    area_name: str
    received_at: datetime
    state: str
    sealed: int


@dataclass(frozen=True, slots=True)
class Background:
    """As plain values: earlier enquiries, contacts to count, by their ids what stands around those identified, and who
    of the earlier enquiries is who of this one."""

    earlier: list[dict[str, Any]]
    contacts: list[dict[str, Any]]
    around: dict[str, dict[str, Any]]
    same: dict[str, str]


def earlier_enquiries(enquiry: Enquiry) -> list[Earlier]:
    """The earlier enquiries about the people of this one, newest first, none behind a wall.

    One query for an enquiry as it was loaded, the one of `background_of`: the parts of its page share what was found.
    """
    return [
        Earlier(
            id=uuid.UUID(one["id"]),
            reference=one["reference"],
            area=uuid.UUID(one["area"]),
            area_name=one["area_name"],
            received_at=datetime.fromisoformat(one["received_at"]),
            state=one["state"],
            sealed=one["sealed"],
        )
        for one in background_of(enquiry).earlier
    ]


def same_people(enquiry: Enquiry) -> dict[uuid.UUID, uuid.UUID]:
    """Described people of earlier enquiries, as this enquiry describes the same confirmed people.

    One query for an enquiry as it was loaded, the one of `background_of`.
    """
    return {uuid.UUID(was): uuid.UUID(now) for was, now in background_of(enquiry).same.items()}


def background_of(enquiry: Enquiry) -> Background:
    """What was known before, in one query for an enquiry as it was loaded; empty for all but the area's own people."""
    found: Background | None = enquiry.__dict__.get("background_found")
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute("select earlier, contacts, around, same from pathway.background(%s)", [enquiry.pk])
            found = Background(*(json.loads(part) for part in cursor.fetchone()))
        enquiry.__dict__["background_found"] = found
    return found


def work_out_earlier(area: uuid.UUID, persons: Sequence[uuid.UUID], *, at: datetime) -> None:
    """Write which enquiries of an area about these persons are earlier ones of a live one; what is no longer, ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pathway.work_out_earlier(%s, %s, %s)", [area, list(persons), at])


def end_earlier(me: Acting, enquiry: Enquiry) -> None:
    """When an enquiry has closed: its earlier enquiries stay readable for the cool-off, unless another one is live.

    Call it after the state has been written.
    """
    persons = DescribedPerson.objects.filter(enquiry=enquiry, person__isnull=False).values_list("person", flat=True)
    work_out_earlier(enquiry.area_id, list(persons), at=enquiry.standard.clock.cool_off_until(me.now))
