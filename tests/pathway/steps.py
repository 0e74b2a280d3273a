"""Steps of the pathway in few words, each done by its verb as somebody of the demo partnership."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from mash.foundation.post.queue import JOBS
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.actions.answering import Answered, answer_request
from mash.pathway.gathering.models import Request
from mash.pathway.triage.actions.rating import Rated, rate_enquiry
from tests import world

MORNING = world.MONDAY_NINE
LATER = MORNING + timedelta(minutes=20)


def rate(
    enquiry: Enquiry, level: str = "amber", *, by: str = "sw.tamarshire.1", when: datetime = LATER, **more: Any
) -> Rated:
    """Rate an enquiry."""
    with world.as_(by, when=when) as me:
        return rate_enquiry(me, enquiry.pk, level=level, rationale="An injury with an object.", **more)


def request(enquiry: Enquiry, agency: str) -> Request:
    """The request to an agency, as it stands now."""
    with world.backstage():
        return Request.objects.select_related("agency").get(enquiry=enquiry, agency__slug=agency)


def replies(enquiry: Enquiry, **said: Any) -> list[dict[str, Any]]:
    """An answer for everybody described: `no_trace` but where `said` has a reply or items under a person's alias."""
    with world.backstage():
        aliases = list(enquiry.people.values_list("alias", flat=True))
    return [{"subject": alias, **_reply(said.get(alias, "no_trace"))} for alias in aliases]


def _reply(told: Any) -> dict[str, Any]:
    if isinstance(told, str):
        return {"reply": told}
    return {"reply": "information", "items": told if isinstance(told, list) else [told]}


def item(text: str = "Elbow fracture seen in February.", handling: str = "open", **more: Any) -> dict[str, Any]:
    """One item of an answer."""
    return {"as": "it", "text": text, "handling": handling, **more}


def answer(
    enquiry: Enquiry, by: str, rating: str = "none", *, when: datetime = LATER + timedelta(minutes=30), **said: Any
) -> Answered:
    """Answer for the agency of a member, `health.1` for health."""
    asked = request(enquiry, by.rpartition(".")[0])
    with world.as_(by, when=when) as me:
        return answer_request(me, asked.pk, rating=rating, answers=replies(enquiry, **said))


def let_time_pass(until: datetime) -> list[tuple[datetime, dict[str, str]]]:
    """Run the clock's jobs that are due until then, each at its own minute; what was run, in order."""
    ran = []
    while due := _next_job(until):
        name, moment, ids = due
        JOBS[name].run_at(moment, **ids)
        ran.append((moment, ids))
    return ran


def _next_job(until: datetime) -> tuple[str, datetime, dict[str, str]] | None:
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs where id = (select id from procrastinate_jobs "
            "where queue_name = 'clock' and scheduled_at <= %s order by scheduled_at, id limit 1) "
            "returning task_name, scheduled_at, args",
            [until],
        )
        row = cursor.fetchone()
    return (row[0], row[1], json.loads(row[2])) if row else None
