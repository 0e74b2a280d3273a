"""An enquiry comes in, once, from any front door."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import give_standing, permit_role
from mash.foundation.access.verbs import Refused, action, followed, record
from mash.foundation.access.words import Checking, checking
from mash.foundation.clock.london import in_london
from mash.foundation.kept import FOREVER
from mash.foundation.partnership.models import Area, Concern, Role, ServiceStandard
from mash.foundation.zones import Seat
from mash.pathway.enquiries.described import TEXTS, ToldLiving, ToldPerson, is_yes, read_people
from mash.pathway.enquiries.late_entry import received_at, standard_at
from mash.pathway.enquiries.masking import Marks, Referrer, marks_of
from mash.pathway.enquiries.models import (
    DescribedPerson,
    Enquiry,
    Living,
    Origin,
    Particulars,
    ProtectedAddress,
    Receipt,
    Relation,
    Words,
)
from mash.pathway.enquiries.particulars.models import TEXTS as PARTICULARS_IN_WORDS
from mash.pathway.enquiries.particulars.reading import masked as particulars_masked
from mash.pathway.enquiries.particulars.reading import read_particulars
from mash.pathway.enquiries.references import code_hash, key_hash, new_code, new_reference

MOST_NARRATIVE = 20_000
NO_ROLE = "parent or carer"
MARKS_OF_REFERRER = ("name", "agency", "job", "phone", "email")
ORIGIN_TEXTS = {"name": 120, "agency": 120, "job": 120, "phone": 30, "email": 254, "safe_contact": 250}


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


@dataclass(frozen=True, slots=True)
class Told:
    """What was told, checked."""

    channel: str
    narrative: str
    concerns: list[str]
    consent: str
    consent_why: str
    origin: dict[str, Any]
    people: list[ToldPerson]
    particulars: dict[str, Any]
    duty_did: str = ""


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
        told = _read(check, me, came, channel, narrative, people, referrer, concerns, consent, particulars)
        told = replace(
            told,
            origin={**told.origin, "out_of_hours": is_yes(out_of_hours)},
            duty_did=check.text(duty_did, "duty_did"),
        )
    if where is None or standard is None:  # said above; for the type checker
        raise Refused("not_found")
    withheld, danger = _withheld(me, told.origin), is_yes(immediate_danger)
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


def work_out_walls(enquiry: uuid.UUID) -> None:
    """Work out which members are tied to somebody described on an enquiry."""
    with connection.cursor() as cursor:
        cursor.execute("select pathway.work_out_walls(%s)", [enquiry])


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


def _read(
    check: Checking,
    me: Acting,
    came: datetime,
    channel: Any,
    narrative: Any,
    people: Any,
    referrer: Any,
    concerns: Any,
    consent: Any,
    particulars: Any,
) -> Told:
    agreed, why = _consent(check, consent)
    return Told(
        channel=check.choice(channel, "channel", Origin.Channel, message="Choose how the enquiry came"),
        narrative=check.text(narrative, "narrative", required="Say what is happening", most=MOST_NARRATIVE),
        concerns=_concerns(check, concerns),
        consent=agreed,
        consent_why=why,
        origin=_origin(check, me, referrer),
        people=read_people(check, people, in_london(came).date()),
        particulars=read_particulars(check, particulars),
    )


def _concerns(check: Checking, concerns: Any) -> list[str]:
    if isinstance(concerns, str) or not all(isinstance(slug, str) for slug in concerns or ()):
        check.wrong("concerns", "Choose concerns from the list")
        return []
    wanted = list(dict.fromkeys(concerns or ()))
    if not wanted:
        return []
    known = set(Concern.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    if set(wanted) - known:
        check.wrong("concerns", "Choose concerns from the list")
    return [slug for slug in wanted if slug in known]


def _consent(check: Checking, consent: Any) -> tuple[str, str]:
    if consent is None:
        return "", ""
    said = consent if isinstance(consent, Mapping) else {}
    state = check.choice(
        said.get("state"),
        "consent",
        Enquiry.Consent,
        message="Say whether the family agreed, refused, or was not asked",
    )
    not_asked = "Say why the family was not asked" if state == Enquiry.Consent.NOT_SOUGHT else ""
    return state, check.text(said.get("why"), "consent_why", required=not_asked)


def _origin(check: Checking, me: Acting, referrer: Any) -> dict[str, Any]:
    if referrer is not None and not isinstance(referrer, Mapping):
        check.wrong("referrer", "Say who tells this, or that they stay anonymous")
    said: Mapping[str, Any] = referrer if isinstance(referrer, Mapping) else {}
    texts = {name: check.text(said.get(name), f"referrer_{name}", most=most) for name, most in ORIGIN_TEXTS.items()}
    anonymous = is_yes(said.get("anonymous"))
    own = me.member if me.seat is Seat.INTAKE else None
    if own and not anonymous and not any(texts.values()):
        texts |= {"name": own.name, "agency": own.agency.name, "phone": own.phone, "email": own.email}
    return {
        **texts,
        "member": own.pk if own else None,
        "taken_down_by": me.member.pk if me.member and not own else None,
        "anonymous": anonymous,
        "withheld": anonymous or is_yes(said.get("withhold_identity")),
    }


def write_enquiry(
    me: Acting, standard: ServiceStandard, came: datetime, told: Told, *, withheld: Sequence[Referrer], danger: bool
) -> tuple[Enquiry, list[DescribedPerson]]:
    """Write down an enquiry as it was told, with what few may read masked in its texts. Live reasons come after.

    Args:
        standard: the service standard under which it came, of the area to which it came.
        came: when it came, which may be before it is entered.
        withheld: by what a referrer is known who asked not to be named.
    """
    area, late = standard.area, came != me.now
    marks = marks_of(told.people, withheld, area.name)
    enquiry = Enquiry.add(
        reference=new_reference(),
        area=area,
        received_at=came,
        standard=standard,
        entered_at=me.now if late else None,
        entered_by=me.member if late else None,
        narrative=marks.masked(told.narrative),
        concerns=told.concerns,
        immediate_danger=danger,
        consent=told.consent,
        consent_why=marks.masked(told.consent_why),
    )
    said = {name: told.particulars.get(name, "") for name in PARTICULARS_IN_WORDS}
    Words.add(
        enquiry=enquiry,
        area=area.pk,
        narrative=told.narrative,
        consent_why=told.consent_why,
        duty_did=told.duty_did,
        **said,
    )
    if told.particulars:
        Particulars.add(enquiry=enquiry, area=area.pk, **particulars_masked(told.particulars, marks.masked))
    Origin.add(enquiry=enquiry, area=area.pk, channel=told.channel, **told.origin)
    described = describe(enquiry, told.people, marks, at=came)
    _say_who_is_responsible(enquiry, told.people, described)
    return enquiry, described


def _say_who_is_responsible(enquiry: Enquiry, told: list[ToldPerson], described: list[DescribedPerson]) -> None:
    """Write down who has parental responsibility for whom, as relations between the people described."""
    of = {row.alias: row for row in described if row.alias}
    Relation.objects.bulk_create(
        Relation(
            enquiry=enquiry,
            area=enquiry.area_id,
            one=row,
            other=of[alias],
            kind=row.role or NO_ROLE,
            parental_responsibility=is_so,
        )
        for person, row in zip(told, described, strict=True)
        for alias, is_so in person.responsible.items()
    )


def describe(
    enquiry: Enquiry, told: list[ToldPerson], marks: Marks, *, at: datetime, first: int = 0, later: bool = False
) -> list[DescribedPerson]:
    """Write down people as told; their protected addresses apart, and where they live. At most three inserts.

    `later` says that they did not come with the enquiry: the hub or an agency describes them now.
    """
    described, hidden, livings, places = [], [], [], marks.places()
    for order, person in enumerate(told, start=first):
        columns = person.open_columns()
        columns |= {name: places.masked(columns[name])[: TEXTS[name]] for name in ("role", "school", "gp")}
        row = DescribedPerson(
            enquiry=enquiry, area=enquiry.area_id, order=order, added_at=at if later else None, **columns
        )
        described.append(row)
        if person.living:
            livings.append(living_of(enquiry, row, person.living, at=at))
        if person.protected:
            hidden.append(
                ProtectedAddress(
                    described=row,
                    enquiry=enquiry,
                    area=enquiry.area_id,
                    address=person.address,
                    postcode=person.postcode,
                )
            )
    DescribedPerson.objects.bulk_create(described)
    ProtectedAddress.objects.bulk_create(hidden)
    Living.objects.bulk_create(livings)
    return described


def living_of(
    enquiry: Enquiry, who: DescribedPerson, told: ToldLiving, *, at: datetime, by: uuid.UUID | None = None
) -> Living:
    """A row that says where somebody lives; not written yet."""
    return Living(
        enquiry=enquiry,
        area=enquiry.area_id,
        described=who,
        where=told.where,
        since=told.since,
        until=told.until,
        told_at=at,
        told_by=by,
    )


def _withheld(me: Acting, origin: Mapping[str, Any]) -> list[Referrer]:
    """By what somebody is known who asked not to be named: what they said, and the account that they used."""
    if not origin["withheld"]:
        return []
    said = Referrer(**{name: origin[name] for name in MARKS_OF_REFERRER})
    if not origin["member"] or not me.member:
        return [said]
    return [said, Referrer(me.member.name, me.member.agency.name, "", me.member.phone, me.member.email)]
