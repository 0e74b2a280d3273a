"""What waits for its time in an open story, and is planned for each of its copies too."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from psycopg import sql

from mash.demo.copying.tables import Table
from mash.foundation.access.acting import serving
from mash.foundation.post.queue import PRIORITIES_COUNT_FROM, Job
from mash.pathway.disagreements.jobs import tell_when_late
from mash.pathway.disagreements.models import Stage
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.chasing import still_to_come
from mash.pathway.gathering.jobs import remind
from mash.pathway.gathering.models import Request
from mash.pathway.handover.actions.receipts import WAITS
from mash.pathway.handover.jobs import escalate_when_late
from mash.pathway.handover.models import Handover

OPEN = (Request.State.ASKED, Request.State.HOLDING)


@dataclass(frozen=True, slots=True)
class Agenda(Table):
    """The queue, entered by its own door. As at the end of a play, what is past by now is planned no more."""

    def staged(self) -> sql.Composed:
        """The statement that makes the temporary table."""
        return sql.SQL(
            "create temporary table if not exists {} "
            "(queue_name text, task_name text, args jsonb, scheduled_at timestamptz) on commit delete rows"
        ).format(sql.Identifier(self.stage))

    def moved(self) -> sql.Composed:
        """The statement that plans them."""
        return sql.SQL(
            "select procrastinate_defer_jobs_v1(array_agg(row(queue_name, task_name, "
            "-trunc(extract(epoch from scheduled_at - {})), null, null, args, scheduled_at)"
            "::procrastinate_job_to_defer_v1)) from {} where scheduled_at > now()"
        ).format(sql.Literal(PRIORITIES_COUNT_FROM), sql.Identifier(self.stage))


AGENDA = Agenda("procrastinate_jobs", ("queue_name", "task_name", "args", "scheduled_at"), where="")


def agenda_of(enquiries: Sequence[uuid.UUID]) -> str:
    """What waits for its time in a story, as COPY takes it in. Four queries."""
    with serving("play"):
        return "".join(
            f"{job.queue}\t{job.name}\t{json.dumps(ids)}\t{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}+00\n"
            for job, ids, at in _planned(enquiries)
        )


def _planned(enquiries: Sequence[uuid.UUID]) -> Iterator[tuple[Job, dict[str, str], datetime]]:
    gathering = Request.objects.filter(enquiry__in=enquiries, enquiry__state=Enquiry.State.GATHERING, state__in=OPEN)
    for asked in gathering.select_related("enquiry__standard"):
        for stage, at in still_to_come(asked, asked.enquiry).items():
            yield remind, {"request": str(asked.pk), "stage": stage.value}, at
    for sent in Handover.objects.filter(enquiry__in=enquiries, state__in=WAITS, escalated_at=None):
        yield escalate_when_late, {"handover": str(sent.pk)}, sent.due_at
    for begun in Stage.objects.filter(enquiry__in=enquiries, ended_at=None, late_told_at=None):
        yield tell_when_late, {"stage": str(begun.pk)}, begun.due_at
