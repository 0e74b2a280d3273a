"""Asking the owner of a restricted item whether it may go to a team, and what the owner says."""

from __future__ import annotations

import uuid
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit, permit_role
from mash.foundation.access.policy import Reason, ask_for, of_own_agency
from mash.foundation.access.verbs import Refused, action, followed, lock, record
from mash.foundation.access.words import Checking, checking
from mash.foundation.partnership.models import Role, Team
from mash.foundation.post.models import Notice
from mash.foundation.post.notices import notify
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.handover.contents import CLOSED
from mash.pathway.handover.models import Permission
from mash.pathway.intelligence.models import Handling, Item, Protects

Key = uuid.UUID | str

CHOOSE_TEAM = "Choose one of this area's teams"


@action
def ask_owner(me: Acting, item: Key, *, team: Any, purpose: Any) -> Permission:
    """Ask the agency that owns a restricted item whether it may go to a team, for a purpose.

    Raises:
        Refused: not a practice manager of this area, or tied; the item is not visible, sealed, or gives away who
            referred, so that nobody can agree to its release.
        Invalid: it is open, or has been corrected; it waits for an answer already; or team or purpose is missing.

    Source: DESIGN section 4; DOMAIN rule 54.
    """
    held = readable_item(me, lock(Item, item).pk)
    enquiry = lock_enquiry(held.enquiry_id)
    permit(me, "ask_owner", enquiry)
    verdict = ask_for(handling=held.held_as, gives_away_referrer=Protects.REFERRER in held.protects)
    if not verdict.allowed:
        raise Refused(verdict.reason, about=held)
    with checking() as check:
        if enquiry.state == Enquiry.State.CLOSED:
            check.wrong("item", CLOSED)
        if held.held_as == Handling.OPEN:
            check.wrong("item", "This item is open. It needs nobody's permission.")
        if Item.objects.filter(supersedes=held).exists():
            check.wrong("item", "This item has been corrected. Ask for its newest version.")
        to = recipient(me, enquiry, team)
        if to is None:
            check.wrong("team", CHOOSE_TEAM)
        text = check.text(purpose, "purpose", required="Say what the team needs it for")
        if to and Permission.objects.filter(item=held, team=to, state=Permission.State.ASKED).exists():
            check.wrong("team", f"{held.agency} has been asked for this already, and has not answered yet.")
    permission = Permission.add(
        enquiry=enquiry,
        area=enquiry.area_id,
        item=held,
        owner=held.agency,
        team=to,
        purpose=text,
        asked_by=me.known,
        asked_at=me.now,
    )
    record(me, "ask_owner", about=permission, item=str(held.pk))
    notify(me, Notice.Kind.PERMISSION, path=f"/permissions/{permission.pk}", agency=held.agency, area=enquiry.area)
    followed(me, "ask_owner", permission)
    return permission


@action
def agree_release(me: Acting, permission: Key, *, gist: Any = "") -> Permission:
    """Agree that an item may go to the team that asked, or let out a gist in its place.

    The gist is a new item that names its parent and inherits its label: it goes to this team, and nowhere else.

    Raises:
        Refused: not a researcher of the item's owner in that area, or tied.
        Invalid: it has been answered; the item has been corrected since; or the gist is too long.
    """
    asked, held = _owned(me, "agree_release", permission)
    with checking() as check:
        _still_waits(check, asked)
        words = check.text(gist, "gist")
        if Item.objects.filter(supersedes=held).exists():
            check.wrong(
                "permission", "This item has been corrected since. Refuse, so that its new version is asked for."
            )
    let_out = _gist(me, held, words) if words else None
    asked.change(state=Permission.State.AGREED, answered_by=me.known, answered_at=me.now, gist=let_out)
    record(me, "agree_release", about=asked, item=str((let_out or held).pk), gist=let_out is not None)
    followed(me, "agree_release", asked)
    return asked


@action
def refuse_release(me: Acting, permission: Key, *, why: Any) -> Permission:
    """Say that an item may not go to the team that asked.

    Raises:
        Refused: not a researcher of the item's owner in that area, or tied.
        Invalid: it has been answered, or nothing says why.
    """
    asked, _ = _owned(me, "refuse_release", permission)
    with checking() as check:
        _still_waits(check, asked)
        text = check.text(why, "why", required="Say why it may not go")
    asked.change(state=Permission.State.REFUSED, answered_by=me.known, answered_at=me.now, why_not=text)
    record(me, "refuse_release", about=asked)
    followed(me, "refuse_release", asked)
    return asked


def readable_item(me: Acting, key: uuid.UUID) -> Item:
    """An item that whoever acts may read.

    Raises:
        Refused: `not_found`.
    """
    found: list[Item] = list(Item.objects.filter(pk=key).select_related("agency").readable(me))
    if not found:
        raise Refused(Reason.NOT_FOUND)
    return found[0]


def recipient(me: Acting, enquiry: Enquiry, team: Any) -> Team | None:
    """A team of the enquiry's area by its slug; none for anything else: recipients come from the directory alone."""
    return Team.objects.receiving(enquiry.area_id, me.now).filter(slug=str(team or "")).first()


def _owned(me: Acting, verb: str, key: Key) -> tuple[Permission, Item]:
    """A permission that the own agency is asked for, with its item."""
    asked = lock(Permission, key)
    if not Permission.objects.visible_to(me).filter(pk=asked.pk).exists():
        raise Refused(Reason.NOT_FOUND)
    roles = frozenset(Role(held.role) for held in me.roles if held.area_id == asked.area)
    permit_role(me, verb, roles, about=asked)
    verdict = of_own_agency(own=me.known.agency_id == asked.owner_id)
    if not verdict.allowed:
        raise Refused(verdict.reason, about=asked)
    return asked, readable_item(me, asked.item_id)


def _still_waits(check: Checking, asked: Permission) -> None:
    if asked.state != Permission.State.ASKED:
        check.wrong("permission", f"{asked.answered_by} has answered this already.")


def _gist(me: Acting, parent: Item, words: str) -> Item:
    return Item.add(
        enquiry_id=parent.enquiry_id,
        area=parent.area,
        agency_id=parent.agency_id,
        request=parent.request,
        about=parent.about,
        text=words,
        kind=parent.kind,
        happened=parent.happened,
        source=parent.source,
        handling=parent.held_as,
        held_as=parent.held_as,
        conditions=parent.conditions,
        protects=parent.protects,
        given_by=me.known,
        given_at=me.now,
        gist_of=parent,
    )
