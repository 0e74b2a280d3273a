"""The second person: clears what is theirs to clear, approves what somebody else prepared, and so sends it."""

from __future__ import annotations

import uuid
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import give_standing
from mash.foundation.access.policy import Reason, clear_finding, second_person
from mash.foundation.access.verbs import Refused, action, followed, lock, record
from mash.foundation.access.words import Checking, checking
from mash.foundation.kept import FOREVER
from mash.foundation.post.models import Notice
from mash.foundation.post.notices import notify
from mash.foundation.post.queue import later
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.handover.choosing import holdings
from mash.pathway.handover.contents import contents_of, locked_release, may_be_prepared, people_of
from mash.pathway.handover.forbidden import earlier_products, findings_of
from mash.pathway.handover.jobs import escalate_when_late
from mash.pathway.handover.models import Finding, Handover, Release
from mash.pathway.handover.product import Contents, build, digest_of, draw, title_of
from mash.pathway.triage.models import Alert, Level

Key = uuid.UUID | str


@action
def clear_warning(me: Acting, release: Key, *, warning: Any, why: Any) -> Finding:
    """Let something stay that the gate found, and say why.

    Raises:
        Refused: not a practice manager of this area, or tied; an address, the referrer or a sealed item's words
            cleared by the author; anything else by somebody else.
        Invalid: it is sent or withdrawn; cleared already; or nothing says why.
    """
    prepared, enquiry = locked_release(me, "clear_warning", release)
    finding = lock(Finding, warning)
    if finding.release_id != prepared.pk:
        raise Refused(Reason.NOT_FOUND, about=prepared)
    verdict = clear_finding(by_approver=finding.by_approver, prepared_by_me=prepared.prepared_by_id == me.known.pk)
    if not verdict.allowed:
        raise Refused(verdict.reason, about=prepared)
    with checking() as check:
        _waits(check, prepared)
        text = check.text(why, "why", required="Say why these words may stay")
        if finding.cleared_by_id:
            check.wrong("warning", "This has been cleared already.")
    finding.change(cleared_by=me.known, cleared_at=me.now, why=text)
    record(me, "clear_warning", about=prepared, enquiry=enquiry.pk, kind=finding.kind, warning=str(finding.pk))
    return finding


@action
def approve_release(me: Acting, release: Key) -> Handover:
    """Approve what somebody else prepared, and send it.

    Everything is put together and looked at once more: what is sent is what was read, to the byte.

    Raises:
        Refused: not a practice manager of this area, or tied; or it is one's own.
        Invalid: something that the gate found stands; something has changed since; it is sent or withdrawn.

    Source: DESIGN section 4; DOMAIN rules 54, 55 and 66.
    """
    prepared, enquiry = locked_release(me, "approve_release", release)
    verdict = second_person(prepared_by_me=prepared.prepared_by_id == me.known.pk)
    if not verdict.allowed:
        raise Refused(verdict.reason, about=prepared)
    with checking() as check:
        _waits(check, prepared)
        may_be_prepared(check, enquiry)
    with checking() as check:
        contents = _as_it_was_read(check, me, prepared, enquiry)
    prepared.change(state=Release.State.APPROVED, approved_by=me.known, approved_at=me.now)
    handover = _send(me, prepared, enquiry, title_of(contents))
    record(
        me,
        "approve_release",
        about=prepared,
        people=people_of(prepared.product),
        handover=str(handover.pk),
        digest=prepared.digest,
    )
    followed(me, "approve_release", handover)
    return handover


def _waits(check: Checking, release: Release) -> None:
    if release.state != Release.State.PREPARED:
        check.wrong("release", f"This has been {release.get_state_display().lower()} already.")


def _as_it_was_read(check: Checking, me: Acting, release: Release, enquiry: Enquiry) -> Contents:
    """The contents of a release as they are now, where that is what was prepared and nothing stands in the way."""
    held = holdings(me, enquiry, release.team)
    chosen = held.chosen(release.items)
    lines = [line for line in held.circle.lines if line.described_id in release.addresses]
    contents = contents_of(
        held,
        chosen,
        lines,
        contact=release.prepared_by,
        note=release.note,
        with_narrative=release.with_narrative,
    )
    product = build(contents)
    if len(chosen) != len(release.items) or not all(offer.may_go for offer in chosen):
        check.wrong("release", "An item that was chosen may not go any more. Prepare it again.")
    elif digest_of(draw(product)) != release.digest:
        check.wrong("release", "Something in it has changed since it was prepared. Prepare it again.")
    known = earlier_products(me, held.circle, release.team)
    cleared = set(release.findings.exclude(cleared_by=None).values_list("key", flat=True))
    if release.findings.filter(cleared_by=None).exists():
        check.wrong("release", "Something that was found in it has not been cleared.")
    elif {found.key for found in findings_of(product, held, chosen, known)} - cleared:
        check.wrong("release", "What the hub knows has changed since, and more was found. Prepare it again.")
    return contents


def _send(me: Acting, release: Release, enquiry: Enquiry, title: str) -> Handover:
    level = enquiry.level or (Level.RED if Alert.objects.filter(enquiry=enquiry).exists() else "")
    due_at = enquiry.standard.clock.acknowledgement_due(level or None, me.now)
    handover = Handover.add(
        release=release,
        enquiry=enquiry.pk,
        area=enquiry.area_id,
        team=release.team,
        reference=enquiry.reference,
        level=enquiry.level,
        title=title,
        html=release.html,
        product=release.product,
        digest=release.digest,
        sent_at=me.now,
        due_at=due_at,
    )
    give_standing(enquiry.pk, "team", release.team_id, FOREVER)
    notify(me, Notice.Kind.HANDOVER, path=f"/handovers/{handover.pk}", team=release.team)
    later(me, escalate_when_late, at=due_at, handover=str(handover.pk))
    return handover
