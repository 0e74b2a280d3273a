"""What the log says: where and of which kind, for how long, and never of whom."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from mash.config.logs import AsJson, NoHealthChecks, RoutesForAddresses, WithoutWords
from mash.foundation.ledger import append
from mash.foundation.post.queue import JobFailed, job
from tests.browsing import signed_in
from tests.seal.planted import BORN, MAY, NAMES
from tests.seal.test_seal import play_it

ROOT = Path(__file__).resolve().parents[2]
NAMES_OF_LOGGERS = ("mash", "mash.requests", "django.request")
PERSONAL = [text.lower() for text in (*MAY, *BORN, *(name for names in NAMES.values() for name in names))]


@job("clock")
def break_down(me, **ids):
    raise ValueError("Piran Seedlove of 4 Plantedaddress Rise")


@pytest.fixture(params=[AsJson, WithoutWords], ids=["json", "lines"])
def log(request) -> Iterator[io.StringIO]:
    """All that is logged, however little it matters, as the hub's own handler writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    handler.addFilter(RoutesForAddresses())
    loggers = [logging.getLogger(name) for name in ("", *NAMES_OF_LOGGERS)]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.INFO)
    loggers[0].addHandler(handler)
    yield written
    loggers[0].removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.mark.rule(92)
@pytest.mark.django_db
def test_planted_texts_never_reach_the_log_whatever_breaks(log, monkeypatch):
    made = play_it()
    reference, url = made["e"]["reference"], made["e"]["url"]
    worker, manager = signed_in("sw.tamarshire.1"), signed_in("pm.tamarshire.1")
    worker.raise_request_exception = manager.raise_request_exception = False
    told = {"q": "Piran Seedlove", "text": "He told plantedstory", "narrative": "plantedstory"}
    everything = (url, "/board", "/people/", f"/enquiries/{reference}/ask-enquirer", f"/enquiries/{reference}/rate")

    def go() -> list[int]:
        statuses = [worker.get(page, told).status_code for page in everything]
        return statuses + [worker.post(page, told).status_code for page in everything[2:]]

    assert 500 not in go()

    def full(*_: object, **__: object) -> None:
        raise ValueError("Piran Seedlove of 4 Plantedaddress Rise: plantedstory")

    monkeypatch.setattr(append, "APPEND", "select 'plantedstory, Piran Seedlove'::integer, %s" + ", %s" * 9)
    assert 500 in go()
    monkeypatch.setattr("mash.foundation.access.pages._record_reading", full)
    assert manager.get(url).status_code == 500
    Client(enforce_csrf_checks=True).post("/people/", told)
    written = log.getvalue().lower()
    assert "internal server error" in written
    assert "valueerror" in written
    assert [text for text in PERSONAL if text in written] == []
    assert reference.lower() not in written


@pytest.mark.django_db
def test_a_job_that_breaks_is_told_by_its_name_alone(log):
    with pytest.raises(JobFailed) as failed:
        break_down.work(0, {})
    logging.getLogger("mash.worker").error("a job broke", exc_info=failed.value)
    written = log.getvalue()
    assert "JobFailed" in written
    assert "Seedlove" not in written


@pytest.mark.django_db
def test_a_links_secret_is_not_in_the_log(log):
    Client().get("/welcome/a-secret-that-opens-an-account")
    logging.getLogger("django.request").error(
        "%s: %s", "Internal Server Error", "/welcome/a-secret", extra={"request": request_for("/welcome/a-secret")}
    )
    assert "Internal Server Error: /welcome/<str:token>" in log.getvalue()
    assert "a-secret" not in log.getvalue()


def request_for(path: str) -> object:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    return request


def record(message: str, **extra: object) -> logging.LogRecord:
    return logging.makeLogRecord({"name": "mash.x", "levelname": "INFO", "msg": message, **extra})


def test_a_line_of_json_holds_the_facts_of_a_request_and_nothing_that_is_attached_beside():
    line = json.loads(AsJson().format(record("request", route="/board", status=200, ms=12, username="sw.1")))
    assert {name: line[name] for name in ("level", "logger", "message", "route", "status", "ms")} == {
        "level": "info",
        "logger": "mash.x",
        "message": "request",
        "route": "/board",
        "status": 200,
        "ms": 12,
    }
    assert "username" not in line
    assert line["at"].endswith("+00:00")


def test_whoever_waits_for_the_hub_to_be_ready_fills_no_log():
    keep = NoHealthChecks()
    assert not keep.filter(record("request", route="/health/ready"))
    assert not keep.filter(record("Service Unavailable: /health/ready"))
    assert keep.filter(record("request", route="/board"))


@pytest.mark.parametrize(
    ("surroundings", "formatter", "requests"),
    [
        ({"MASH_DEMO": "1"}, "lines", "WARNING"),
        ({"MASH_DEMO": "0"}, "json", "INFO"),
        ({"MASH_DEMO": "0", "MASH_LOG": "lines"}, "lines", "WARNING"),
        ({"MASH_DEMO": "1", "MASH_LOG": "json"}, "json", "INFO"),
        ({"MASH_DEMO": "0", "MASH_LOG": "xml"}, "json", "INFO"),
    ],
)
def test_a_real_hub_writes_json_and_a_demo_writes_for_a_terminal(surroundings, formatter, requests, tmp_path):
    show = (
        "from mash.config.settings import LOGGING as l; "
        "print(l['handlers']['console']['formatter'], l['loggers']['mash.requests']['level'])"
    )
    clean = {name: value for name, value in os.environ.items() if name != "MASH_LOG"}
    done = subprocess.run(
        [sys.executable, "-c", show],
        env=clean | surroundings | {"MASH_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [formatter, requests]


@pytest.mark.django_db
def test_a_request_is_told_by_its_route_and_how_long_it_took(log):
    signed_in("sw.tamarshire.1").get("/board")
    first, *_ = [line for line in log.getvalue().splitlines() if "request" in line]
    if first.startswith("{"):
        lines = [json.loads(line) for line in log.getvalue().splitlines() if '"mash.requests"' in line]
        (board,) = [line for line in lines if line["route"] == "/board"]
        assert (board["method"], board["status"]) == ("GET", 200)
        assert board["ms"] >= 0
