"""Known already, at once: who somebody described may be, and all that the hub has of them, before anything is saved."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import CORE
from mash.foundation.access.sightings import note
from mash.foundation.clock.london import in_london
from mash.foundation.clock.repeats import Repeats
from mash.pathway.enquiries.companions import Companion, beside_of, in_words, lifted
from mash.pathway.enquiries.household import home_of
from mash.pathway.enquiries.marks import Mark, contacts_in, marks_of
from mash.pathway.enquiries.masking import MARK
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.enquiries.reading import household
from mash.pathway.people import finding
from mash.pathway.people.matching import Candidate, Description, may_be_one_of
from mash.pathway.people.matching.places import place_of
from mash.pathway.people.matching.score import LIKELY
from mash.pathway.people.models import Caution, Involvement

MOST_SHOWN, MOST_CANDIDATES = 5, 10
LEAST_LOOKED_AT, LEAST_AS_TYPED = 0.0005, 0.003
KNOWN = (
    "select person, involved, cautions, lives_with, enquiries, contacts, beside, elsewhere "
    "from pathway.known(%s::uuid[], %s::uuid)"
)


@dataclass(frozen=True, slots=True)
class Involved:
    """Open, or formerly open, to a service: who works with them, and how to reach them (rule 22)."""

    service: str
    team: str
    worker: str
    phone: str
    manager: str
    plan: str
    since: date | None
    until: date | None

    def is_open(self, on: date) -> bool:
        """Whether they are open on a day."""
        return self.until is None or self.until > on


@dataclass(frozen=True, slots=True)
class Warned:
    """A caution of somebody themselves (`own`) or of somebody who lives with them."""

    of: uuid.UUID
    name: str
    role: str
    words: str
    own: bool
    since: date | None = None


@dataclass(frozen=True, slots=True)
class LivesWith:
    """Somebody of the register who lives with them."""

    person: uuid.UUID
    name: str
    role: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around somebody of the register, as far as the reader may know it."""

    involved: Sequence[Involved]
    cautions: Sequence[Warned]
    lives_with: Sequence[LivesWith]


@dataclass(frozen=True, slots=True)
class Before:
    """An enquiry of the reader's own area about somebody; `readable` where they may open it now."""

    reference: str
    received_at: datetime
    state: str
    level: str
    readable: bool


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody of the register who may be the one described, with reasons, and what the hub has of them.

    `speaks` are those who are named among the reasons, by id.
    """

    known: finding.Known
    candidate: Candidate[uuid.UUID]
    around: Around
    enquiries: Sequence[Before]
    marks: Sequence[Mark]
    elsewhere: Sequence[str]
    speaks: Sequence[uuid.UUID]

    @property
    def pk(self) -> uuid.UUID:
        """The person's id, for the ledger."""
        return self.known.pk

    @property
    def is_likely(self) -> bool:
        """Whether they alone are likely meant."""
        return self.candidate.p >= LIKELY

    def __str__(self) -> str:
        return str(self.known)


@dataclass(frozen=True, slots=True)
class Known:
    """The answer of one look-up: candidates, likeliest first, and the marks of the address that was told."""

    people: Sequence[KnownPerson]
    marks: Sequence[Mark]
    asked: bool

    @property
    def needs_reason(self) -> bool:
        """Whether a new person needs 'not the same, because' (rule 18)."""
        return may_be_one_of([person.candidate for person in self.people])

    @property
    def best(self) -> KnownPerson | None:
        """The likeliest."""
        return self.people[0] if self.people else None


NOTHING = Known((), (), asked=False)
ALONE = Around((), (), ())


def known_already(
    me: Acting,
    described: Description,
    *,
    named_too: Sequence[Companion] = (),
    area: uuid.UUID | None = None,
    repeats: Repeats | None = None,
    limit: int = MOST_SHOWN,
    least: float = LEAST_AS_TYPED,
) -> Known:
    """Who somebody described may be, and what the hub has of them. At most five queries; nothing is written.

    Everything is of the reader's own areas; of others it says only that somebody is known there. Nobody whom a tie or a
    wall hides is among them. Nothing is chosen: a named member confirms (rule 16).

    Args:
        named_too: others who are named with them; whoever was described beside a candidate before speaks for it.
        area: whose contacts are counted; without one, the reader's first.
        repeats: the numbers of that area's service standard.
        least: leave out who is less probable. While somebody is typed, little is known of them yet.

    Source: DOMAIN rules 16 to 18 and 22 to 25.
    """
    own = me.areas_as(*CORE)
    if not own:
        return NOTHING
    where = area if area in own else sorted(own)[0]
    # Those who are hardly likely by themselves are looked at too: others who are named with them may speak for them.
    beside = beside_of(described, named_too)
    found = finding.find(described, limit=2 * limit, least=LEAST_LOOKED_AT, beside=beside)
    facts = _facts([one.known.pk for one in found], where)
    numbers = repeats or _repeats_of(me, where)
    people = [_person(me, described, one, facts.get(one.known.pk, {}), named_too, numbers) for one in found]
    people = sorted(
        (person for person in people if person.candidate.p >= least), key=lambda person: -person.candidate.p
    )[:limit]
    for person in people:
        for key in (person.pk, *person.speaks):
            note(key)
        note_around(person.around)
    at_the_door = _marks_of_place(me, where, place_of(described.address, described.postcode), numbers)
    return Known(people, at_the_door, asked=True)


