"""Whether the hub is alive and ready, and figures about it: no personal data, and outside the door."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse

from mash.config.ready import loading_mark
from mash.foundation.access.acting import serving

PLAIN = "text/plain; charset=utf-8"
QUEUE = (
    "select queue_name, count(*) filter (where status = 'todo'), count(*) filter (where status = 'failed'), "
    "count(*) filter (where status = 'todo' and coalesce(scheduled_at, now()) < now() - interval '1 minute') "
    "from procrastinate_jobs where not starts_with(queue_name, 'play-') group by 1 order by 1"
)
LEDGER = (
    "select coalesce(max(size), 0), max(sealed_at), "
    "(select count(*) from ledger_event where transaction >= coalesce(max(horizon), 0)) from ledger_checkpoint"
)


def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("alive\n", content_type=PLAIN)


def ready(request: HttpRequest) -> HttpResponse:
    """The database answers, and in demo mode the partnership and its history are loaded; 503 until then."""
    if loading_mark().exists():
        return HttpResponse("loading\n", status=503, content_type=PLAIN)
    try:
        with serving("health"), connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type=PLAIN)
    return HttpResponse("ready\n", content_type=PLAIN)


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in the Prometheus text format: the queue and the ledger. Counts only, of the whole hub."""
    try:
        with serving("health"), connection.cursor() as cursor:
            cursor.execute(QUEUE)
            queues = cursor.fetchall()
            cursor.execute(LEDGER)
            sealed, sealed_at, unsealed = cursor.fetchone()
    except DatabaseError:
        return HttpResponse("", status=503, content_type=PLAIN)
    lines = [
        *_figure("mash_jobs_waiting", "Jobs that wait for their time", [(name, todo) for name, todo, _, _ in queues]),
        *_figure("mash_jobs_overdue", "Jobs due for over a minute", [(name, late) for name, _, _, late in queues]),
        *_figure("mash_jobs_failed", "Jobs that were given up", [(name, failed) for name, _, failed, _ in queues]),
        *_figure("mash_ledger_events", "Events in the ledger", [("", sealed + unsealed)]),
        *_figure("mash_ledger_unsealed", "Events that wait to be sealed", [("", unsealed)]),
    ]
    if sealed_at is not None:
        age = (datetime.now(UTC) - sealed_at).total_seconds()
        lines += _figure("mash_ledger_checkpoint_age_seconds", "Since the last checkpoint", [("", round(age))])
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _figure(name: str, meaning: str, values: list[tuple[str, int]]) -> list[str]:
    labels = [(f'{name}{{queue="{queue}"}}' if queue else name, value) for queue, value in values]
    return [f"# HELP {name} {meaning}", f"# TYPE {name} gauge", *(f"{label} {value}" for label, value in labels)]
