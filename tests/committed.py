"""For tests in which several connections or processes meet: what they write is committed, and cleared after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections
from psycopg import sql

from mash.foundation.access.guards import guarded_models
from tests import world

KEPT_APPS = {"partnership"}
KEPT_TABLES = {"access_account"}


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let the test commit; empty every table but those of the demo partnership when it is over."""
    with committing(django_db_blocker):
        yield


@contextmanager
def committing(blocker: Any) -> Iterator[None]:
    """The same, for a fixture that lasts longer than a test."""
    with blocker.unblock():
        clear()
        yield
        clear()
        connections.close_all()


def clear() -> None:
    """Empty every table of the hub but the demo partnership's own, and the queue."""
    tables = [
        model._meta.db_table
        for model in guarded_models()
        if model._meta.app_label not in KEPT_APPS and model._meta.db_table not in KEPT_TABLES
    ]
    names = sql.SQL(", ").join(map(sql.Identifier, [*tables, "procrastinate_jobs"]))
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute(sql.SQL("truncate {} cascade").format(names))
