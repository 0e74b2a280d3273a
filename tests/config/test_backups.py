"""A backup is worth what its restore brings back: every row, the ledger as it was sealed, and pages that work."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from mash.config.embedded import remove
from tests.demo.test_scenarios import SCENARIOS

FIRST_CALL = SCENARIOS / "first-call.json"
LOOK = Path(__file__).with_name("look_at_hub.py")
# What the look itself and the restore write.
GROWS = {"ledger.Event", "ledger.Leaf", "ledger.Checkpoint", "sessions.Session", "usersessions.UserSession"}


@pytest.fixture
def empty_hub(tmp_path) -> Iterator[Path]:
    """An empty data folder, as on a new machine: its own database is made in it."""
    folder = tmp_path / "new"
    folder.mkdir(mode=0o700)
    yield folder
    remove(folder)


@pytest.fixture
def backup(mash, tmp_path) -> dict[str, Any]:
    """A hub with some work in it, its backup, and what stood there then."""
    played = json.loads(mash("play", FIRST_CALL, "--json").stdout)
    reference = next(step["result"]["reference"] for step in played["steps"] if step["do"] == "receive_enquiry")
    assert mash("ledger", "seal").returncode == 0
    file = tmp_path / "hub.backup"
    done = mash("backup", file)
    assert done.returncode == 0, done.stderr
    return {"file": file, "reference": reference, "hub": looked_at(mash.surroundings(), reference)}


def looked_at(surroundings: dict[str, str], reference: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, LOOK, reference], env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def with_keys(folder: Path, kept: Path) -> None:
    """Put the keys where they belong: those that were kept apart from the backup."""
    shutil.copy(kept / "ledger.key", folder / "ledger.key")
    (folder / "secret.key").write_text(settings.SECRET_KEY)
    for key in folder.glob("*.key"):
        key.chmod(0o600)


def test_a_backup_is_restored_into_an_empty_folder_with_every_row_a_true_ledger_and_pages_that_work(
    mash, backup, empty_hub, tmp_path
):
    content = backup["file"].read_bytes()
    assert backup["file"].stat().st_mode & 0o077 == 0
    assert settings.SECRET_KEY.encode() not in content
    assert (tmp_path / "data" / "ledger.key").read_bytes().split(b"\n")[1] not in content
    with_keys(empty_hub, tmp_path / "data")
    own = {"MASH_DATA_DIR": str(empty_hub), "MASH_DATABASE_URL": "", "MASH_SECRET_KEY": ""}
    restored = mash("restore", backup["file"], "--yes", **own)
    assert restored.returncode == 0, restored.stderr + restored.stdout
    assert "stands as it was sealed" in restored.stdout
    after = looked_at(mash.surroundings() | own, backup["reference"])
    before = backup["hub"]
    fixed = {table: number for table, number in before["rows"].items() if table not in GROWS}
    assert sum(fixed.values()) > 200
    assert {table: after["rows"][table] for table in fixed} == fixed
    assert all(after["rows"][table] >= before["rows"][table] - 12 for table in GROWS)
    assert {status for status, _ in after["pages"].values()} == {200}
    assert after["pages"] == before["pages"]
    assert after["pages"][f"/enquiries/{backup['reference']}/"] == [200, True]
    again = mash("ledger", "verify", **own)
    assert again.returncode == 0, again.stdout
    examined = {one["subject"]: one["state"] for one in json.loads(mash("doctor", "--json", **own).stdout)}
    assert (examined["guards"], examined["policies"], examined["roles"]) == ("ok", "ok", "ok")


def test_beside_other_keys_nothing_is_replaced_before_somebody_says_that_they_are_lost(
    mash, backup, second_database, tmp_path
):
    other = {"MASH_DATA_DIR": str(tmp_path / "other"), "MASH_SECRET_KEY": "another" * 10}
    assert mash("demo", "accounts", database=second_database, **other).returncode == 0
    refused = mash("restore", backup["file"], "--yes", database=second_database, **other)
    assert refused.returncode == 1
    assert "made with another secret.key and ledger.key" in refused.stderr
    assert mash("demo", "accounts", database=second_database, **other).returncode == 0  # still there
    lost = mash("restore", backup["file"], "--yes", "--keys-are-lost", database=second_database, **other)
    assert "is not signed by the key of" in lost.stdout
    assert lost.returncode == 1  # what the lost key had signed cannot be vouched for any more


def test_a_file_that_is_no_backup_replaces_nothing(mash, second_database, tmp_path):
    (tmp_path / "not.backup").write_bytes(b"PGDMP but no more")
    assert mash("demo", "accounts", database=second_database).returncode == 0
    done = mash("restore", tmp_path / "not.backup", "--yes", database=second_database)
    assert done.returncode == 2
    assert "is not a backup" in done.stderr
    assert len(json.loads(mash("demo", "accounts", "--json", database=second_database).stdout)) >= 40
