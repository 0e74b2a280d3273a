"""Whether the hub is alive and ready, and figures about it: no personal data, and outside the door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import resolve
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from mash.config.ready import loading_mark
from mash.foundation.access.acting import serving
from mash.foundation.counters import counted
from mash.foundation.post.queue import DUE

Answer = Callable[[HttpRequest], HttpResponseBase]

PLAIN = "text/plain; charset=utf-8"
QUEUE = f"""
    select queue_name, count(*) filter (where status = 'todo'), count(*) filter (where status = 'doing'),
        count(*) filter (where status = 'failed'),
        count(*) filter (where status = 'todo' and {DUE} < now() - interval '1 minute'),
        greatest(extract(epoch from now() - min({DUE}) filter (where status = 'todo')), 0)::float
    from procrastinate_jobs where not starts_with(queue_name, 'play-') group by 1 order by 1
"""  # nosec B608  # an expression of our own
LEDGER = """
    select sealed.size, sealed.at, count(e.id), min(e.written_at)
    from (
        select coalesce(max(size), 0) as size, max(sealed_at) as at, coalesce(max(horizon), 0) as horizon
        from ledger_checkpoint
    ) sealed left join ledger_event e
        on e.transaction >= sealed.horizon and not exists (select from ledger_leaf l where l.event = e.id)
    group by sealed.size, sealed.at
"""
ENQUIRIES = "select state, count(*) from enquiries_enquiry where state <> 'closed' group by 1"
OPEN_STATES = ("received", "gathering", "decided")


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


PROBES = {"/health/live": live, "/health/ready": ready}


class Probes:
    """Answers whoever watches over the process, by whatever name or number they ask for it.

    An orchestrator asks by the machine's own number, which is no `Host` that a hub for real people answers to. These
    two answers hold no address, no session and nothing of what was asked: a false `Host` gains nothing from them.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a probe here; everything else goes on."""
        probe = PROBES.get(request.path_info) if request.method in ("GET", "HEAD") else None
        if probe is None:
            return self.get_response(request)
        request.resolver_match = resolve(request.path_info)  # it is counted under its route
        return probe(request)


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus: what the processes have counted, and how the queue, the ledger and the work stand."""
    now = CollectorRegistry()
    now.register(AsItStands())
    return HttpResponse(generate_latest(counted()) + generate_latest(now), content_type=CONTENT_TYPE_LATEST)


class AsItStands(Collector):
    """Figures of the moment, of the whole hub. A database that does not answer is a figure too."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Ask the database."""
        try:
            with serving("health"), connection.cursor() as cursor:
                cursor.execute(QUEUE)
                queues = cursor.fetchall()
                cursor.execute(LEDGER)
                ledger = cursor.fetchone()
                cursor.execute(ENQUIRIES)
                enquiries = dict(cursor.fetchall())
        except DatabaseError:
            yield _figure("mash_database_up", "Whether the database answers", 0)
            return
        yield _figure("mash_database_up", "Whether the database answers", 1)
        yield from _of_queues(queues)
        yield from _of_ledger(*ledger)
        yield _by(
            "mash_enquiries",
            "Open enquiries of the whole hub by state, to the nearest five: of few people nothing is told",
            "state",
            {state: in_fives(enquiries.get(state, 0)) for state in OPEN_STATES},
        )


def in_fives(number: int) -> int:
    """To the nearest five, so that nobody learns from a figure that one more family has been told of."""
    return 5 * round(number / 5)


def _of_queues(rows: list[tuple[str, int, int, int, int, float]]) -> Iterator[GaugeMetricFamily]:
    told = (
        ("mash_jobs_waiting", "Jobs that wait for their time"),
        ("mash_jobs_running", "Jobs that a worker has begun"),
        ("mash_jobs_failed", "Jobs that were given up"),
        ("mash_jobs_overdue", "Jobs due for over a minute"),
        ("mash_jobs_oldest_overdue_seconds", "For how long the oldest job has been due"),
    )
    for place, (name, meaning) in enumerate(told, start=1):
        yield _by(name, meaning, "queue", {row[0]: float(row[place]) for row in rows})


def _of_ledger(
    sealed: int, sealed_at: datetime | None, waiting: int, since: datetime | None
) -> Iterator[GaugeMetricFamily]:
    now = datetime.now(UTC)
    yield _figure("mash_ledger_events", "Events in the ledger", sealed + waiting)
    yield _figure("mash_ledger_unsealed", "Events that wait to be sealed", waiting)
    yield _figure("mash_ledger_lag_seconds", "For how long the oldest of them has waited", _seconds(since, now))
    if sealed_at is not None:
        yield _figure("mash_ledger_checkpoint_age_seconds", "Since the last checkpoint", _seconds(sealed_at, now))


def _seconds(since: datetime | None, now: datetime) -> float:
    return (now - since).total_seconds() if since else 0.0


def _figure(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)


def _by(name: str, meaning: str, label: str, values: dict[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=[label])
    for of, value in values.items():
        family.add_metric([of], value)
    return family
