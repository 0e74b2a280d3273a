"""Who of the register shares keys with each of several: for the operator's commands, and as the pages ask it too."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import asdict

from django.db import connection

from mash.pathway.people.matching.keys import Sought

SHARING = "select place, person from people.sharing(%s::jsonb, %s, %s)"


def sharing(asked: Sequence[Collection[str]], most: int, *, widely: int = 0) -> list[list[uuid.UUID]]:
    """For each set of keys the people who share one, those first who share most. One query.

    Nobody, unless an operator's command asks that is for comparing lists with the register.

    Args:
        widely: of those who share but a key that many share, so many are looked at; as many as are told by default.
    """
    found: list[list[uuid.UUID]] = [[] for _ in asked]
    if any(asked):
        with connection.cursor() as cursor:
            cursor.execute(SHARING, [as_asked(asked), most, max(most, widely)])
            for place, person in cursor.fetchall():
                found[place].append(person)
    return found


def as_asked(sets: Sequence[Collection[str]]) -> str:
    """Sets of keys as the database's functions take them: each with its place and its keys by how many share one."""
    return json.dumps([{"place": place, **asdict(Sought.of(keys))} for place, keys in enumerate(sets) if keys])
