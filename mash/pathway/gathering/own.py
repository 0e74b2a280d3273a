"""A request as its agency sees it: what it is told, about whom, and what it has said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mash.foundation.access.acting import Acting
from mash.pathway.gathering.models import AskedAbout, Reply, Request
from mash.pathway.intelligence.chronology import Entry, entries_of
from mash.pathway.intelligence.models import Item


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """Somebody described, as the request tells of them: an agency outside the room may read no more.

    `pk`, `enquiry_id` and `person_id` are what `|named` notes; `person_id` is never known here.
    """

    pk: UUID
    enquiry_id: UUID
    name: str
    also_known_as: tuple[str, ...]
    subject: bool
    about: str
    facts: tuple[tuple[str, str], ...]
    relations: tuple[str, ...]
    person_id: None = None

    def __str__(self) -> str:
        return self.name


def people_of(asked: Request) -> list[AskedPerson]:
    """The people of a request in its order, subjects first. One query."""
    told = {person["id"]: person for person in asked.content.get("people", [])}
    about = AskedAbout.objects.filter(request=asked).values_list("described_id", flat=True)
    people = [_person(asked, told[str(key)]) for key in about if str(key) in told]
    order = list(told)
    return sorted(people, key=lambda person: (not person.subject, order.index(str(person.pk))))


def subjects_of(asked: Request) -> list[AskedPerson]:
    """Whom a request is about, for a line of a list; everybody where nobody is marked. No query."""
    told = asked.content.get("people", [])
    subjects = [person for person in told if person.get("subject")] or told
    return [_person(asked, person) for person in subjects]


def _person(asked: Request, told: dict[str, object]) -> AskedPerson:
    facts = told.get("facts")
    also = told.get("also_known_as")
    relations = told.get("relations")
    return AskedPerson(
        pk=UUID(str(told["id"])),
        enquiry_id=asked.enquiry_id,
        name=str(told["name"]),
        also_known_as=tuple(map(str, also)) if isinstance(also, list) else (),
        subject=bool(told.get("subject")),
        about=", ".join(part for part in (_age(told), str(told.get("role") or ""), _since(told)) if part),
        facts=tuple((str(label), str(value)) for label, value in facts) if isinstance(facts, list) else (),
        relations=tuple(map(str, relations)) if isinstance(relations, list) else (),
    )


def _since(told: dict[str, object]) -> str:
    return "described since your agency was asked" if told.get("added") else ""


def _age(told: dict[str, object]) -> str:
    if told.get("due_date"):
        due = date.fromisoformat(str(told["due_date"]))
        return f"unborn, due {due.day} {due:%B %Y}"
    age = told.get("age")
    if age is None:
        return "age not known"
    return f"{age} years old" if age else "under 1 year old"


@dataclass(frozen=True, slots=True)
class Said:
    """What the own agency has said of one person, the latest reply."""

    person: AskedPerson
    reply: str
    why: str


def said_of(asked: Request, people: list[AskedPerson]) -> list[Said]:
    """The latest reply for each person that has one. One query."""
    latest = {
        reply.described_id: reply for reply in Reply.objects.filter(answer__request=asked).order_by("answer__given_at")
    }
    return [
        Said(person, latest[person.pk].get_reply_display(), latest[person.pk].why)
        for person in people
        if person.pk in latest
    ]


def entries_on(me: Acting, asked: Request, people: list[AskedPerson]) -> list[Entry]:
    """The own agency's items on a request, with what they correct. One query."""
    rows = Item.objects.filter(request=asked.pk, agency=asked.agency_id)
    return entries_of(me, rows, people={person.pk: person for person in people})
