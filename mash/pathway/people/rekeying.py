"""Writes the keys of people anew when what finds somebody has changed with the hub's code."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from mash.foundation.access.acting import serving
from mash.foundation.access.verbs import hold_each, record
from mash.pathway.people.lists.remembered import described_as, homes_of
from mash.pathway.people.matching.keys import WRITTEN_NOW
from mash.pathway.people.models import Person
from mash.pathway.people.register import keys_of

PURPOSE = "write keys"
AT_ONCE = 500


def write_keys(most: int | None = None, *, step: Callable[[int], None] = lambda done: None) -> int:
    """Give people whom older code wrote the keys of today's, some hundred in a transaction. None is taken away.

    Args:
        most: how many at most; all, where nothing is said.
        step: is told how many were written so far.

    Returns:
        How many were written.
    """
    done = 0
    last = uuid.UUID(int=0)
    while most is None or done < most:
        with serving(PURPOSE) as me:
            older = Person.objects.filter(pk__gt=last, merged_into=None).exclude(keys__contains=[WRITTEN_NOW])
            found = older.order_by("pk").values_list("pk", flat=True)
            keys = list(found[: AT_ONCE if most is None else min(AT_ONCE, most - done)])
            if not keys:
                break
            hold_each(Person, keys)  # a home that somebody is just hiding must not find them again
            people = list(older.filter(pk__in=keys))
            homes = homes_of(one.pk for one in people)
            for one in people:
                one.keys = sorted({*one.keys, *keys_of(described_as(one, homes.get(one.pk, [])))})
            Person.objects.bulk_update(people, ["keys"])
            record(me, "write_keys", people=[one.pk for one in people])
        last = keys[-1]
        done += len(people)
        step(done)
    return done
