"""Opens the hub that `MASH_DATA_DIR` names, for the time of a command: its database first, then Django."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from mash.config.embedded import database_url
from mash.config.environment import data_dir


def say(text: str) -> None:
    """Tell the person at the terminal; standard output stays free for what a program reads."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


@contextmanager
def opened(*, prepared: bool = True) -> Iterator[None]:
    """Start or find the database, load Django, and bring the database up to date when it is not.

    Raises:
        DatabaseUnavailable: there is no database to be had.
    """
    given = os.environ.get("MASH_DATABASE_URL")
    with database_url(data_dir()) as url:
        os.environ["MASH_DATABASE_URL"] = url
        try:
            load_django()
            if prepared:
                from mash.config.ready import prepare

                prepare(say)
            yield
        finally:
            from django.db import connections

            connections.close_all()
            if given is None:
                del os.environ["MASH_DATABASE_URL"]


def load_django() -> None:
    """Load settings and apps; no database is needed for that."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mash.config.settings")
    import django

    django.setup()
