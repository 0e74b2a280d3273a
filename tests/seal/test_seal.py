"""Texts planted in one enquiry are found by those who need them, and by nobody else, on any page there is."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from mash.demo.play.references import filled_in
from mash.demo.play.runner import play, usernames, verbs
from mash.demo.play.scenario import scenario
from mash.foundation.ledger.models import Event
from mash.foundation.post.models import Notice
from tests import world
from tests.browsing import signed_in
from tests.neighbour import Neighbour
from tests.pathway.enquiries.telling import DOOR, begin, fill
from tests.seal.crawl import text_of
from tests.seal.planted import MAY, MUST, NAMES, UNSENT, story


def play_it() -> dict[str, dict[str, Any]]:
    """Play the planted story; gives what its steps made."""
    drafts = begin_at_every_door()
    show_as_professional("school.1", *UNSENT)
    told = play(scenario(story(), verbs=verbs(), usernames=usernames()))
    assert told["failed"] == 0, [step for step in told["steps"] if step["outcome"] != "made"]
    return {"drafts": drafts} | {step["as"]: step["result"] for step in told["steps"] if "as" in step}


def begin_at_every_door() -> dict[str, str]:
    """Tell something at each door and send nothing; gives the pages of those who have an account."""
    neighbour = Neighbour()
    neighbour.tell(given="Piran", narrative="Not sent yet, planteddraft.")
    neighbour.show(*UNSENT)
    visitor, teacher = Client(), signed_in("school.1")
    for client, words in ((visitor, "plantedprofessionaldraft"), (teacher, "plantedaccountdraft")):
        home = begin(client)
        fill(client, home, "who", people_0_given=f"{words} 1")
        fill(client, home, "worry", narrative=f"Not sent yet, {words}.")
    call = f"/enquiries/calls/{uuid4()}"
    typed = {"narrative": "She rang, plantedcall.", "people_0_given": "Plantedcall", "version": "0", "window": "one"}
    assert signed_in("calls.tamarshire.1").post(f"{call}/save", typed).status_code == 200
    return {"professional": home.replace(DOOR, f"{DOOR}worry"), "call": call}


def show_as_professional(username: str, *files: tuple[str, bytes]) -> None:
    """A professional begins to tell, and chooses files for it."""
    address = "/enquire/professional/files"
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    assert signed_in(username).post(address, {"attachments": uploads}).status_code == 302


@pytest.mark.django_db
def test_everyone_finds_what_their_work_needs():
    made = play_it()
    missed = []
    for username, planted, page in MUST:
        answer = signed_in(username).get(filled_in(page, made))
        if planted.lower() not in text_of(answer).lower():
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
        assert [name for names in NAMES.values() for name in names if name in kept] == []
