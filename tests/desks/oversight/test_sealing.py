"""The page that says how far the ledger is sealed, and whether it still is what was sealed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import unescape
from threading import Thread

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection, connections, transaction
from django.utils.html import strip_tags

from mash.desks.oversight.sealing import Seal
from mash.foundation.access.acting import serving
from mash.foundation.access.verbs import Invalid, Refused, record
from mash.foundation.ledger import checkpoint as notes
from mash.foundation.ledger import keeping
from mash.foundation.ledger.models import Check, Checkpoint, Event
from mash.foundation.post.checking import check, check_daily, check_ledger
from mash.foundation.post.queue import JOBS
from tests import world
from tests.browsing import signed_in


@pytest.fixture(autouse=True)
def own_key(tmp_path, settings):
    settings.DATA_DIR = tmp_path


def read() -> str:
    answer = signed_in("auditor.1").get("/ledger/seal")
    assert answer.status_code == 200
    return " ".join(unescape(strip_tags(answer.content.decode().replace(">", "> "))).split())


def sealed_events(number: int = 3) -> str:
    """Write some events and seal them; the checkpoint."""
    for _ in range(number):
        with world.as_("sw.tamarshire.1") as me:
            record(me, "enquiry", outcome="read")
    with serving("seal") as me:
        keeping.seal_waiting(me.now)
    with world.backstage():
        last = Checkpoint.objects.order_by("-size").first()
    assert last is not None
    return last.note


def asked_for(known: str = "", when: datetime = world.MONDAY_NINE) -> Check:
    with world.as_("auditor.1", when=when) as me:
        return check_ledger(me, known=known)


def done(asked: Check) -> Check:
    """Run the worker's job, and read what it found as an auditor."""
    check.run(check=str(asked.pk))
    with world.as_("auditor.1"):
        return Check.objects.get(pk=asked.pk)


@pytest.mark.rule(86)
@pytest.mark.django_db
def test_an_auditor_has_the_whole_ledger_checked_without_waiting_for_it():
    sealed_events()
    browser = signed_in("auditor.1")
    answer = browser.post("/ledger/seal", {"known": ""})
    assert answer.headers["Location"] == "/ledger/seal"
    assert "Being checked" in read()
    with world.backstage(), connection.cursor() as cursor:
        asked = Check.objects.get()
        cursor.execute("select args from procrastinate_jobs where task_name = %s", [check.name])
        assert [asked.pk.hex in str(args).replace("-", "") for (args,) in cursor.fetchall()] == [True]
    assert done(asked).ok is True
    shown = read()
    assert "Yes." in shown
    assert "Being checked" not in shown


@pytest.mark.rule(86)
def test_what_somebody_changed_behind_the_hubs_back_is_found_and_said(committed):
    sealed_events()
    assert done(asked_for()).ok is True
    with connections["owner"].cursor() as owner:
        owner.execute("alter table ledger_event no force row level security")
        owner.execute("update ledger_event set verb = 'handover' where verb = 'enquiry'")
        owner.execute("alter table ledger_event force row level security")
    connections["owner"].close()
    found = done(asked_for(when=world.MONDAY_NINE + timedelta(minutes=1)))
    assert found.ok is False
    assert any("not what was sealed" in sentence for sentence in found.findings)
    shown = read()
    assert "No." in shown
    assert "not what was sealed" in shown


@pytest.mark.rule(86)
def test_a_ledger_that_was_rolled_back_is_found_by_a_checkpoint_that_somebody_kept(committed):
    sealed_events()
    kept = sealed_events(2)
    assert done(asked_for(kept.replace("\n", "\r\n"))).ok is True
    with connections["owner"].cursor() as owner:
        for table in ("ledger_event", "ledger_leaf", "ledger_checkpoint"):
            owner.execute(f"alter table {table} no force row level security")
        owner.execute("delete from ledger_checkpoint where size = 5")
        owner.execute("delete from ledger_event where id in (select event from ledger_leaf where index >= 3)")
        owner.execute("delete from ledger_leaf where index >= 3")
        for table in ("ledger_event", "ledger_leaf", "ledger_checkpoint"):
            owner.execute(f"alter table {table} force row level security")
    connections["owner"].close()
    assert done(asked_for()).ok is True  # by itself the file vouches for itself
    found = done(asked_for(kept))
    assert found.ok is False
    assert any("not those of a known checkpoint" in sentence for sentence in found.findings)
    done(asked_for(when=world.MONDAY_NINE + timedelta(minutes=1)))
    assert "No." in read()  # what a later check does not see stays found


