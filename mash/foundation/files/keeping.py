"""Keeps a checked file, and gives its copy back. Bytes go to the database beside the statement, never inside it: a
statement that fails is written to the server's log."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection

from mash.foundation.files.checking import Checked

KEEP = "select intake.keep_file(%s, %s, %s, %b, %b, %s, %b)"


class Full(Exception):
    """An enquiry holds as many files as it may."""


def keep(file: Checked, *, enquiry: uuid.UUID, area: uuid.UUID) -> uuid.UUID | None:
    """Keep a file of an enquiry, sealed, with its copy. Gives the id of both; none when the enquiry has it already.

    Raises:
        Full: the enquiry holds too many.
    """
    key = uuid.uuid4()
    looked = file.looked
    told = [key, enquiry, area, file.content, looked.shown, file.shown_as.media_type, looked.small or None]
    said = answered(KEEP, told)
    if said == "full":
        raise Full
    return key if said == "kept" else None


def answered(statement: str, told: Sequence[Any]) -> str:
    """What a function of the database answers that is told bytes (`%b`) among other things; empty when it is null."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement.encode(), told)
        row = cursor.fetchone()
    return str(row[0]) if row and row[0] is not None else ""
