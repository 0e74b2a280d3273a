"""What the hub does with a disagreement: keeps the child safe meanwhile, talks at each stage, settles it."""

from __future__ import annotations

import uuid
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import everywhere, permit, permit_role
from mash.foundation.access.policy import settle_stage
from mash.foundation.access.verbs import Refused, action, followed, lock, record
from mash.foundation.access.words import Checking, checking
from mash.foundation.post.models import Notice
from mash.foundation.post.notices import notify
from mash.foundation.zones import Seat
from mash.pathway.disagreements.actions.opening import open_stage
from mash.pathway.disagreements.actions.owning import named_owner, owners_for
from mash.pathway.disagreements.actions.still_open import lock_open, look_at, stage_of
from mash.pathway.disagreements.jobs import tell
from mash.pathway.disagreements.models import LAST_STAGE, Disagreement, Key, Stage
from mash.pathway.disagreements.telling import findings_in_told
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.handover.replying import said
from mash.pathway.triage.actions.rating import give_reason

MOST_NAMES = 250


@action
def plan_meanwhile(me: Acting, disagreement: Key | None = None, *, plan: Any, enquiry: Key | None = None) -> Rationale:
    """Say who keeps the child safe while somebody disagrees. Each plan replaces the one before, which stays to be read.

    Args:
        enquiry: in place of the disagreement, where one alone is open.

    Raises:
        Refused: neither a social worker nor a practice manager of this area, or tied.
        Invalid: nothing is said, or it is settled.

    Source: DOMAIN rule 68: an interim safety plan is mandatory while it is open.
    """
    open_one, found = lock_open(me, "plan_meanwhile", disagreement, enquiry)
    with checking() as check:
        text = check.text(plan, "plan", required="Say who keeps them safe meanwhile, and how")
        look_at(check, open_one)
    made = give_reason(me, found, Rationale.Kind.INTERIM_PLAN, open_one.pk, text)
    record(me, "plan_meanwhile", about=open_one)
    followed(me, "plan_meanwhile", open_one)
    return made


@action
def escalate_disagreement(
    me: Acting,
    disagreement: Key | None = None,
    *,
    result: Any,
    owner: Any = None,
    between: Any = "",
    enquiry: Key | None = None,
    seen: Any = None,
) -> Stage:
    """Take a disagreement to its next stage: heads of service, then the partnership.

    Args:
        result: what the stage that ends came to, and why that settles nothing. The hub's own: it never leaves.
        owner: the practice manager of the area who sees to the next stage, by username or id. Without one whoever takes
            it on, or another where the rule wants another: heads of service are not asked by the manager who answered
            first, where the area has a second.
        between: who talks at it, by name and post.
        seen: the number of the stage that stood on the page.

    Raises:
        Refused: not a practice manager of this area, or tied.
        Invalid: settled, or at its last stage; no interim plan; no result; or nobody who may own the next stage.

    Source: DOMAIN rule 68.
    """
    open_one, found = lock_open(me, "escalate_disagreement", disagreement, enquiry)
    stage = stage_of(open_one)
    with checking() as check:
        text = check.text(result, "result", required="Say what this stage came to, and why it is not settled")
        look_at(check, open_one, stage, seen, planned=True)
        if stage.number == LAST_STAGE and open_one.settled_at is None:
            check.wrong("disagreement", "The partnership is the last stage. Settle it")
        names = check.text(between, "between", most=MOST_NAMES)
        next_owner = _owner(check, me, found, open_one, stage, owner)
    _end(me, found, stage, text)
    number = stage.number + 1
    due = found.standard.clock.disagreement_due(number, me.now)
    begun = open_stage(me, open_one, number=number, owner=next_owner, due=due, between=names)
    record(me, "escalate_disagreement", about=open_one, stage=number)
    followed(me, "escalate_disagreement", open_one)
    return begun


