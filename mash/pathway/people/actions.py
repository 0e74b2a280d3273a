"""What the hub's own people do with the register itself."""

from __future__ import annotations

import uuid
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit_role
from mash.foundation.access.verbs import Refused, action, followed, lock, record
from mash.foundation.access.words import checking, day_told
from mash.foundation.clock.london import london_date
from mash.foundation.partnership.models import Role
from mash.pathway.people.models import Person

MERGED_SINCE = "This record has been merged with another one since. Search again, and say it of the one that stays"


@action
def say_died(me: Acting, person: uuid.UUID | str, *, died: Any, seen: Any = "") -> Person:
    """Say on which day somebody died; without a day, that it was said in error and they are alive.

    Args:
        seen: the day that stood on the page when this one was typed (`2024-05-03`), or empty.

    Raises:
        Refused: not one of the own people of a hub that knows the person; or they are not found.
        Invalid: by field (`died`); or somebody else said another day since `seen`, or merged the record.
    """
    found = lock(Person, person)
    permit_role(me, "say_died", frozenset(Role(held.role) for held in me.roles if held.area_id in found.areas))
    if not Person.objects.visible_to(me).filter(pk=found.pk).exists():
        raise Refused("not_found")
    with checking() as check:
        day = day_told(died)
        if found.merged_into_id:
            check.wrong("died", MERGED_SINCE)
        if day is None and died not in (None, ""):
            check.wrong("died", "Enter the day on which they died as a real date")
        if day and day > london_date(me.now):
            check.wrong("died", "The day on which they died must not be in the future")
        if day and found.born and day < found.born:
            check.wrong("died", f"They were born on {found.birth}: they cannot have died before")
        if str(found.died or "") != str(seen or "") and found.died != day:
            check.wrong("died", f"Somebody has changed this since you opened the page: {found.death or 'alive'}")
    if found.died != day:
        found.change(died=day)
        record(me, "say_died", people=[found.pk], dead=day is not None)
        followed(me, "say_died", found)
    return found