def test_what_is_sealed_while_the_check_reads_does_not_mislead_it(committed, monkeypatch):
    sealed_events()
    asked = asked_for()
    reading = keeping._all_events

    def with_more():
        events = reading()
        yield next(events)
        _in_another_connection()
        yield from events

    monkeypatch.setattr(keeping, "_all_events", with_more)
    assert done(asked).ok is True


def _in_another_connection() -> None:
    """Write and seal as somebody else does meanwhile."""

    def seal() -> None:
        sealed_events(2)
        connections.close_all()

    thread = Thread(target=seal)
    thread.start()
    thread.join()


@pytest.mark.django_db
def test_it_is_done_once_however_often_the_job_runs():
    sealed_events()
    asked = done(asked_for())
    with world.as_("auditor.1"):
        before = Check.objects.get(pk=asked.pk).done_at
    check.run(check=str(asked.pk))
    with world.as_("auditor.1"):
        assert Check.objects.get(pk=asked.pk).done_at == before


@pytest.mark.django_db
def test_the_worker_has_it_checked_every_day_and_not_twice():
    assert JOBS[check_daily.name] is check_daily
    check_daily.run_at(world.MONDAY_NINE)  # nothing is sealed yet
    sealed_events()
    check_daily.run_at(world.MONDAY_NINE)
    check_daily.run_at(world.MONDAY_NINE + timedelta(hours=12))
    check_daily.run_at(world.MONDAY_NINE + timedelta(hours=24))
    with world.as_("auditor.1"):
        assert [one.asked_by for one in Check.objects.all()] == [None, None]


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["sw.tamarshire.1", "pm.tamarshire.1", "admin.1", "analyst.1"])
def test_nobody_but_an_auditor_has_it_checked(username):
    assert signed_in(username).post("/ledger/seal", {"known": ""}).status_code == 404
    with world.as_(username) as me, pytest.raises(Refused):
        check_ledger(me)


@pytest.mark.django_db
def test_an_auditor_cannot_write_what_a_check_found():
    with world.as_("auditor.1") as me, pytest.raises(DatabaseError), transaction.atomic():
        Check.add(asked_at=me.now, asked_by=me.known.pk, done_at=me.now, ok=True)
    asked = asked_for()
    with world.as_("auditor.1"), pytest.raises(DatabaseError), transaction.atomic():
        asked.change(ok=True)


@pytest.mark.django_db
def test_what_is_no_checkpoint_is_said_beside_the_box_and_kept():
    with world.as_("auditor.1") as me, pytest.raises(Invalid, match="This is no checkpoint"):
        check_ledger(me, known="hub.example/ledger\n12")
    sealed_events()
    another = notes.sign(notes.Checkpoint("other.example/ledger", 3, bytes(32)), Ed25519PrivateKey.generate())
    with world.as_("auditor.1") as me, pytest.raises(Invalid, match="The checkpoint is of other"):
        check_ledger(me, known=another)
    answer = signed_in("auditor.1").post("/ledger/seal", {"known": "hub.example/ledger, read out"})
    assert "This is no checkpoint" in unescape(answer.content.decode())
    assert "hub.example/ledger, read out" in answer.content.decode()


def test_the_page_says_what_waits_who_signed_and_that_no_witness_has(committed):
    note = sealed_events()  # committed: what waits is told by transactions that began after the sealing
    with world.as_("sw.tamarshire.1") as me:
        record(me, "enquiry", outcome="read")
    shown = read()
    assert "no witness has signed it" in shown
    assert note.splitlines()[2] in shown
    assert "the oldest written" in shown


def test_a_witness_that_signed_is_named():
    key, witness = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    body = notes.Checkpoint("hub.example/ledger", 3, bytes(32))
    signed = notes.sign(body, key)
    other = notes.sign(notes.Checkpoint("police.example/witness", 3, bytes(32)), witness).splitlines()[-1]
    seal = Seal(3, world.MONDAY_NINE, 0, None, f"{signed}{other}\n")
    assert seal.witnesses == ["police.example/witness"]
    assert seal.origin == "hub.example/ledger"


def test_an_event_that_waits_for_more_than_two_minutes_is_late():
    since = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert not Seal(0, None, 1, since).is_late(since + timedelta(minutes=2))
    assert Seal(0, None, 1, since).is_late(since + timedelta(minutes=2, seconds=1))
    assert not Seal(0, None, 0, None).is_late(since)


@pytest.mark.django_db
def test_checking_reads_events_as_the_hubs_machinery_and_shows_no_event_to_an_auditor():
    sealed_events()
    done(asked_for())
    with world.backstage():
        assert Event.objects.filter(verb="check_ledger", outcome="made").count() == 1
