"""The pattern of every verb of the set-up: lock, permit, check, change, record."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Concatenate, ParamSpec, TypeVar

from mash.desks.setup.models import Change
from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import everywhere, permit_role
from mash.foundation.access.plugs import verb_of_a_desk
from mash.foundation.access.policy import Needs, Rule
from mash.foundation.access.verbs import Invalid, Refused, action, record
from mash.foundation.clock.when import clock_time, day_and_month
from mash.foundation.kept import Kept
from mash.foundation.partnership.models import Area, Role

P = ParamSpec("P")
T = TypeVar("T")
Key = uuid.UUID | str

Shown = Mapping[str, Any]
"""What a form shows of a row: plain values by the names of its boxes. What was shown is told from what stands by it."""

IN_ITS_AREAS = Rule(frozenset({Role.ADMINISTRATOR}), Needs.AREA)
OF_THE_WHOLE_HUB = Rule(frozenset({Role.ADMINISTRATOR}), Needs.EVERY_AREA)


def set_up(
    *, can: str, did: str, rule: Rule = IN_ITS_AREAS
) -> Callable[[Callable[Concatenate[Acting, P], T]], Callable[Concatenate[Acting, P], T]]:
    """Make a function a verb of the set-up, with its rule and its words.

    Args:
        can: its line in the access table, `Make a team`.
        did: what the ledger says that somebody did, `made a team`.
    """

    def decorate(verb: Callable[Concatenate[Acting, P], T]) -> Callable[Concatenate[Acting, P], T]:
        verb_of_a_desk(getattr(verb, "__name__", "verb"), rule, can=can, did=did)
        return action(verb)

    return decorate


def permit_in(me: Acting, verb: str, *areas: uuid.UUID | None, about: Kept | None = None) -> None:
    """Let an administrator of each of these areas do a verb; without areas, one of any.

    Raises:
        Refused: not an administrator in all of them; what they may not change is not there for them.
    """
    permit_role(me, verb, everywhere(me), about=about)
    if not set(areas) <= me.areas_as(Role.ADMINISTRATOR):
        raise Refused("not_found", about=about, hidden=["role"])


def permit_everywhere(me: Acting, verb: str, *, about: Kept | None = None) -> None:
    """Let an administrator of the whole hub do a verb: one who is administrator in every area that there is.

    Raises:
        Refused: not an administrator of every area.
    """
    permit_in(me, verb, *Area.objects.values_list("pk", flat=True), about=about)


def digest(shown: Shown) -> str:
    """A mark of what a page showed, to be sent back with what was typed there."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True, default=str).encode()).hexdigest()[:16]


def unchanged(row: Kept, stands: Shown, seen: str) -> None:
    """See to it that a row still is what the page showed when something was typed there.

    Raises:
        Invalid: somebody else changed it meanwhile; says who.
    """
    if seen == digest(stands):
        return
    last = Change.objects.filter(row=row.pk).select_related("by").order_by("-at").first()
    who = f"{last.by} changed this {_when(last)}" if last else "This was changed"
    raise Invalid(seen=f"{who}, after you had opened it. Look at what it says now, then save again.")


def _when(change: Change) -> str:
    return f"on {day_and_month(change.at)} at {clock_time(change.at)}"


def keep(me: Acting, verb: str, row: Kept, *, was: Shown, becomes: Shown, **details: Any) -> None:
    """Write down what was made or changed: in the ledger that it was, in the desk's history what stood and stands."""
    different = {name for name in {*was, *becomes} if was.get(name) != becomes.get(name)}
    Change.add(
        row=row.pk,
        kind=row._meta.model_name or "",
        verb=verb,
        by=me.known,
        at=me.now,
        was={name: was[name] for name in sorted(different) if name in was},
        becomes={name: becomes[name] for name in sorted(different) if name in becomes},
    )
    record(me, verb, about=row, **details)


def own_areas(me: Acting) -> frozenset[uuid.UUID]:
    """The areas in which whoever acts is administrator."""
    return me.areas_as(Role.ADMINISTRATOR)


def all_own(me: Acting, areas: Iterable[uuid.UUID]) -> bool:
    """Whether whoever acts is administrator in each of these areas."""
    return set(areas) <= own_areas(me)
