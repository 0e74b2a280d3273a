"""Begins, keeps and ends drafts. What is in one is known to whoever tells it and to nobody in the hub."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, connection, transaction

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import everywhere, permit_role
from mash.foundation.access.policy import CORE
from mash.foundation.access.verbs import Invalid, Refused, action, hold, record
from mash.foundation.access.words import UNSPEAKABLE
from mash.foundation.partnership.models import Member, MemberRole
from mash.pathway.enquiries.drafts.files import send_draft_files
from mash.pathway.enquiries.drafts.models import Draft
from mash.pathway.enquiries.drafts.opening import KEPT_FOR, Begun, find_draft, hashed, open_draft
from mash.pathway.enquiries.references import code_hash, draft_hash, new_code, new_reference

MOST_TOLD = 400_000
STALE = "This was saved in another window since you opened it. Look at what is there now"


@action
def begin_draft(me: Acting, *, door: Any, area: Any = "", key: uuid.UUID | None = None, secret: str = "") -> Begun:
    """Begin to tell. Nothing has been told yet; whoever begins it gets a key that opens it in this browser.

    Args:
        key: which draft it is to be, where the page chose that before; a second time gives the member's own first one.
        secret: what opens it, where the page chose that too; a second time gives the first one to whoever has it.

    Raises:
        Refused: a member none of whose roles takes enquiries; or the id is somebody else's.
    """
    _permit(me)
    if key is not None:
        hold(Draft, key)
        if before := find_draft(opener=secret, key=key):
            return before
    secret, reference = secret or secrets.token_urlsafe(24), new_reference()
    try:
        with transaction.atomic():
            draft = Draft.add(
                pk=key or uuid.uuid4(),
                door=Draft.Door(door),
                area=area if isinstance(area, str) else "",
                owner=me.member.pk if me.member else None,
                reference=reference,
                by_key=draft_hash(secret),
                by_code=code_hash(reference, new_code(secret)),
                begun_at=me.now,
                saved_at=me.now,
                until=me.now + KEPT_FOR[Draft.Door(door)],
            )
    except IntegrityError:
        raise Refused("not_found") from None
    record(me, "begin_draft", about=draft)
    return open_draft(me, opener=secret)


@action
def keep_draft(me: Acting, draft: Begun, *, part: str, told: Mapping[str, Any], area: str | None = None) -> Begun:
    """Keep what was told in one part, as it was typed, right or wrong.

    The ledger hears of a draft at most once a minute, unless another member saves it: a call is kept every few seconds.

    Raises:
        Refused: `not_found`, when it has been sent or thrown away.
        Invalid: it was saved in another window since, or is longer than anybody can read.
    """
    _permit(me)
    whole = {**draft.told, part: _storable(told)}
    if len(json.dumps(whole)) > MOST_TOLD:
        raise Invalid(__all__="This is too long to keep. Shorten what you wrote")
    return _keep(me, "keep_draft", draft, whole, draft.area if area is None else area, None)


@action
def end_draft(me: Acting, draft: Begun, *, enquiry: uuid.UUID) -> None:
    """Note what became of a draft that was sent. What was told, and its files, go with the enquiry and from here."""
    _keep(me, "end_draft", draft, {}, draft.area, enquiry)
    send_draft_files(me, draft, enquiry=enquiry)


@action
def hand_draft_on(me: Acting, draft: Begun) -> str:
    """A new code for a colleague, who opens the draft with its reference and goes on. The code before opens no more."""
    _permit(me)
    code = new_code()
    with connection.cursor() as cursor:
        by_code = code_hash(draft.reference, code)
        cursor.execute("select intake.recode_draft(%s, %s, %s)", [hashed(draft.opener), draft.id, by_code])
        (done,) = cursor.fetchone()
    if not done:
        raise Refused("not_found")
    record(me, "hand_draft_on", about=Draft(pk=draft.id))
    return code


def colleagues(me: Acting) -> list[Member]:
    """Those who may go on with a call: who takes enquiries in an area of one's own. One query."""
    if me.member is None:
        return []
    held = MemberRole.objects.filter(
        role__in=CORE, area__in=me.areas_as(*CORE), since__lte=me.now, until__gt=me.now
    ).values("member")
    return list(Member.objects.filter(pk__in=held).exclude(pk=me.member.pk).order_by("name"))


@action
def give_draft(me: Acting, draft: Begun, *, to: Any) -> Member:
    """Give a draft to a colleague in the hub: from then on it is theirs alone.

    Raises:
        Refused: `not_found`, when it is not one's own any more.
        Invalid: not somebody who takes enquiries in an area of one's own.
    """
    permit_role(me, "give_draft", everywhere(me))
    colleague = next((one for one in colleagues(me) if str(one.pk) == str(to)), None)
    if colleague is None:
        raise Invalid(to="Choose a colleague")
    with connection.cursor() as cursor:
        cursor.execute(
            "select intake.give_draft(%s, %s, %s)",
            [draft.id, colleague.pk, code_hash(draft.reference, new_code())],
        )
        (done,) = cursor.fetchone()
    if not done:
        raise Refused("not_found")
    record(me, "give_draft", about=Draft(pk=draft.id), to=str(colleague.pk))
    return colleague


@action
def throw_draft_away(me: Acting, draft: Begun) -> None:
    """Throw a draft away: nothing of it stays but that there was one."""
    _permit(me)
    with connection.cursor() as cursor:
        cursor.execute("select intake.throw_draft_away(%s, %s)", [hashed(draft.opener), draft.id])
        (done,) = cursor.fetchone()
    if not done:
        raise Refused("not_found")
    record(me, "throw_draft_away", about=Draft(pk=draft.id))


def throw_old_drafts_away(me: Acting) -> int:
    """Throw away what nobody came back to, and what was sent; gives how many. For the hub's own clock alone."""
    with connection.cursor() as cursor:
        cursor.execute("select intake.throw_old_drafts_away()")
        (gone,) = cursor.fetchone()
    return int(gone)


def _permit(me: Acting) -> None:
    if me.member is not None:
        permit_role(me, "begin_draft", everywhere(me))


def _keep(me: Acting, verb: str, draft: Begun, told: Mapping[str, Any], area: str, enquiry: uuid.UUID | None) -> Begun:
    until = me.now + KEPT_FOR[Draft.Door(draft.door)]
    with connection.cursor() as cursor:
        cursor.execute(
            "select version, noted from intake.keep_draft(%s, %s, %s, %s, %s, %s, %s)",
            [hashed(draft.opener), draft.id, draft.version, json.dumps(told), area, until, enquiry],
        )
        version, noted = cursor.fetchone()
    if version is None:
        found = find_draft(opener=draft.opener, key=draft.id)
        if found is not None and found.enquiry is None:
            raise Invalid(__all__=STALE)
        raise Refused("not_found")
    if noted or verb != "keep_draft":
        record(me, verb, about=Draft(pk=draft.id))
    return replace(draft, told=told, version=version, area=area, saved_at=me.now, until=until, enquiry=enquiry)


def _storable(told: Any) -> Any:
    """What was typed without the characters that cannot be stored."""
    match told:
        case str():
            return UNSPEAKABLE.sub("", told)
        case Mapping():
            return {name: _storable(value) for name, value in told.items()}
        case list() | tuple():
            return [_storable(value) for value in told]
        case _:
            return told
