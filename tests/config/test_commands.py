"""The command line, as an operator and a program use it: run as itself, on the test database."""

import gzip
import json
import socket

import psycopg
import pytest
from django.conf import settings

from mash.foundation.ledger.models import Event
from tests import world
from tests.config.conftest import url_of
from tests.demo.test_scenarios import SCENARIOS
from tests.papers import words_of
from tests.pathway import scene

FIRST_CALL = SCENARIOS / "first-call.json"


def test_a_scenario_is_played_exported_and_verified_without_a_database(mash, tmp_path):
    played = mash("play", FIRST_CALL, "--json")
    assert (played.returncode, json.loads(played.stdout)["failed"]) == (0, 0)
    export = tmp_path / "ledger.gz"
    assert mash("ledger", "export", export).returncode == 0
    key = json.loads(mash("ledger", "roots", "--json").stdout)["key"]
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    checked = mash("ledger", "verify", export, "--key", key, "--json", MASH_DATABASE_URL=nowhere)
    report = json.loads(checked.stdout)
    assert (checked.returncode, report["ok"], report["key_from_file"]) == (0, True, False)
    edited = gzip.decompress(export.read_bytes()).replace(b'"rate_enquiry"', b'"keep_rating"', 1)
    export.write_bytes(edited)
    assert mash("ledger", "verify", export, "--key", key, MASH_DATABASE_URL=nowhere).returncode == 1
    assert mash("ledger", "verify", tmp_path / "none", MASH_DATABASE_URL=nowhere).returncode == 2


def test_the_demo_accounts_are_listed_for_programs(mash):
    accounts = {account["username"]: account for account in json.loads(mash("demo", "accounts", "--json").stdout)}
    assert accounts["probation.1"] == {
        "username": "probation.1",
        "name": world.member("probation.1").name,
        "roles": ["researcher"],
        "agency": {"slug": "probation", "virtual": True},
        "areas": ["port-ellery", "tamarshire"],
        "teams": [],
    }
    assert accounts["team.tamar-north.1"]["teams"] == ["tamar-north"]
    for role in ("sw.tamarshire.1", "pm.port-ellery.2", "evaluator.1", "school.1", "auditor.1"):
        assert role in accounts


