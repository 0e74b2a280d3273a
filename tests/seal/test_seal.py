"""Texts planted in one enquiry are found by those who need them, and by nobody else, on any page there is."""

from __future__ import annotations

import fnmatch
import json
import logging
import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from mash.demo.people_of_the_hub import workers
from mash.demo.play.references import filled_in
from mash.demo.play.runner import play, usernames, verbs
from mash.demo.play.scenario import scenario
from mash.foundation.ledger.models import Event
from mash.foundation.post.models import Notice
from tests import world
from tests.browsing import signed_in
from tests.seal.crawl import addresses, ids_of, pages
from tests.seal.planted import MAY, MUST, story


def play_it() -> dict[str, dict[str, Any]]:
    """Play the planted story; gives what its steps made."""
    told = play(scenario(story(), verbs=verbs(), usernames=usernames()))
    assert told["failed"] == 0, [step for step in told["steps"] if step["outcome"] != "made"]
    return {step["as"]: step["result"] for step in told["steps"] if "as" in step}


def readers() -> list[str]:
    """One account for each way to have access: role, agency and area; and everyone whom the story names."""
    named = set(re.findall(r'"(\w[\w.-]+\.\d)"', json.dumps(story())))
    seen: set[tuple[str, str, tuple[str, ...], str]] = set()
    chosen = []
    for worker in workers():
        signature = (worker.role, worker.agency, worker.areas, worker.team)
        if signature not in seen or worker.username in named or worker.username == "sw.tamarshire.2":
            seen.add(signature)
            chosen.append(worker.username)
    return chosen


@pytest.mark.rule(21, 28, 54, 57, 60)
def test_planted_texts_are_found_only_by_those_who_may(committed, caplog):
    caplog.set_level(logging.INFO)
    made = play_it()
    enquiry = made["e"]
    every_address = addresses(enquiry["reference"], ids_of(enquiry["id"]))
    assert len(every_address) > 60
    wrong, broken = [], []
    for username in ["", *readers()]:
        client = signed_in(username) if username else Client()
        visited = 0
        for address, status, text in pages(client, every_address):
            visited += status == 200
            if status >= 500:
                broken.append((username, address))
            lowered = text.lower()
            wrong += [
                (username or "visitor", planted, address)
                for planted, may in MAY.items()
                if planted.lower() in lowered and not any(fnmatch.fnmatch(username, name) for name in may)
            ]
        assert visited, f"{username} reached no page"
    assert not broken, broken[:10]
    assert not wrong, f"{len(wrong)}: {wrong[:12]}"
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert [planted for planted in MAY if planted.lower() in logged.lower()] == []


@pytest.mark.django_db
def test_everyone_finds_what_their_work_needs():
    made = play_it()
    missed = []
    for username, planted, page in MUST:
        answer = signed_in(username).get(filled_in(page, made))
        if planted.lower() not in answer.content.decode().lower():
            missed.append((username, planted, page, answer.status_code))
    assert not missed


@pytest.mark.django_db
@pytest.mark.rule(86, 92)
def test_planted_texts_stand_in_no_mail_no_event_and_no_job():
    play_it()
    with world.backstage():
        events = json.dumps(list(Event.objects.values()), default=str)
        notices = json.dumps(list(Notice.objects.values()), default=str)
        with connection.cursor() as cursor:
            cursor.execute("select coalesce(string_agg(args::text, ' '), '') from procrastinate_jobs")
            (jobs,) = cursor.fetchone()
    mails = "\n".join(mail.read_text() for mail in settings.OUTBOX.rglob("*.eml")) if settings.OUTBOX.exists() else ""
    assert notices != "[]"
    for kept in (events, notices, jobs, mails):
        assert [planted for planted in MAY if planted.lower() in kept.lower()] == []
        assert "Seedlove" not in kept
