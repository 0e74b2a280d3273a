"""The ledger in the database: what is committed is sealed in a final order, and what was changed is found."""

import io
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections, transaction

from mash.foundation.access.acting import serving
from mash.foundation.access.verbs import record
from mash.foundation.clock.now import at
from mash.foundation.ledger import keeping
from mash.foundation.ledger.models import Checkpoint, Event, Leaf
from mash.foundation.ledger.verify import verify
from tests import world


@pytest.fixture(autouse=True)
def own_key(tmp_path, settings, committed):
    settings.DATA_DIR = tmp_path
    settings.BASE_URL = "https://hub.example"


def write(*verbs: str) -> None:
    for verb in verbs:
        with world.as_("sw.tamarshire.1") as me:
            record(me, verb, people=[uuid4(), uuid4()], level="red")


def sealed(wanted: int) -> int:
    """Seal until so many events have been, or time is up: other tests' transactions in the cluster hold it up too."""
    give_up, done = time.monotonic() + 30, 0
    while True:
        with serving("seal") as me:
            done += keeping.seal_waiting(me.now)
        if done >= wanted or time.monotonic() > give_up:
            return done
        time.sleep(0.1)


def exported() -> io.BytesIO:
    file = io.BytesIO()
    with serving("export"):
        keeping.write_out(file)
    file.seek(0)
    return file


def places() -> list[str]:
    with world.backstage():
        verbs = dict(Event.objects.values_list("pk", "verb"))
        return [verbs[event] for event in Leaf.objects.order_by("index").values_list("event", flat=True)]


def test_what_ends_while_the_first_sealing_begins_gets_one_place(monkeypatch):
    write("a")
    finished = keeping._finished

    def meanwhile(horizon, oldest):
        with ThreadPoolExecutor(1) as other:
            other.submit(write, "b").result()
            other.submit(connections.close_all).result()
        return finished(horizon, oldest)

    monkeypatch.setattr(keeping, "_finished", meanwhile)
    with serving("seal") as me:
        keeping.seal_waiting(me.now)
    monkeypatch.setattr(keeping, "_finished", finished)
    sealed(2 - len(places()))
    assert places() == ["a", "b"]


@pytest.mark.rule(84)
def test_what_is_committed_gets_its_place_and_the_export_verifies():
    write("a", "b")
    assert sealed(2) == 2
    write("c")
    assert sealed(1) == 1
    assert sealed(0) == 0
    report = verify(exported())
    assert (report.ok, report.events, report.checkpoints, report.unsealed) == (True, 3, 2, 0)
    assert places() == ["a", "b", "c"]


def test_what_waits_is_in_the_export_and_said_to_wait():
    write("a")
    sealed(1)
    write("b")
    report = verify(exported())
    assert (report.ok, report.events, report.unsealed) == (True, 2, 1)


def test_nothing_is_sealed_past_a_transaction_that_is_still_open():
    owner = connections["owner"].copy()
    owner.settings_dict = connections["default"].settings_dict
    write("before")
    with owner.cursor() as other:
        other.execute("begin")
        other.execute("select pg_current_xact_id()")
        write("while one was open")
        assert sealed(1) == 1
        other.execute("commit")
    owner.close()
    assert sealed(1) == 1
    assert places() == ["before", "while one was open"]


def test_a_transaction_of_another_database_of_the_server_holds_nothing_up():
    owner = connections["owner"].settings_dict
    elsewhere = psycopg.connect(
        host=owner["HOST"], port=owner["PORT"], user=owner["USER"], password=owner["PASSWORD"], dbname="postgres"
    )
    try:
        elsewhere.execute("create temporary table busy ()")  # it writes, and has not committed
        write("here")
        with serving("seal") as me:
            assert keeping.seal_waiting(me.now) == 1
    finally:
        elsewhere.close()


@pytest.mark.rule(84)
@pytest.mark.parametrize(
    "meddling",
    [
        "update ledger_event set outcome = 'refused' where verb = 'b'",
        "delete from ledger_event where verb = 'b'",
        "update ledger_leaf set index = -index - 1; update ledger_leaf set index = 2 + index + 1",
    ],
    ids=["edited", "removed", "reordered"],
)
def test_what_was_meddled_with_in_the_database_is_found(meddling):
    write("a", "b", "c")
    sealed(3)
    with world.backstage(), connection.cursor() as cursor:
        for statement in meddling.split(";"):
            cursor.execute(statement)
    report = verify(exported())
    assert not report.ok
    assert report.findings


def test_no_seat_can_change_or_delete_an_event():
    write("a")
    for who in ("sw.tamarshire.1", "auditor.1", "admin.1"):
        for statement in (
            "update ledger_event set verb = 'x'",
            "delete from ledger_event",
            "select * from ledger_event",
        ):
            with world.as_(who), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)
    with serving("test"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("update ledger_event set verb = 'x'")


def test_after_a_restore_into_a_new_cluster_what_waits_is_still_found():
    write("a")
    sealed(1)
    with world.backstage():  # in a new cluster transactions are numbered from the beginning
        Checkpoint.objects.update(horizon=2**40)
        Event.objects.update(transaction=2**40 - 5)
    write("b")
    with world.backstage():
        Event.objects.filter(verb="b").update(transaction=2**40 + 5)
    write("c")
    assert sealed(2) == 2
    assert places() == ["a", "b", "c"]
    assert verify(exported()).ok


def test_the_key_is_readable_by_its_owner_only_and_the_ledger_keeps_its_name(settings):
    write("a")
    sealed(1)
    assert stat.S_IMODE(keeping.key_file().stat().st_mode) == 0o600
    settings.BASE_URL = "https://moved.example"
    with serving("test"):
        assert keeping.origin() == "hub.example/ledger"


def test_with_a_key_that_others_can_read_nothing_is_sealed():
    write("a")
    sealed(1)
    keeping.key_file().chmod(0o644)
    write("b")
    with pytest.raises(PermissionError, match="chmod 600"):
        sealed(1)


def test_events_keep_the_storys_time():
    with at(world.MONDAY_NINE), serving("clock") as me:
        record(me, "a")
    with world.backstage():
        event = Event.objects.get()
    assert event.at == world.MONDAY_NINE
    assert event.written_at > event.at
