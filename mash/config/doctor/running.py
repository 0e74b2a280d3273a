"""Looks at what should be running: the worker, its queue, sealing and the ledger's checks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.db import connection

from mash.config.doctor.findings import Finding, State, measured
from mash.foundation.access.acting import serving
from mash.foundation.clock.when import span
from mash.foundation.ledger import keeping
from mash.foundation.ledger.checkpoint import NoteError, signing_key
from mash.foundation.ledger.models import Check
from mash.foundation.post.queue import DUE
from mash.ui.words import count, listed

LATE, TOO_LATE = timedelta(minutes=1), timedelta(minutes=10)
LONGEST_UNSEALED = timedelta(minutes=2)
LONGEST_UNCHECKED = timedelta(days=2)
WORKERS = "select count(*) from procrastinate_workers where last_heartbeat > now() - interval '30 seconds'"
BACKLOG = f"""
    select count(*) filter (where status = 'todo' and {DUE} < now() - interval '1 minute'),
        greatest(extract(epoch from now() - min({DUE}) filter (where status = 'todo')), 0)::float,
        count(*) filter (where status = 'doing' and not exists (
            select from procrastinate_workers w
            where w.id = j.worker_id and w.last_heartbeat > now() - interval '1 minute')),
        count(*) filter (where status = 'failed'),
        coalesce(array_agg(distinct task_name) filter (where status = 'failed'), '{{}}')
    from procrastinate_jobs j where not starts_with(queue_name, 'play-')
"""  # nosec B608  # an expression of our own
UNSEALED = """
    select count(*), min(written_at) from ledger_event e
    where transaction >= coalesce((select max(horizon) from ledger_checkpoint), 0)
      and not exists (select from ledger_leaf l where l.event = e.id)
"""


def worker() -> Iterator[Finding]:
    """Somebody does what is due."""
    with serving("doctor"), connection.cursor() as cursor:
        cursor.execute(WORKERS)
        (workers,) = cursor.fetchone()
    if workers:
        yield Finding("worker", State.OK, f"{count(workers, 'queue is', 'queues are')} listened to.")
    else:
        yield Finding("worker", State.FAIL, "none is at work: nothing is sent, sealed or escalated. Run: mash serve")


def queue() -> Iterator[Finding]:
    """Nothing is late, nothing is stuck, nothing was given up."""
    with serving("doctor"), connection.cursor() as cursor:
        cursor.execute(BACKLOG)
        late, age, stuck, failed, names = cursor.fetchone()
    state = measured(age, warn_above=LATE.total_seconds(), fail_above=TOO_LATE.total_seconds())
    oldest = f", the oldest for {span(timedelta(seconds=age))}: is a worker running, and fast enough?" if late else "."
    yield Finding("queue", state, f"{count(late, 'job')} due for over a minute{oldest}")
    if stuck:
        text = f"{count(stuck, 'job')} begun by a worker that is gone. Another takes them up within a minute."
        yield Finding("stuck", State.WARN, text)
    if failed:
        text = f"{count(failed, 'job')} failed for good: {listed(names)}. The worker's log says how."
        yield Finding("given up", State.WARN, text)


def sealing() -> Iterator[Finding]:
    """The ledger is sealed as it is written, with a key that nobody else can read."""
    try:
        signing_key(keeping.key_file())
    except (PermissionError, NoteError) as error:
        yield Finding("ledger key", State.FAIL, str(error))
    with serving("doctor"), connection.cursor() as cursor:
        cursor.execute(UNSEALED)
        waiting, oldest = cursor.fetchone()
    age = datetime.now(UTC) - oldest if oldest else timedelta()
    late = age > LONGEST_UNSEALED
    todo = f", the oldest for {span(age)}: is a worker running, or a transaction stuck?" if late else "."
    yield Finding("sealing", State.FAIL if late else State.OK, f"{count(waiting, 'event')} to be sealed{todo}")


def packs() -> Iterator[Finding]:
    """Each area has today's outage pack, once it is due."""
    if not apps.is_installed("mash.desks.outage"):
        return
    from mash.desks.outage.packs import missing_packs

    with serving("doctor") as me:
        missing = missing_packs(me)
    if missing:
        text = f"today's is not made for {listed(missing)}. The worker makes it: is one running? Or: mash pack"
        yield Finding("outage packs", State.WARN, text)
    else:
        yield Finding("outage packs", State.OK, "made for every area, or not due yet.")


def ledger() -> Iterator[Finding]:
    """It was checked of late, and stood."""
    with serving("doctor"):
        failed = Check.objects.filter(ok=False).first()
        last = Check.objects.exclude(done_at=None).first()
    if failed is not None:
        text = f"a check found that it is not what was sealed, on {failed.done_at:%d %B %Y}. Run: mash ledger verify"
        yield Finding("ledger", State.FAIL, text)
    elif last is None or last.done_at is None:
        yield Finding("ledger", State.OK, "not checked yet: the worker does it once a day.")
    else:
        late = datetime.now(UTC) - last.done_at > LONGEST_UNCHECKED
        text = f"stands as it was sealed: checked on {last.done_at:%d %B %Y}, {count(last.events, 'event')}."
        yield Finding("ledger", State.WARN if late else State.OK, text + (" Run: mash ledger verify" if late else ""))
