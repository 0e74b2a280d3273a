"""Locks what belongs to an enquiry, and tells the ledger alone when a conflict wall is why it was not found."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.db import connection, models

from mash.foundation.access.policy import Reason
from mash.foundation.access.verbs import Refused, lock

M = TypeVar("M", bound=models.Model)


def lock_part(kind: type[M], key: uuid.UUID | str | None) -> M:
    """Lock a row of an enquiry and read it as whoever acts.

    Raises:
        Refused: `not_found`, for a row that is missing or that may not be seen.
    """
    try:
        return lock(kind, key)
    except Refused as refused:
        raise Refused(*refused.reasons, hidden=[Reason.TIED] if _is_walled_from(kind, key) else []) from None


def _is_walled_from(kind: type[models.Model], key: uuid.UUID | str | None) -> bool:
    try:
        row = key if isinstance(key, uuid.UUID) else uuid.UUID(str(key))
    except ValueError:
        return False
    with connection.cursor() as cursor:
        cursor.execute("select pathway.walled_from_part(%s, %s)", [kind._meta.db_table, row])
        return bool(cursor.fetchone()[0])
