"""Tells whoever has an open enquiry about a child that an adult with a caution lives with the child."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import connection


def tell_of_risks(persons: Sequence[uuid.UUID], *, telling: uuid.UUID | None = None) -> None:
    """Write what is new of these persons, adults with a caution and children alike, once for an enquiry. One query.

    Args:
        telling: the enquiry that tells who lives there.
    """
    if persons:
        with connection.cursor() as cursor:
            cursor.execute("select pathway.tell_of_risks(%s, %s)", [list(persons), telling])
