"""Whether the hub is alive and ready, and what its figures say: of the whole hub, and of nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import Error as DatabaseError
from django.db import connection
from django.test import Client

from mash.config import health
from mash.config.health import in_fives
from mash.config.ready import loading_mark
from mash.foundation.access.verbs import record
from mash.foundation.counters import JOBS, REQUESTS, SHARED
from mash.foundation.post.jobs import seal
from mash.foundation.post.queue import later
from tests import world
from tests.browsing import signed_in
from tests.pathway import scene, steps
from tests.seal.planted import MAY, NAMES
from tests.seal.test_seal import play_it

ROOT = Path(__file__).resolve().parents[2]


def figures() -> dict[str, float]:
    answer = Client().get("/metrics")
    assert answer.status_code == 200
    lines = [line for line in answer.content.decode().splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def away(*_: object, **__: object) -> None:
    raise DatabaseError("the server closed the connection unexpectedly")


@pytest.mark.django_db
def test_alive_needs_no_database_and_ready_does(monkeypatch):
    client = Client()
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 200
    monkeypatch.setattr(health, "serving", away)
    assert client.get("/health/live").status_code == 200
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["10.0.0.7:8000", "[fd00::7]", "hub.example.org"])
def test_an_orchestrator_asks_by_number_and_is_answered(settings, host):
    settings.DEMO, settings.ALLOWED_HOSTS = False, ["hub.example.org"]
    client = Client(headers={"Host": host})
    for path, words in (("/health/live", b"alive\n"), ("/health/ready", b"ready\n")):
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (200, words)
        assert answer.headers["Cache-Control"] == "no-store"
        assert client.head(path).status_code == 200


@pytest.mark.django_db
def test_no_other_page_answers_to_a_host_that_is_not_the_hubs(settings):
    settings.ALLOWED_HOSTS = ["hub.example.org"]
    client = Client(headers={"Host": "10.0.0.7"})
    for path in ("/", "/sign-in", "/metrics", "/health/live/", "/health/"):
        assert client.get(path).status_code == 400
    assert client.post("/health/live").status_code == 400


@pytest.mark.django_db
def test_a_probe_is_counted_under_its_route():
    route = {"method": "GET", "route": "/health/live", "status": "200"}
    before = REQUESTS.labels(**route)._value.get()
    Client().get("/health/live")
    assert REQUESTS.labels(**route)._value.get() == before + 1


@pytest.mark.django_db
def test_a_hub_whose_stories_are_still_being_played_is_not_ready(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    loading_mark().touch()
    assert Client().get("/health/ready").status_code == 503
    loading_mark().unlink()
    assert Client().get("/health/ready").status_code == 200


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_never_by_address():
    enquiry = scene.enquiry()
    route = {"method": "GET", "route": "/enquiries/<str:reference>/", "status": "200"}
    before = REQUESTS.labels(**route)._value.get()
    signed_in("sw.tamarshire.1").get(f"/enquiries/{enquiry.reference}/")
    Client().get("/no/such/page")
    assert REQUESTS.labels(**route)._value.get() == before + 1
    told = Client().get("/metrics").content.decode()
    assert 'route="none",status="404"' in told
    assert enquiry.reference not in told
    assert "/no/such" not in told


@pytest.mark.django_db
def test_a_job_that_nobody_does_shows_its_age():
    with world.as_("sw.tamarshire.1", when=world.MONDAY_NINE) as me:  # long ago, on the clock of the machine
        later(me, seal)
    told = figures()
    assert told['mash_jobs_overdue{queue="seal"}'] == 1
    assert told['mash_jobs_oldest_overdue_seconds{queue="seal"}'] > timedelta(days=1).total_seconds()


@pytest.mark.django_db
def test_jobs_are_counted_by_how_they_ended():
    before = JOBS.labels(job=seal.name, outcome="done")._value.get()
    seal.work(0, {})
    assert JOBS.labels(job=seal.name, outcome="done")._value.get() == before + 1


def test_what_waits_to_be_sealed_shows_for_how_long(committed):
    seal.run()
    assert figures()["mash_ledger_lag_seconds"] == 0
    scene.enquiry()
    with world.as_("sw.tamarshire.1") as me:
        record(me, "enquiry", outcome="read")
    told = figures()
    assert told["mash_ledger_unsealed"] >= 1
    assert told["mash_ledger_lag_seconds"] > 0


@pytest.mark.rule(79)
@pytest.mark.django_db
def test_of_few_enquiries_no_figure_tells():
    scene.enquiry()
    scene.enquiry()
    few = figures()
    assert few['mash_enquiries{state="received"}'] == 0
    for _ in range(3):
        scene.enquiry()
    steps.rate(scene.enquiry())
    many = figures()
    assert many['mash_enquiries{state="received"}'] == 5
    assert many['mash_enquiries{state="gathering"}'] == 0
    assert not [name for name in many if "tamarshire" in name.lower()]


def test_a_figure_of_people_is_told_to_the_nearest_five():
    assert [in_fives(number) for number in (0, 1, 2, 3, 7, 8, 12, 13)] == [0, 0, 0, 5, 5, 10, 10, 15]


@pytest.mark.django_db
def test_a_database_that_is_away_is_a_figure_and_no_fault(monkeypatch):
    monkeypatch.setattr(health, "serving", away)
    told = figures()
    assert told["mash_database_up"] == 0
    assert "mash_jobs_waiting" not in str(told)


@pytest.mark.rule(86)
@pytest.mark.django_db
def test_planted_texts_stand_in_no_figure():
    made = play_it()
    signed_in("sw.tamarshire.1").get(made["e"]["url"])
    told = Client().get("/metrics").content.decode().lower()
    assert "mash_requests_total" in told
    assert [planted for planted in MAY if planted.lower() in told] == []
    assert [name for names in NAMES.values() for name in names if name.lower() in told] == []


def test_processes_that_share_a_folder_count_together(tmp_path):
    count = (
        "from mash.foundation import counters; "
        "counters.REQUESTS.labels(method='GET', route='/', status='200').inc({}); "
        "from prometheus_client import generate_latest; print(generate_latest(counters.counted()).decode())"
    )
    surroundings = os.environ | {SHARED: str(tmp_path), "PYTHONPATH": str(ROOT)}
    told = ""
    for number in (2, 3):
        done = subprocess.run(
            [sys.executable, "-c", count.format(number)], env=surroundings, capture_output=True, text=True, check=True
        )
        told = done.stdout
    assert 'mash_requests_total{method="GET",route="/",status="200"} 5.0' in told


@pytest.mark.django_db
def test_no_figure_needs_a_session_or_writes_an_event():
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute("select count(*) from ledger_event")
        before = cursor.fetchone()
        figures()
        cursor.execute("select count(*) from ledger_event")
        assert cursor.fetchone() == before
