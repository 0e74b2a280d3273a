"""Ties: who may not see an enquiry because they know somebody described on it (rule 59)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.models import Tie
from mash.foundation.access.permit import everywhere, permit_role
from mash.foundation.access.policy import second_person
from mash.foundation.access.verbs import Refused, action, followed, lock, record
from mash.foundation.access.words import checking
from mash.foundation.partnership.models import Member, Role
from mash.pathway.enquiries.reading import named


@action
def declare_tie(
    me: Acting,
    *,
    kind: Any,
    member: Any = None,
    person: Any = None,
    enquiry: Any = None,
    subject: Any = None,
) -> Tie:
    """Say that a member is tied to somebody: from now on every enquiry that describes them is shut to that member.

    Never refused for oneself, whatever one may read: whoever knows somebody must be able to say so.

    Args:
        member: a username; oneself unless given.
        person: somebody of the register, by id; or else `enquiry` (reference or id) with `subject`.

    Raises:
        Refused: for somebody else, by neither their manager nor an auditor; or there is nobody such.
        Invalid: no kind of tie.
    """
    tied = _tied(me, member)
    end = _end(person, enquiry, subject)
    with checking() as check:
        chosen = check.choice(kind, "kind", Tie.Kind, message="Choose how they are tied")
    tie = Tie.add(
        member=tied,
        kind=chosen,
        declared_by=me.known,
        declared_at=me.now,
        person=end[0],
        enquiry=end[1],
        described=end[2],
    )
    _work_out_walls(tie)
    record(me, "declare_tie", about=tie, people=[key for key in (end[0], end[2]) if key], kind=chosen)
    followed(me, "declare_tie", tie)
    return tie


@action
def lift_tie(me: Acting, tie: uuid.UUID | str, *, why: Any) -> Tie:
    """End a tie that was declared in error or is over.

    Raises:
        Refused: not an auditor, it is not found, or it is their own (`same_person`).
        Invalid: no reason, or it has been lifted.
    """
    permit_role(me, "lift_tie", everywhere(me))
    found = lock(Tie, tie)
    verdict = second_person(prepared_by_me=found.member_id == me.known.pk)
    if not verdict.allowed:
        raise Refused(verdict.reason, about=found)
    with checking() as check:
        reason = check.text(why, "why", required="Say why the tie is lifted")
        if found.lifted_at:
            check.wrong("why", "This tie has been lifted already")
    found.change(lifted_at=me.now, lifted_by_id=me.known.pk, lifted_why=reason)
    _work_out_walls(found)
    record(me, "lift_tie", about=found)
    followed(me, "lift_tie", found)
    return found


def _tied(me: Acting, username: Any) -> Member:
    """The member whose tie it is, when whoever acts may say so."""
    if me.member is None:
        raise Refused("role")
    if username in (None, "", me.member.username):
        return me.member
    tied = Member.objects.filter(username=username).first() if isinstance(username, str) else None
    if tied is None:
        raise Refused("not_found")
    if tied.manager_id != me.member.pk and not me.is_a(Role.AUDITOR):
        raise Refused("role")
    permit_role(me, "declare_tie", everywhere(me))
    return tied


def _end(person: Any, enquiry: Any, subject: Any) -> tuple[uuid.UUID | None, uuid.UUID | None, uuid.UUID | None]:
    """Whom the tie names: a person of the register, or an enquiry and somebody described on it."""
    on = named(enquiry) if not person else None
    with connection.cursor() as cursor:
        described = None
        if on and subject:
            cursor.execute("select pathway.described_as(%s, %s)", [on.id, str(subject)])
            (described,) = cursor.fetchone()
        try:
            registered = uuid.UUID(str(person)) if person else None
        except ValueError:
            raise Refused("not_found") from None
        if registered is None and described is None:
            raise Refused("not_found")
        cursor.execute("select pathway.tie_has_end(%s, %s, %s)", [registered, on.id if on else None, described])
        if not cursor.fetchone()[0]:
            raise Refused("not_found")
    return registered, on.id if on else None, described


def _work_out_walls(tie: Tie) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pathway.work_out_walls_of_tie(%s)", [tie.pk])
