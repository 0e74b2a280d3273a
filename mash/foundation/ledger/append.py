"""Writes an event. Who, where and when come from the signed context in the database, never from the caller."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

APPEND = "select ledger.append(%s::uuid, %s, %s, %s, %s::uuid, %s::uuid, %s::uuid[], %s::text[], %s, %s::jsonb)"


def append(
    connection: BaseDatabaseWrapper,
    *,
    verb: str,
    outcome: str,
    object_kind: str,
    object_id: uuid.UUID | None,
    enquiry: uuid.UUID | None,
    people: list[uuid.UUID],
    reasons: list[str],
    policy: str,
    details: dict[str, Any],
) -> None:
    """Append one event in the current transaction; when it cannot be written, the transaction cannot go on."""
    with connection.cursor() as cursor:
        cursor.execute(
            APPEND,
            [
                uuid.uuid4(),
                verb,
                outcome,
                object_kind,
                object_id,
                enquiry,
                people,
                reasons,
                policy,
                json.dumps({name: value for name, value in details.items() if value is not None}),
            ],
        )
