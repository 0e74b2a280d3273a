"""Whose a stage of a disagreement is: who may own it, and that another one sees to it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.verbs import action, followed, record
from mash.foundation.access.words import Checking, checking
from mash.foundation.partnership.models import Member
from mash.foundation.post.models import Notice
from mash.foundation.post.notices import notify
from mash.pathway.disagreements.actions.still_open import lock_open, look_at, stage_of
from mash.pathway.disagreements.models import Key, Stage
from mash.pathway.enquiries.models import Enquiry

CHOOSE = "Choose a practice manager of this area, and not the one who answered first"
CHANGED = "{owner} sees to it since you opened this page. Look again"
ALREADY = "{owner} sees to it already. Choose another practice manager of this area"


@action
def change_stage_owner(
    me: Acting,
    disagreement: Key | None = None,
    *,
    owner: Any,
    enquiry: Key | None = None,
    seen: Any = None,
    had_by: Any = None,
) -> Stage:
    """Let another practice manager see to the stage that a disagreement is at. Its due time stays, and they hear of it.

    Args:
        owner: by username or id.
        enquiry: in place of the disagreement, where one alone is open.
        seen: the number of the stage that stood on the page.
        had_by: whose it was on the page, by id.

    Raises:
        Refused: not a practice manager of this area, or tied.
        Invalid: settled, or at another stage or another's by now; or nobody who may own this stage.

    Source: DOMAIN rule 68: each stage has an owner.
    """
    open_one, found = lock_open(me, "change_stage_owner", disagreement, enquiry)
    stage = stage_of(open_one)
    with checking() as check:
        look_at(check, open_one, stage, seen)
        if had_by and str(had_by) != str(stage.owner_id):
            check.wrong("owner", CHANGED.format(owner=stage.owner))
        first = open_one.stages.order_by("number")[:1].get().owner_id
        owners = owners_for(found, stage.number, first=first, decided=open_one.decision.decided_by_id)
        becomes = named_owner(check, me, owners, owner)
        if becomes.pk == stage.owner_id:
            check.wrong("owner", ALREADY.format(owner=stage.owner))
    was = stage.owner_id
    stage.change(owner=becomes)
    if becomes.pk != me.known.pk:
        path = f"/enquiries/{found.reference}/disagreements"
        notify(me, Notice.Kind.DISAGREEMENT_YOURS, path=path, member=becomes)
    record(me, "change_stage_owner", about=open_one, stage=stage.number, was=str(was), owner=str(becomes.pk))
    followed(me, "change_stage_owner", open_one)
    return stage


def named_owner(check: Checking, me: Acting, owners: list[Member], owner: Any) -> Member:
    """Who is meant, by username or id, of those who may own a stage; it is wrong to mean somebody else."""
    wanted = next((one for one in owners if str(owner) in (str(one.pk), one.username)), None)
    if wanted is None:
        check.wrong("owner", CHOOSE)
    return wanted or me.known


def owners_for(enquiry: Enquiry, number: int, *, first: uuid.UUID, decided: uuid.UUID) -> list[Member]:
    """Who may own the stage of this number, by name. Two queries.

    From the second stage on it is not whoever decided, and heads of service are not asked by the manager who answered
    first: as far as the area has others.

    Args:
        first: who owns the first stage.
        decided: who made the decision.
    """
    with connection.cursor() as cursor:
        cursor.execute("select * from pathway.managers_for(%s)", [enquiry.pk])
        keys = [key for (key,) in cursor.fetchall()]
    managers = list(Member.objects.filter(pk__in=keys).order_by("name"))
    if number == Stage.Number.MANAGERS:
        return managers
    barred = [{decided}] if number == Stage.Number.PARTNERSHIP else [{decided, first}, {decided}, {first}]
    kept = ([one for one in managers if one.pk not in these] for these in barred)
    return next((some for some in kept if some), managers)