def known_of(me: Acting, enquiry: Enquiry, described: DescribedPerson) -> Known:
    """The same for somebody described on an enquiry, beside everybody else described there. One query more."""
    everybody = household(enquiry)
    found = known_already(
        me,
        description_of(described, enquiry),
        named_too=[Companion(description_of(one, enquiry), one.role) for one in everybody if one.pk != described.pk],
        area=enquiry.area_id,
        repeats=enquiry.standard.clock.repeats,
        limit=MOST_CANDIDATES,
        least=finding.LEAST_SHOWN,
    )
    reasons = " ".join(reason for person in found.people for reason in person.candidate.why)
    for one in everybody:
        if str(one) in reasons:  # shown as what speaks for a candidate
            note(one.pk)
    return found


def candidates_for(me: Acting, enquiry: Enquiry, described: DescribedPerson) -> Sequence[KnownPerson]:
    """Those who stand on the page where somebody is identified, in its order: what a choice is kept with."""
    return known_of(me, enquiry, described).people


def description_of(described: DescribedPerson, enquiry: Enquiry) -> Description:
    """Somebody described, as matching compares them; a protected address counts for those who may read it, and so do
    school and GP practice with it."""
    home, told = home_of(described), described.whereabouts
    return Description(
        given=described.given,
        middle=described.middle,
        family=described.family,
        also_known_as=tuple(described.also_known_as),
        born=described.born,
        age=described.age,
        due_date=described.due_date,
        sex=described.sex,
        address=home.address,
        postcode=home.postcode,
        uprn=home.uprn,
        nhs_number=described.nhs_number if described.nhs_number_is_right else "",
        upn=described.upn if described.upn_is_right else "",
        phone=described.phone,
        email=described.email,
        school=_named(told.school) if told else "",
        practice=_named(told.gp) if told else "",
        on=in_london(enquiry.received_at).date(),
    )


def around_of(rows: Mapping[str, Any] | None) -> Around:
    """What stands around somebody, from plain values. That others are named is noted when they are shown."""
    if not rows:
        return ALONE
    services, kinds = dict(Involvement.Service.choices), dict(Caution.Kind.choices)
    return Around(
        involved=[
            Involved(
                **{**row, "service": services[row["service"]], "since": _day(row["since"]), "until": _day(row["until"])}
            )
            for row in rows["involved"]
        ],
        cautions=[
            Warned(
                of=uuid.UUID(row["of"]),
                name=row["name"] or "somebody who lives there",
                role=row["role"],
                words=": ".join(part for part in (kinds[row["kind"]], row["text"]) if part),
                own=row["own"],
                since=_day(row["since"]),
            )
            for row in rows["cautions"]
        ],
        lives_with=[
            LivesWith(uuid.UUID(row["person"]), row["name"] or "Name not known", row["role"], _day(row["since"]))
            for row in rows["lives_with"]
        ],
    )


def note_around(around: Around) -> None:
    """Note that those are shown who stand around somebody."""
    for one in (*(with_them.person for with_them in around.lives_with), *(caution.of for caution in around.cautions)):
        note(one)


def _person(
    me: Acting,
    described: Description,
    found: finding.Found,
    rows: Mapping[str, Any],
    named_too: Sequence[Companion],
    repeats: Repeats,
) -> KnownPerson:
    around = around_of(rows)
    beside = rows.get("beside", ())
    candidate = lifted(found, described, named_too, beside)
    described_too = (uuid.UUID(row["id"]) for row in beside if any(in_words(row) in said for said in candidate.why))
    return KnownPerson(
        known=found.known,
        candidate=candidate,
        around=replace(around, involved=[one for one in around.involved if one.is_open(in_london(me.now).date())]),
        enquiries=[
            Before(
                row["reference"],
                datetime.fromisoformat(row["received_at"]),
                row["state"],
                row["level"],
                row["readable"],
            )
            for row in rows.get("enquiries", ())
        ],
        marks=marks_of(contacts_in(rows.get("contacts", ())), repeats, me.now),
        elsewhere=rows.get("elsewhere", ()),
        speaks=(*(mate.pk for mate, _ in found.mates), *described_too),
    )


def _facts(persons: Sequence[uuid.UUID], area: uuid.UUID) -> dict[uuid.UUID, dict[str, Any]]:
    if not persons:
        return {}
    columns = ("involved", "cautions", "lives_with", "enquiries", "contacts", "beside", "elsewhere")
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [list(persons), area])
        return {
            person: dict(zip(columns, (json.loads(part) for part in told), strict=True))
            for person, *told in cursor.fetchall()
        }


def _marks_of_place(me: Acting, area: uuid.UUID, place: str, repeats: Repeats) -> list[Mark]:
    """The marks of whoever was told to live at an address, whether or not anybody is identified there."""
    if not place:
        return []
    with connection.cursor() as cursor:
        cursor.execute("select pathway.counted(%s, '{}', %s, %s)", [area, [place], me.now])
        (rows,) = cursor.fetchone()
    return marks_of(contacts_in(json.loads(rows)), repeats, me.now)


def _repeats_of(me: Acting, area: uuid.UUID) -> Repeats:
    held = next(held.area for held in me.roles if held.area_id == area)
    return held.standard_on(me.now).clock.repeats


def _named(place: str) -> str:
    """A school or a practice; nothing for one that is masked, by which two strangers would look alike."""
    return "" if MARK in place else place


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
