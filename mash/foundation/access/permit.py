"""Gathers the facts at hand and asks the policy: the first of the two guards."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Standing, Wall
from mash.foundation.access.policy import RULES, Part, Reading, may, read_part
from mash.foundation.access.reasons import NOBODY, WALL, Reasons, Visible
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat


def reading_of(me: Acting, enquiry: uuid.UUID, area: uuid.UUID) -> Reading:
    """The facts that decide what a member may read of an enquiry. One query, on two indexes."""
    agency = me.member.agency_id if me.member else NOBODY
    member = me.member.pk if me.member else NOBODY
    live = Standing.objects.filter(enquiry=enquiry, since__lte=me.now, until__gt=me.now).values_list("kind", "holder")
    walls = Wall.objects.filter(enquiry=enquiry, member=member).annotate(kind=Value("wall"))
    facts = set(live.union(walls.values_list("kind", "member"), all=True))
    return Reading(
        tied=("wall", member) in facts,
        live=("hub", area) in facts,
        asked=("asked", agency) in facts,
        glass=("glass", member) in facts,
        roles=frozenset(Role(held.role) for held in me.roles if held.area_id == area),
    )


def with_facts(me: Acting, enquiries: QuerySet[Any]) -> QuerySet[Any]:
    """The same enquiries, each with the facts that `facts_at_hand` takes from it. No query of its own."""
    found: QuerySet[Any] = enquiries.annotate(reasons=Reasons.of(me, "pk", "area_id"))
    return found


def facts_at_hand(me: Acting, enquiry: models.Model) -> Reading:
    """The facts that decide what a member may read of an enquiry of `with_facts`. No query."""
    found = enquiry.__dict__
    return Reading(
        tied=WALL in found["reasons"],
        live="hub" in found["reasons"],
        asked="asked" in found["reasons"],
        glass="glass" in found["reasons"],
        roles=frozenset(Role(held.role) for held in me.roles if held.area_id == found["area_id"]),
    )


def permit(me: Acting, verb: str, enquiry: models.Model) -> Reading:
    """Whether whoever acts may do a verb on an enquiry that they were able to load.

    Raises:
        Refused: `not_found` when the policy says that they may not even read it; else the policy's reason.
    """
    if me.seat is Seat.SYSTEM:
        if RULES[verb].clock:
            return Reading(False, True, False, False, frozenset())
        raise Refused("role", about=enquiry)
    facts = reading_of(me, enquiry.pk, enquiry.area_id)  # type: ignore[attr-defined]  # an Enquiry, which stands above
    seen = read_part(Part.ENQUIRY, facts)
    if not seen.allowed:
        raise Refused("not_found", about=enquiry, hidden=[seen.reason])
    permit_role(me, verb, facts.roles, about=enquiry)
    return facts


def permit_role(me: Acting, verb: str, roles: frozenset[Role], about: models.Model | None = None) -> None:
    """Whether these roles may do a verb.

    Raises:
        Refused: with the policy's reason.
    """
    qualified = bool(me.member and me.member.registration_number)
    verdict = may(verb, roles, qualified=qualified)
    if not verdict.allowed:
        raise Refused(verdict.reason, about=about)


def everywhere(me: Acting) -> frozenset[Role]:
    """The roles held in any area: for verbs that belong to no enquiry."""
    return frozenset(Role(held.role) for held in me.roles)


def visible_enquiries(me: Acting, column: str = "pk", area: str = "area_id") -> Q:
    """The condition under which a row of an enquiry is visible: the same facts as `read_part`, as a filter.

    Takes the names of the columns that hold the enquiry's id and area. Used by every `visible_to`.
    """
    return Q(Visible.of(me, column, area))


def has_reason(me: Acting, which: Q, column: str = "enquiry_id") -> Q:
    """The condition under which there is a live reason of one sort for a row of an enquiry, whoever it is given to.

    Narrower than `visible_enquiries`, which takes any reason.

    Args:
        which: the kind of reason and its holder, as columns of `Standing`.
        column: the row's column that holds the enquiry's id.
    """
    live = Standing.objects.filter(which, enquiry=OuterRef(column), since__lte=me.now, until__gt=me.now)
    return Q(Exists(live))


def no_wall(me: Acting, column: str = "enquiry_id") -> Q:
    """The condition under which whoever acts is tied to nobody on the enquiry of a row."""
    return ~Q(Exists(Wall.objects.filter(enquiry=OuterRef(column), member=me.known.pk)))


def seen_by(me: Acting, rows: QuerySet[models.Model], part: Part, facts: Reading) -> QuerySet[models.Model]:
    """Rows of one enquiry that this part's readers may read; none for the others."""
    return rows if read_part(part, facts).allowed else rows.none()


def give_standing(enquiry: uuid.UUID, kind: str, holder: uuid.UUID, until: datetime) -> None:
    """Write a live reason, in the transaction of what causes it. The database looks at who asks."""
    with connection.cursor() as cursor:
        cursor.execute("select access.give_standing(%s, %s, %s, %s)", [enquiry, kind, holder, until])


def end_standing(enquiry: uuid.UUID, kinds: list[str], at: datetime) -> None:
    """End the live reasons of these kinds at a moment."""
    with connection.cursor() as cursor:
        cursor.execute("select access.end_standing(%s, %s, %s)", [enquiry, kinds, at])


def is_walled(enquiry: uuid.UUID) -> bool:
    """Whether whoever acts stands behind a wall to this enquiry: for the ledger only."""
    with connection.cursor() as cursor:
        cursor.execute("select access.is_walled(%s)", [enquiry])
        return bool(cursor.fetchone()[0])
