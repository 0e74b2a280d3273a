"""Runs the command line as itself, on the test database or on one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]


class Mash:
    """Runs `mash …` from another folder; gives the finished process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def surroundings(self, database: str = "") -> dict[str, str]:
        """The environment of a hub on the test database, or on another of the same server."""
        return os.environ | {
            "MASH_DATABASE_URL": url_of(database or connection.settings_dict["NAME"]),
            "MASH_SECRET_KEY": settings.SECRET_KEY,
            "MASH_DATA_DIR": str(self.folder / "data"),
            "PYTHONPATH": str(ROOT),
        }

    def __call__(self, *arguments: object, database: str = "", **surroundings: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "mash.config.cli", *map(str, arguments)],
            env=self.surroundings(database) | surroundings,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def mash(committed, tmp_path):
    """The command line, on the test database."""
    connections["owner"].close()
    return Mash(tmp_path)


def url_of(database: str) -> str:
    owner = connections["owner"].settings_dict
    return f"postgresql://{owner['USER']}:{owner['PASSWORD']}@{owner['HOST']}:{owner['PORT']}/{database}"


@pytest.fixture
def second_database():
    """Another database of the same server, which is there for this test."""
    name = f"{connection.settings_dict['NAME']}_second"
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))
        cursor.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    yield name
    # Not `with (force)`: the owner may not end a vacuum that runs there, while a plain drop sends it away and waits.
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql.SQL("drop database {}").format(sql.Identifier(name)))
