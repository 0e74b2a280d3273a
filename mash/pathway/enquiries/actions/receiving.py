"""An enquiry comes in, once, from any front door."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import give_standing, permit_role
from mash.foundation.access.verbs import Refused, action, followed, record
from mash.foundation.access.words import checking
from mash.foundation.kept import FOREVER
from mash.foundation.partnership.models import Area, Role
from mash.foundation.zones import Seat
from mash.pathway.enquiries.actions.told import read_told
from mash.pathway.enquiries.actions.writing import withheld_referrers, work_out_walls, write_enquiry
from mash.pathway.enquiries.described import is_yes
from mash.pathway.enquiries.late_entry import received_at, standard_at
from mash.pathway.enquiries.models import Receipt
from mash.pathway.enquiries.references import code_hash, key_hash, new_code


@dataclass(frozen=True, slots=True)
class Received:
    """What an enquirer goes away with. `code` is shown once and kept only as a keyed hash."""

    id: uuid.UUID
    reference: str
    area: uuid.UUID
    channel: str
    received_at: datetime
    immediate_danger: bool
    code: str
    people: Mapping[str, str]


@action
def receive_enquiry(
    me: Acting,
    *,
    channel: Any,
    area: Any,
    narrative: Any,
    people: Any = (),
    referrer: Any = None,
    concerns: Any = (),
    immediate_danger: Any = False,
    child_protection: Any = False,
    consent: Any = None,
    particulars: Any = None,
    on_paper_at: Any = None,
    out_of_hours: Any = False,
    duty_did: Any = "",
    key: str | None = None,
) -> Received:
    """Take in one contact with the hub about one household: one enquiry, whatever the channel (rule 1).

    The time of receipt is `me.now`, or when it was taken on paper during an outage; the service standard is the one
    that holds then. Neither ever changes.

    Args:
        area: the area's slug.
        people: mappings as PLAY lists them.
        on_paper_at: when somebody of the hub took it down on paper; who enters it now, and when, is kept (rule 89).
        out_of_hours: whether it was told while the area's hub was closed (rule 8).
        duty_did: what the duty team did then.
        key: a second submission of the same member, or in the same play, gives the first one's enquiry.

    Raises:
        Refused: a member none of whose roles takes enquiries here.
        Invalid: by field; those of people as `people_0_dob`.

    Source: DESIGN section 2; DOMAIN rules 1 to 5, 8, 13, 14, 21, 40, 89.
    """
    where = Area.objects.filter(slug=area).first() if isinstance(area, str) else None
    _permit_teller(me, where)
    teller = me.member.pk if me.member and not me.play else None  # in a play its key alone counts, whoever tells
    hashed = key_hash(key, member=teller, play=me.play) if key else None
    if key and hashed and (before := already_received(hashed, key)):
        return before
    with checking() as check:
        if where is None:
            check.wrong("area", "Choose the area")
        came = received_at(check, me, on_paper_at)
        standard = standard_at(check, where, came)
        told = read_told(check, me, came, channel, narrative, people, referrer, concerns, consent, particulars)
        told = replace(
            told,
            origin={**told.origin, "out_of_hours": is_yes(out_of_hours)},
            duty_did=check.text(duty_did, "duty_did"),
        )
    if where is None or standard is None:  # said above; for the type checker
        raise Refused("not_found")
    withheld, danger = withheld_referrers(me, told.origin), is_yes(immediate_danger)
    enquiry, described = write_enquiry(me, standard, came, told, withheld=withheld, danger=danger)
    code = new_code(key or "")
    Receipt.add(enquiry=enquiry, reference=enquiry.reference, code_hash=code_hash(enquiry.reference, code), key=hashed)
    give_standing(enquiry.pk, "hub", where.pk, FOREVER)
    if me.seat is Seat.INTAKE and me.member:
        give_standing(enquiry.pk, "referrer", me.member.pk, FOREVER)
    work_out_walls(enquiry.pk)
    on_paper = came.isoformat() if enquiry.entered_at else None
    record(me, "receive_enquiry", about=enquiry, people=[person.pk for person in described], on_paper_at=on_paper)
    followed(
        me,
        "receive_enquiry",
        enquiry,
        people=described,
        child_protection=is_yes(child_protection),
        immediate_danger=enquiry.immediate_danger,
    )
    aliases = {person.alias: str(person.pk) for person in described if person.alias}
    return Received(
        enquiry.pk,
        enquiry.reference,
        where.pk,
        told.channel,
        came,
        enquiry.immediate_danger,
        code,
        aliases,
    )


def already_received(hashed: str, key: str) -> Received | None:
    """The enquiry that a key already made, once whoever is making it has finished."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"key:{hashed}"])
        cursor.execute(
            "select id, reference, area, channel, received_at, immediate_danger, people from intake.by_key(%s)",
            [hashed],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    enquiry, reference, area, channel, received_at, danger, people = row
    return Received(enquiry, reference, area, channel, received_at, danger, new_code(key), json.loads(people))


def _permit_teller(me: Acting, area: Area | None) -> None:
    """Anybody without an account may tell; a member by a role of the area, and who refers may tell any area.

    Of the researchers those of police alone, who hand in what their own agency was called to.
    """
    if me.member is None:
        if me.seat is not Seat.INTAKE:
            raise Refused("role")
        return
    held = {Role(h.role) for h in me.roles if area is None or h.area_id == area.pk or h.role == Role.REFERRER}
    permit_role(me, "receive_enquiry", frozenset(held if me.is_police else held - {Role.RESEARCHER}))
