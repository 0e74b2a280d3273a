"""Preparing a release, and taking one back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.policy import Reason
from mash.foundation.access.verbs import Invalid, Refused, action, followed, lock, record
from mash.foundation.access.words import Checking, checking
from mash.foundation.partnership.models import Team
from mash.pathway.enquiries.models import Enquiry, ProtectedAddress, Rationale
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.handover import gate
from mash.pathway.handover.actions.permissions import CHOOSE_TEAM, recipient
from mash.pathway.handover.choosing import Holdings, Offer, holdings
from mash.pathway.handover.circle import Circle
from mash.pathway.handover.contents import contents_of, locked_release, may_be_prepared, people_of
from mash.pathway.handover.forbidden import earlier_products, findings_of
from mash.pathway.handover.models import Finding, Handover, Release
from mash.pathway.handover.product import build, digest_of, draw

Key = uuid.UUID | str


@action
def prepare_release(
    me: Acting,
    enquiry: Key,
    *,
    team: Any,
    items: Any = (),
    addresses: Any = (),
    note: Any = "",
    narrative: bool = True,
) -> Release:
    """Put together exactly what a team will read, and let the egress gate look at it.

    It takes the place of what was prepared for this team before and not sent. What its author had cleared stays
    cleared while the words stand as they were; the second person reads anew.

    Args:
        items: ids of the items that go; the decision and the household always do.
        addresses: described people (alias or id) whose protected address goes, each as a line of its own.
        narrative: whether the worry goes too.

    Raises:
        Refused: not a practice manager of this area, or tied; or an item that may not go: sealed, restricted without
            its owner's word for this team, not visible, or of another enquiry.
        Invalid: neither decided nor flagged, or closed; an item has been corrected; somebody has no such address.

    Source: DESIGN section 4, the egress gate; DOMAIN rules 54 and 55.
    """
    found = lock_enquiry(enquiry)
    permit(me, "prepare_release", found)
    to = recipient(me, found, team)
    if to is None:
        raise Invalid(team=CHOOSE_TEAM)
    held = holdings(me, found, to)
    chosen = _choose(held, items)
    with checking() as check:
        may_be_prepared(check, found)
        text = check.text(note, "note")
        for offer in chosen:
            if offer.corrected:
                check.wrong("items", f"{offer.item.agency} has corrected an item since. Choose its newest version.")
        lines = _lines(check, held.circle, addresses)
    contents = contents_of(held, chosen, lines, contact=me.known, note=text, with_narrative=bool(narrative))
    product = build(contents)
    html = draw(product)
    release = Release(
        enquiry=found,
        area=found.area_id,
        team=to,
        items=[offer.item.pk for offer in chosen],
        addresses=[line.described_id for line in lines],
        with_narrative=bool(narrative),
        note=text,
        product=product,
        html=html,
        digest=digest_of(html),
        prepared_by=me.known,
        prepared_at=me.now,
    )
    cleared = _put_aside(me, found, to)
    already = earlier_products(me, held.circle, to)
    release.save(force_insert=True)
    _keep_findings(release, findings_of(product, held, chosen, already), cleared)
    record(me, "prepare_release", about=release, people=people_of(product), items=[str(key) for key in release.items])
    followed(me, "prepare_release", release)
    return release


@action
def withdraw_release(me: Acting, release: Key, *, why: Any) -> Release:
    """Take a release back: one not sent yet goes nowhere; one that was sent can be read no more.

    Raises:
        Refused: not a practice manager of this area, or tied.
        Invalid: withdrawn already, or nothing says why.

    Source: DOMAIN rule 54: releases are withdrawable for the future.
    """
    prepared, enquiry = locked_release(me, "withdraw_release", release)
    with checking() as check:
        text = check.text(why, "why", required="Say why it is withdrawn")
        if prepared.state == Release.State.WITHDRAWN:
            check.wrong("release", "This has been withdrawn already.")
    _withdraw(prepared)
    Rationale.add(
        enquiry=enquiry,
        area=enquiry.area_id,
        kind=Rationale.Kind.WITHDRAWN,
        about=prepared.pk,
        text=text,
        by=me.known,
        given_at=me.now,
    )
    record(me, "withdraw_release", about=prepared)
    followed(me, "withdraw_release", prepared)
    return prepared


def _choose(held: Holdings, items: Any) -> list[Offer]:
    """The items that are to go, where the policy lets every one of them."""
    given = list(items) if isinstance(items, Iterable) and not isinstance(items, str) else [items]
    keys = []
    for key in given:
        offer = held.get(key)
        if offer is None:
            raise Refused(Reason.NOT_FOUND, about=held.enquiry)
        if not offer.verdict.allowed:
            raise Refused(offer.verdict.reason, about=offer.item)
        keys.append(offer.item.pk)
    return held.chosen(keys)


def _lines(check: Checking, circle: Circle, addresses: Any) -> list[ProtectedAddress]:
    """The protected addresses that go, each a line of its own, by alias or id of the person."""
    wanted = [addresses] if isinstance(addresses, str | uuid.UUID) else list(addresses or [])
    by_name = {name: row for row in circle.lines for name in (str(row.described_id), row.described.alias) if name}
    found = [by_name.get(str(name)) for name in wanted]
    if None in found:
        check.wrong("addresses", "Choose people of this enquiry whose address is protected")
    return list(dict.fromkeys(row for row in found if row is not None))


def _put_aside(me: Acting, enquiry: Enquiry, team: Team) -> dict[str, Finding]:
    """Withdraw what was prepared for this team and not sent; what its author had cleared there, by key."""
    cleared: dict[str, Finding] = {}
    for former in Release.objects.filter(enquiry=enquiry, team=team, state=Release.State.PREPARED):
        own = former.findings.filter(cleared_by=me.known, by_approver=False) if former.prepared_by == me.known else []
        cleared |= {finding.key: finding for finding in own}
        _withdraw(former)
    return cleared


def _withdraw(release: Release) -> None:
    release.change(state=Release.State.WITHDRAWN)
    handover = Handover.objects.filter(release=release).first()
    if handover:
        lock(Handover, handover.pk).change(state=Handover.State.WITHDRAWN, title="", html="", product={})


def _keep_findings(release: Release, findings: Sequence[gate.Finding], cleared: dict[str, Finding]) -> None:
    for key, found in {one.key: one for one in findings}.items():
        kept = Finding.add(
            release=release,
            enquiry=release.enquiry_id,
            area=release.area,
            key=key,
            kind=found.kind,
            part=found.part,
            start=found.span.start,
            end=found.span.end,
            by_approver=found.cleared_by is gate.ClearedBy.APPROVER,
        )
        former = cleared.get(key)
        if former:
            kept.change(cleared_by=former.cleared_by, cleared_at=former.cleared_at, why=former.why)
