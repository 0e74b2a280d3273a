"""`mash doctor`: what is out of order is found, named, and told how to put right."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import DatabaseError, connection, connections
from psycopg import sql

from mash.config import doctor
from mash.config.doctor import database, running, surroundings
from mash.config.doctor.findings import Finding, State, measured
from mash.foundation.access.acting import serving
from mash.foundation.access.guards import role_name
from mash.foundation.access.verbs import record
from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Check, Event
from mash.foundation.post.jobs import seal
from mash.foundation.post.models import Notice
from mash.foundation.post.queue import later
from mash.foundation.zones import Seat
from tests import world


def found(look) -> dict[str, Finding]:
    return {finding.subject: finding for finding in look()}


@pytest.mark.parametrize(("value", "state"), [(1, State.OK), (1.1, State.WARN), (10, State.WARN), (10.1, State.FAIL)])
def test_too_much_is_worth_a_look_and_far_too_much_is_not_in_order(value, state):
    assert measured(value, warn_above=1, fail_above=10) is state


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ([State.OK, State.OK], 0),
        ([State.OK, State.WARN], 1),
        ([State.WARN, State.FAIL], 2),
    ],
)
def test_the_exit_code_says_how_bad_it_is(monkeypatch, capsys, states, code):
    monkeypatch.setattr(doctor, "LOOKS", [lambda: iter([Finding("x", state, "y") for state in states])])
    assert doctor.examine(as_json=False) == code
    assert f"{states[0]:<4}  x: y" in capsys.readouterr().out
    assert doctor.examine(as_json=True) == code
    assert [one["state"] for one in json.loads(capsys.readouterr().out)] == states


def test_a_database_that_does_not_answer_is_found_by_each_look(monkeypatch):
    def away():
        raise DatabaseError("the server closed the connection")

    (finding,) = doctor.looked(away)
    assert (finding.subject, finding.state) == ("away", State.FAIL)
    assert "closed the connection" not in finding.text


def examined(mash, name: str, **surroundings: str) -> tuple[int, dict[str, dict[str, str]]]:
    done = mash("doctor", "--json", database=name, **surroundings)
    return done.returncode, {one["subject"]: one for one in json.loads(done.stdout)}


def by_hand(name: str, *statements: str) -> None:
    """Do something to a database as its owner."""
    told = connections["owner"].settings_dict
    with psycopg.connect(
        host=told["HOST"], port=told["PORT"], user=told["USER"], password=told["PASSWORD"], dbname=name
    ) as owner:
        for statement in statements:
            owner.execute(statement)


def test_a_new_hub_lacks_nothing_but_a_worker_and_what_is_changed_by_hand_is_named(mash, second_database):
    mash("demo", "accounts", database=second_database)
    code, told = examined(mash, second_database)
    assert code == 2
    lacking = {subject for subject, one in told.items() if one["state"] != "ok"}
    assert lacking - {"disk", "outage packs"} == {"worker"}  # which makes the packs, each morning
    by_hand(
        second_database,
        "drop policy wall on enquiries_enquiry",
        f"grant select on intelligence_item to {role_name('mash_ops', second_database)}",
        "create or replace function access.areas_as(variadic roles text[]) returns uuid[] language sql "
        "security definer as $$ select array_agg(id) from public.partnership_area $$",
    )
    _, told = examined(mash, second_database)
    for thing in ("table enquiries_enquiry", "table intelligence_item", "function access.areas_as(text[])"):
        assert thing in told["policies"]["text"]
    assert told["policies"]["state"] == "fail"
    assert told["guards"]["state"] == "ok"
    assert mash("guards", database=second_database).returncode == 0
    _, told = examined(mash, second_database)
    assert told["policies"]["state"] == "ok"


def test_a_hub_that_is_not_prepared_says_so(mash, second_database):
    code, told = examined(mash, second_database)
    assert code == 2
    assert told["guards"]["state"] == "fail"
    assert told["policies"]["state"] == "fail"


def test_unsafe_settings_of_a_real_hub_are_found_each_by_itself(mash, second_database):
    real = {"MASH_DEMO": "0", "MASH_BASE_URL": "http://hub.example"}
    mash("demo", "accounts", database=second_database, **real)
    done = mash("doctor", database=second_database, **real)
    assert done.returncode == 2
    assert "fail  settings: MASH_BASE_URL must begin with https://" in done.stdout
    assert "fail  settings: MASH_SMTP_URL must be set" in done.stdout
    assert "fail  mail: written to" in done.stdout
    assert "warn  virus scanner: none" in done.stdout


def test_a_role_that_may_pass_by_the_guards_is_named(committed):
    role = role_name("mash_hub", connection.settings_dict["NAME"])
    assert found(database.roles)["roles"].state is State.OK
    with connections["owner"].cursor() as owner:
        owner.execute(sql.SQL("alter role {} createrole").format(sql.Identifier(role)))
    try:
        finding = found(database.roles)["roles"]
    finally:
        with connections["owner"].cursor() as owner:
            owner.execute(sql.SQL("alter role {} nocreaterole").format(sql.Identifier(role)))
        connections["owner"].close()
    assert finding.state is State.FAIL
    assert role in finding.text


@pytest.mark.django_db
def test_a_clock_that_is_wrong_is_found(monkeypatch):
    assert found(database.clock)["clock"].state is State.OK

    class Slow(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) - timedelta(minutes=5)

    monkeypatch.setattr(database, "datetime", Slow)
    finding = found(database.clock)["clock"]
    assert finding.state is State.FAIL
    assert "300." in finding.text


@pytest.mark.django_db
def test_a_clock_that_was_set_back_is_found():
    with world.as_("sw.tamarshire.1") as me:
        record(me, "enquiry", outcome="read")
    assert "set back" not in found(database.clock)
    with world.backstage():
        Event.objects.update(written_at=datetime.now(UTC) + timedelta(minutes=30, seconds=30))
    finding = found(database.clock)["set back"]
    assert finding.state is State.FAIL
    assert "30 min ahead" in finding.text


@pytest.mark.django_db
def test_a_queue_in_which_nothing_moves_is_found_with_the_age_of_its_oldest():
    assert found(running.queue)["queue"].state is State.OK
    minutes = datetime.now(UTC) - timedelta(minutes=5)
    with world.as_(None, when=minutes, seat=Seat.SYSTEM) as me:
        later(me, seal)
    finding = found(running.queue)["queue"]
    assert finding.state is State.WARN
    assert "1 job due for over a minute, the oldest for 5 min" in finding.text
    with world.as_(None, when=minutes - timedelta(hours=2), seat=Seat.SYSTEM) as me:
        later(me, seal)
    assert found(running.queue)["queue"].state is State.FAIL


@pytest.mark.django_db
def test_jobs_that_were_given_up_and_those_of_a_dead_worker_are_told_by_their_names():
    with serving("test") as me:
        later(me, seal)
        later(me, seal)
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute("select min(id), max(id) from procrastinate_jobs")
        first, last = cursor.fetchone()
        cursor.execute("update procrastinate_jobs set status = 'doing' where id in (%s, %s)", [first, last])
        cursor.execute("update procrastinate_jobs set status = 'failed' where id = %s", [last])
    told = found(running.queue)
    assert "1 job begun by a worker that is gone" in told["stuck"].text
    assert f"1 job failed for good: {seal.name}" in told["given up"].text


@pytest.mark.django_db
def test_sealing_that_stands_still_and_a_key_that_others_can_read_are_found(tmp_path, settings, monkeypatch):
    settings.DATA_DIR = tmp_path
    assert found(running.sealing)["sealing"].state is State.OK
    with world.as_("sw.tamarshire.1") as me:
        record(me, "enquiry", outcome="read")
    monkeypatch.setattr(running, "LONGEST_UNSEALED", timedelta(microseconds=-1))
    assert found(running.sealing)["sealing"].state is State.FAIL
    (tmp_path / "ledger.key").chmod(0o644)
    assert "chmod 600" in found(running.sealing)["ledger key"].text


@pytest.mark.django_db
def test_a_ledger_that_failed_a_check_stays_found(monkeypatch):
    assert "not checked yet" in found(running.ledger)["ledger"].text
    now = datetime.now(UTC)
    with serving("test"):
        Check.add(asked_at=now - timedelta(days=3), done_at=now - timedelta(days=3), ok=True, events=7)
    assert found(running.ledger)["ledger"].state is State.WARN
    with serving("test"):
        Check.add(asked_at=now - timedelta(hours=2), done_at=now - timedelta(hours=2), ok=False)
        Check.add(asked_at=now, done_at=now, ok=True, events=9)
    assert found(running.ledger)["ledger"].state is State.FAIL


@pytest.mark.skipif("mash.desks.outage" not in settings.DESKS, reason="the desk that makes packs is taken out")
@pytest.mark.django_db
def test_an_outage_pack_that_was_not_made_is_worth_a_look():
    from mash.desks.outage.jobs import make_packs

    noon = world.MONDAY_NINE + timedelta(hours=3)
    with at(noon):
        assert "today's is not made for Port Ellery and Tamarshire" in found(running.packs)["outage packs"].text
    make_packs.run_at(noon)
    with at(noon):
        assert found(running.packs)["outage packs"].state is State.OK
    with at(noon + timedelta(hours=15)):  # the next day, long before the hub opens
        assert found(running.packs)["outage packs"].state is State.OK


@pytest.mark.parametrize(
    ("free", "state"), [(3 * 1024**3, State.OK), (1024**3, State.WARN), (100 * 1024**2, State.FAIL)]
)
def test_a_disk_that_fills_up_is_found_before_it_is_full(monkeypatch, free, state):
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": free})())
    assert found(surroundings.disk)["disk"].state is state


@pytest.mark.django_db
def test_a_mail_server_that_is_away_and_notices_that_nobody_got_are_found(settings):
    assert found(surroundings.mail)["mail"].state is State.OK
    settings.SMTP_URL = "smtp://user:not-told@127.0.0.1:1"
    finding = found(surroundings.mail)["mail"]
    assert finding.state is State.FAIL
    assert "not-told" not in finding.text
    with serving("test"):
        hours_ago = datetime.now(UTC) - timedelta(hours=2)
        Notice.add(kind=Notice.Kind.GLASS, path="/ledger/", made_at=hours_ago, role="auditor", attempts=3)
        Notice.add(kind=Notice.Kind.GLASS, path="/ledger/", made_at=hours_ago, role="auditor")
    assert "1 notice tried for over an hour" in found(surroundings.mail)["notices"].text


@pytest.fixture
def https(tmp_path, monkeypatch) -> Iterator[object]:
    """Serve https with a certificate that this machine trusts and that ends on a day."""
    servers: list[HTTPServer] = []

    def serve(ends: datetime) -> int:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(min(ends, datetime.now(UTC)) - timedelta(days=90))
            .not_valid_after(ends)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        certificate, private = tmp_path / "cert.pem", tmp_path / "key.pem"
        certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        server = HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, private)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        return server.server_port

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("days", "state"), [(60, State.OK), (20, State.WARN), (2, State.FAIL)])
def test_a_certificate_that_is_about_to_end_is_found_in_time(https, settings, days, state):
    settings.BASE_URL = f"https://localhost:{https(datetime.now(UTC) + timedelta(days=days, hours=1))}"
    assert found(surroundings.certificates)["certificate"].state is state


def test_a_certificate_that_nobody_trusts_is_found_and_a_hub_out_of_reach_is_worth_a_look(https, settings, monkeypatch):
    port = https(datetime.now(UTC) + timedelta(days=60))
    monkeypatch.setenv("SSL_CERT_FILE", str(Path("/nonexistent")))
    settings.BASE_URL = f"https://localhost:{port}"
    assert found(surroundings.certificates)["certificate"].state is State.FAIL
    settings.BASE_URL = "https://localhost:1"
    assert found(surroundings.certificates)["certificate"].state is State.WARN
    settings.BASE_URL = "http://127.0.0.1:8000"
    assert found(surroundings.certificates)["certificate"].state is State.OK
