"""What still waits for an agency, a team or a member who leaves, as numbers; and what is done with it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import record
from mash.foundation.partnership.models import Agency, Area, Member, Team
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.models import Request


def of_agency(agency: Agency, area: Area) -> tuple[int, int]:
    """Requests that an agency has not answered in an area, and permissions that it has not given or refused."""
    return _two("select * from pathway.waits_for_agency(%s, %s)", agency.pk, area.pk)


def of_team(team: Team) -> tuple[int, int]:
    """Handovers that a team has not acknowledged, and decided enquiries whose handover to it is not sent."""
    return _two("select * from pathway.waits_for_team(%s)", team.pk)


def of_member(member: Member, area: uuid.UUID) -> int:
    """Enquiries that a member has taken in an area."""
    ((taken,),) = _rows("select coalesce(pathway.taken_by(%s, %s), 0)", member.pk, area)
    return int(taken)


def excuse(me: Acting, agency: Agency, area: Area, why: str) -> int:
    """Excuse an agency that has left from all that it was still asked; how many requests that were."""
    excused = _rows("select * from pathway.excuse_agency_that_left(%s, %s, %s)", agency.pk, area.pk, why)
    for request, enquiry in excused:
        record(me, "excuse_agency", about=Request(pk=request, enquiry_id=enquiry, agency=agency))
    return len(excused)


def pass_on(me: Acting, member: Member, area: uuid.UUID, to: Member | None) -> int:
    """Pass on the enquiries that a member had taken in an area, each visibly; how many those were."""
    passed = _rows("select * from pathway.pass_on(%s, %s, %s)", member.pk, area, to.pk if to else None)
    for (enquiry,) in passed:
        record(me, "hand_work_on", about=Enquiry(pk=enquiry))
    return len(passed)


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _two(sql: str, *values: Any) -> tuple[int, int]:
    rows = _rows(sql, *values)
    return (int(rows[0][0]), int(rows[0][1])) if rows else (0, 0)