def test_the_matrix_needs_no_database(mash):
    shown = mash("access", "matrix", "--json", MASH_DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    table = json.loads(shown.stdout)
    assert table["verbs"]["decide"]["who"] == ["Practice manager"]
    assert table["items"]["Another social worker of the area"] == {"open": True, "restricted": True, "sealed": False}
    assert table["items"]["A team, in a handover: when its owner agreed"]["sealed"] is False


def test_a_malformed_scenario_is_exit_code_2(mash, tmp_path):
    (tmp_path / "story.json").write_text('{"steps": [{"do": "fly"}]}')
    played = mash("play", "story.json", "--json")
    assert (played.returncode, played.stdout) == (2, "")
    assert "there is no verb 'fly'" in played.stderr


def test_a_misspelt_command_is_exit_code_2(mash):
    assert mash("sreve").returncode == 2


def test_serving_is_refused_with_the_demo_off_until_it_is_safe_and_says_why(mash, second_database):
    unsafe = {"MASH_DEMO": "0", "MASH_BASE_URL": "http://hub.example"}
    refused = mash("serve", "--port", free_port(), database=second_database, **unsafe)
    assert refused.returncode == 1
    assert "MASH_BASE_URL must begin with https://" in refused.stderr
    assert "MASH_SMTP_URL must be set" in refused.stderr
    with psycopg.connect(url_of(second_database)) as untouched:
        assert untouched.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone() == (0,)


def test_a_taken_port_is_said_before_anything_starts(mash):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = mash("serve", "--port", taken.getsockname()[1])
    assert refused.returncode == 1
    assert "is in use" in refused.stderr


def test_the_first_administrator_of_a_real_hub_gets_a_link_and_a_demo_gets_none(mash, second_database):
    assert mash("setup", "--admin", "ada@hub.example").returncode == 1
    real = {"MASH_DEMO": "0", "MASH_BASE_URL": "https://hub.example"}
    first = mash("setup", "--admin", "ada@hub.example", database=second_database, **real)
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("https://hub.example/welcome/")
    assert mash("setup", "--admin", "ada@hub.example", database=second_database, **real).returncode == 0
    assert mash("setup", "--admin", "bob@hub.example", database=second_database, **real).returncode == 1
    assert mash("setup", "--admin", "nobody", database=second_database, **real).returncode == 2
    assert mash("play", FIRST_CALL, database=second_database, **real).returncode == 1


def test_a_backup_is_restored_elsewhere_and_its_ledger_still_verifies(mash, second_database, tmp_path):
    mash("play", FIRST_CALL)
    file = tmp_path / "hub.backup"
    assert mash("backup", file).returncode == 0
    assert file.stat().st_mode & 0o077 == 0
    assert mash("restore", file, database=second_database).returncode == 2  # without --yes
    restored = mash("restore", file, "--yes", database=second_database)
    assert restored.returncode == 0, restored.stderr
    assert "stands as it was sealed" in restored.stdout
    again = mash("play", FIRST_CALL, "--json", database=second_database)
    assert json.loads(again.stdout)["failed"] == 0
    assert mash("ledger", "verify", database=second_database).returncode == 0


@pytest.mark.rule(89)
@pytest.mark.skipif("mash.desks.outage" not in settings.DESKS, reason="the desk that makes packs is taken out")
def test_an_operator_prints_the_pack_of_this_moment_while_the_pages_are_out(mash, tmp_path):
    enquiry = scene.enquiry()
    file = tmp_path / "printed" / "pack.pdf"
    written = mash("pack", "--area", "tamarshire", "--out", file)
    assert (written.returncode, written.stdout) == (0, "")
    assert "1 open enquiry." in written.stderr
    assert file.stat().st_mode & 0o077 == 0
    paper = words_of(file.read_bytes())
    assert enquiry.reference in paper
    assert "Printed at the hub's own terminal" in paper
    with world.backstage():
        event = Event.objects.get(verb="print_pack", outcome="read")
    assert set(event.people) == {person.pk for person in scene.people(enquiry).values()}
    unknown = mash("pack", "--area", "nowhere", "--out", file)
    assert unknown.returncode == 2
    assert "There are: port-ellery, tamarshire." in unknown.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_an_agencys_list_is_taken_into_an_empty_hub_and_people_are_looked_up_in_it(mash, second_database, tmp_path):
    known, asked = tmp_path / "known.csv", tmp_path / "asked.csv"
    known.write_text("person_id,given,family,dob\nP1,Kaci-Leigh,Dunne-Ward,2019-12-03\nP2,Ann,Dunne,31/02/2010\n")
    asked.write_text("query_id,household,given,family,dob,age\nQ1,,Kacey Leigh,Dunne Ward,2019-03-12,\nQ2,,No,Body,,\n")
    real = {"database": second_database, "MASH_DEMO": "0"}
    imported = mash("people", "import", known, **real)
    report = json.loads(imported.stdout)
    assert (imported.returncode, report["area"], report["made"]) == (1, "first-area", 1)
    assert report["rejected"] == [{"line": 3, "reference": "P2", "why": ["dob cannot be read: there is no such day"]}]
    assert "2 rows in" in imported.stderr
    matched = mash("people", "match", asked, "--on", "2026-03-02", **real)
    first, second = map(json.loads, matched.stdout.splitlines())
    assert (matched.returncode, first["query_id"], first["candidates"][0]["id"]) == (0, "Q1", "P1")
    assert second == {"query_id": "Q2", "candidates": []}
    assert mash("people", "match", tmp_path / "none.csv", "--json", **real).returncode == 2
