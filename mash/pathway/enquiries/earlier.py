"""Earlier enquiries of the area about the same confirmed person: what makes them readable, and until when."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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


def earlier_enquiries(enquiry: Enquiry) -> list[Earlier]:
    """The earlier enquiries about the people of this one, newest first, none behind a wall.

    One query for an enquiry as it was loaded: the parts of its page share what was found.
    """
    found: list[Earlier] | None = enquiry.__dict__.get("earlier_found")
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(
                "select e.id, e.reference, e.area, a.name, e.received_at, e.state, e.sealed"
                " from pathway.earlier_enquiries(%s) e join partnership_area a on a.id = e.area"
                " order by e.received_at desc",
                [enquiry.pk],
            )
            found = [Earlier(*row) for row in cursor.fetchall()]
        enquiry.__dict__["earlier_found"] = found
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