@action
def settle_disagreement(
    me: Acting,
    disagreement: Key | None = None,
    *,
    finding: Any,
    result: Any,
    told: Any,
    enquiry: Key | None = None,
    seen: Any = None,
) -> Disagreement:
    """Say what a disagreement came to, and tell whoever disagreed. Upheld, the decision has to be corrected.

    Args:
        finding: `upheld`, `partly` or `not_upheld`.
        result: what was weighed. The hub's own: it never leaves.
        told: what whoever disagreed reads of it. Nobody need approve it, so the gate must find nothing in it.
        seen: the number of the stage that stood on the page.

    Raises:
        Refused: not a practice manager of this area, or tied; or the one who decided, from the second stage on.
        Invalid: settled already; no interim plan; no finding, result or words; or the gate finds something in them.

    Source: DOMAIN rules 67 and 68.
    """
    open_one, found = lock_open(me, "settle_disagreement", disagreement, enquiry)
    stage = stage_of(open_one)
    with checking() as check:  # first, so that whoever could settle the stage that they saw is told, and not refused
        look_at(check, open_one, stage, seen)
    decided = open_one.decision.decided_by_id == me.known.pk
    verdict = settle_stage(stage=stage.number, decided=decided, owns=stage.owner_id == me.known.pk)
    if not verdict.allowed:
        raise Refused(verdict.reason, about=open_one)
    with checking() as check:
        code = check.choice(finding, "finding", Disagreement.Finding, message="Choose whether it is upheld")
        text = check.text(result, "result", required="Say what was weighed")
        words = check.text(told, "told", required="Write what they are told")
        look_at(check, open_one, planned=True)
    with checking() as check:
        findings = findings_in_told(me, found, open_one, words, weighed=text)
        if findings:
            check.wrong("told", said(findings))
    _end(me, found, stage, text)
    open_one.change(settled_at=me.now, settled_by=me.known, finding=code, told=words)
    if open_one.agency:
        path = f"/requests/{open_one.request}"
        notify(me, Notice.Kind.DISAGREEMENT_OVER, path=path, agency=open_one.agency, area=found.area)
    record(me, "settle_disagreement", about=open_one, stage=stage.number, finding=code)
    followed(me, "settle_disagreement", open_one)
    return open_one


@action
def chase_disagreement(me: Acting, stage: Key) -> Stage:
    """Tell the area's practice managers that a stage has no result in time. Done once, by the hub's own clock.

    Raises:
        Refused: anybody but the clock.
        Invalid: it has its result, is not late yet, or they were told already.

    Source: DOMAIN rule 68.
    """
    if me.seat is not Seat.SYSTEM:  # the others may not even be able to name its table
        permit_role(me, "chase_disagreement", everywhere(me))
    begun = lock(Stage, stage)
    enquiry = Enquiry.objects.select_related("area").get(pk=begun.enquiry_id)
    permit(me, "chase_disagreement", enquiry)
    with checking() as check:
        if begun.ended_at:
            check.wrong("stage", "This stage has its result.")
        if me.now < begun.due_at:
            check.wrong("stage", "This stage is not late yet.")
        if begun.late_told_at:
            check.wrong("stage", "The practice managers were told already.")
    begun.change(late_told_at=me.now)
    tell(me, Notice.Kind.DISAGREEMENT_LATE, begun)
    record(me, "chase_disagreement", about=begun, stage=begun.number)
    followed(me, "chase_disagreement", begun)
    return begun


def _end(me: Acting, enquiry: Enquiry, stage: Stage, result: str) -> None:
    stage.change(ended_at=me.now, ended_by=me.known)
    give_reason(me, enquiry, Rationale.Kind.DISAGREEMENT, stage.pk, result)


def _owner(
    check: Checking, me: Acting, enquiry: Enquiry, disagreement: Disagreement, stage: Stage, owner: Any
) -> uuid.UUID:
    """Who sees to the stage after this one."""
    first = disagreement.stages.order_by("number")[:1].get().owner_id
    managers = owners_for(enquiry, stage.number + 1, first=first, decided=disagreement.decision.decided_by_id)
    if not owner:
        return me.known.pk if me.known in managers or not managers else managers[0].pk
    return named_owner(check, me, managers, owner).pk
