"""The picture: all that agencies know in one chronology, what each rates, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import CORE, WEIGHS, Part, Reading, read_part
from mash.foundation.clock.london import london_date
from mash.foundation.partnership.models import Role
from mash.pathway.enquiries.earlier import Earlier, earlier_enquiries, same_people
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.gathering.models import Request
from mash.pathway.gathering.progress import Asked, asked_of
from mash.pathway.intelligence.chronology import Entry, entries_of
from mash.pathway.intelligence.models import Item

SCHOOL_AGE = range(4, 17)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: about a person or an agency, and what."""

    text: str
    person: DescribedPerson | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose to see of a picture. Empty means all; `person` is an id, `agency` a slug."""

    person: str = ""
    agency: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, address: Mapping[str, str]) -> Chosen:
        """As the address of a page says it."""
        return cls(**{name: str(address.get(name, ""))[:80] for name in cls.__slots__})

    def asks_for(self, entry: Entry) -> bool:
        """Whether an entry is among what was chosen."""
        day = entry.happened.isoformat() if entry.happened else ""
        return (
            self.person in ("", *(str(person.pk) for person in entry.about))
            and self.agency in ("", entry.item.agency.slug)
            and self.kind in ("", entry.item.kind)
            and (not self.since or day >= self.since)
            and (not self.until or "" < day <= self.until)
        )

    def but(self, **other: str) -> str:
        """The query of an address with these choices changed, for a link."""
        chosen = replace(self, **other)
        said = [(name, getattr(chosen, name)) for name in self.__slots__]
        return urlencode([(name, value) for name, value in said if value])


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything of an enquiry that its reader may know.

    `asked` and `missing` are there for those who weigh; `sealed_earlier` counts sealed items of earlier enquiries, for
    practice managers; `elsewhere` are other areas' enquiries about the same people, of which only the area is told.
    """

    entries: tuple[Entry, ...]
    asked: tuple[Asked, ...]
    missing: tuple[Gap, ...]
    people: tuple[DescribedPerson, ...]
    sealed_earlier: int = 0
    elsewhere: tuple[Earlier, ...] = ()

    def chosen(self, chosen: Chosen) -> Picture:
        """The same with the entries that were chosen."""
        return replace(self, entries=tuple(entry for entry in self.entries if chosen.asks_for(entry)))

    @property
    def kinds(self) -> list[str]:
        """The kinds of item in it."""
        return sorted({entry.item.kind for entry in self.entries} - {""})

    @property
    def strong(self) -> list[Entry]:
        """The entries that stand out: of agencies that rate it higher than the hub."""
        higher = {one.request.agency_id for one in self.asked if one.rated_higher}
        return [entry for entry in self.entries if entry.item.agency_id in higher]


def picture(
    me: Acting, enquiry: Enquiry, facts: Reading, *, person: str = "", agency: str = "", kind: str = ""
) -> Picture:
    """The picture of an enquiry for its reader.

    Three queries when its people are at hand, whatever came before.
    """
    people = list(enquiry.people.all())
    weighs = read_part(Part.WEIGHING, facts).allowed
    before = earlier_enquiries(enquiry) if facts.roles & WEIGHS or facts.glass else []
    here = [one for one in before if one.area == enquiry.area_id]
    entries = entries_of(
        me,
        Item.objects.filter(enquiry__in=[enquiry.pk, *(one.id for one in here)]),
        people=_known_as(enquiry, people, has_earlier=bool(here)),
        earlier={one.id: one.reference for one in here},
    )
    asked = asked_of(enquiry, me.now) if weighs else []
    whole = Picture(
        entries=tuple(entries),
        asked=tuple(asked),
        missing=tuple(_missing(enquiry, people, asked)) if weighs else (),
        people=tuple(people),
        sealed_earlier=sum(one.sealed for one in here) if Role.PRACTICE_MANAGER in facts.roles else 0,
        elsewhere=tuple(one for one in before if one.area != enquiry.area_id),
    )
    return whole.chosen(Chosen(person, agency, kind))


def may_have_picture(facts: Reading) -> bool:
    """Whether this reader reads items at all: call handlers do not."""
    return facts.glass or not (facts.roles & CORE) or bool(facts.roles & WEIGHS)


def _known_as(enquiry: Enquiry, people: list[DescribedPerson], *, has_earlier: bool) -> dict[UUID, DescribedPerson]:
    known = {one.pk: one for one in people}
    before = same_people(enquiry) if has_earlier else {}
    return {**{was: known[now] for was, now in before.items() if now in known}, **known}


def _missing(enquiry: Enquiry, people: Iterable[DescribedPerson], asked: list[Asked]) -> Iterable[Gap]:
    for one in asked:
        if one.is_late or one.request.state == Request.State.HOLDING:
            yield Gap(f"{one.request.agency} {one.said}")
    if not asked:
        yield Gap("nobody has been asked")
    told_of = {UUID(told["id"]) for one in asked for told in one.request.content.get("people", [])}
    day = london_date(enquiry.received_at)
    for person in people:
        if person.person_id is None:
            yield Gap("is not identified", person)
        if asked and person.pk not in told_of:
            yield Gap("was added after the agencies were asked", person)
        if person.is_subject:
            yield from _unknown(person, day)


def _unknown(person: DescribedPerson, day: date) -> Iterable[Gap]:
    told = person.whereabouts
    if told is None:  # who may not read of a protected address what is known is not told what is not
        return
    if not told.gp:
        yield Gap("has no GP that is known", person)
    if not told.school and (person.age_on(day) or 0) in SCHOOL_AGE:
        yield Gap("has no school that is known", person)
