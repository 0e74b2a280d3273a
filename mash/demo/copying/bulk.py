"""The owner's connection as the copier, and rows put in by the thousand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from mash.demo.copying.tables import TABLES, Table
from mash.demo.copying.waiting import AGENDA
from mash.foundation.access.copier_role import COPIER
from mash.foundation.access.guards import role_name


@contextmanager
def as_copier() -> Iterator[CursorWrapper]:
    """One transaction of the owner's, as the role that may copy.

    It commits without waiting for the disk: what a power cut takes can be copied again.
    """
    owner = connections["owner"]
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        role = sql.Identifier(role_name(COPIER, owner.settings_dict["NAME"]))
        cursor.execute(sql.SQL("set local role {}").format(role))
        cursor.execute("set local synchronous_commit to off")
        yield cursor


def put_in(cursor: CursorWrapper, texts: dict[str, list[str]], tables: Iterable[Table] = (*TABLES, AGENDA)) -> None:
    """Put rows in, as COPY takes them, by the table's name. Constraints are checked when the transaction ends."""
    for table in tables:
        if rows := texts.get(table.name):
            cursor.execute(table.staged())
            with cursor.copy(table.copied_in()) as copy:
                copy.write("".join(rows))
            cursor.execute(table.moved())


def tidy() -> None:
    """Let the planner know what has come, and pages find only what is there. As the owner, outside a transaction."""
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(sql.SQL("vacuum (analyze) {}").format(sql.Identifier(table.name)))
