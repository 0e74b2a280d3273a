"""What a person's page shows of enquiries: who they were told to be, how they belong to others, what came and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.urls import reverse

from mash.foundation.access.acting import Acting
from mash.foundation.access.sightings import note, sighted
from mash.foundation.clock.london import london_date
from mash.pathway.enquiries.known import Around
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Relation
from mash.pathway.enquiries.page_marks import around_person
from mash.pathway.people.kinship import Kin, Sex, read_belonging, read_sex
from mash.pathway.people.matching.dates import in_words
from mash.pathway.people.models import Person
from mash.pathway.people.plugs import Moment, PersonPart


@dataclass(frozen=True, slots=True)
class NameTold:
    """A name by which somebody was told, first and last by which enquiry."""

    name: str
    first: DescribedPerson
    last: DescribedPerson


@dataclass(frozen=True, slots=True)
class Bond:
    """How somebody belongs to another, as an enquiry told it; `responsibility` is empty where nothing was said."""

    other: DescribedPerson
    words: str
    responsibility: str
    enquiry: Enquiry


def enquiries_about(me: Acting, person: Person) -> Sequence[PersonPart]:
    """Enquiries that describe somebody, names and bonds told by them, as far as this reader may see. Three queries."""
    visible = Enquiry.objects.visible_to(me)
    described = list(
        DescribedPerson.objects.filter(person=person, enquiry__in=visible)
        .select_related("enquiry__area")
        .order_by("-enquiry__received_at", "enquiry", "order")
    )
    for one in described:
        note(one.pk, enquiry=one.enquiry_id)
    bonds = _bonds(person, described)
    return [
        PersonPart(
            "Enquiries",
            "enquiries/part_of_person.jinja",
            {"described": described},
            moments=[moment for one in described for moment in _moments(one)],
            heading=_heading(person, described, bonds),
        ),
        PersonPart("Names", "enquiries/part_names.jinja", {"names": _names(described)}),
        PersonPart("Relationships", "enquiries/part_bonds.jinja", {"bonds": bonds}),
    ]


def stands_around(me: Acting, person: Person) -> Sequence[PersonPart]:
    """What to take care of, above all else; who works with them, and with whom they live. One query."""
    found = around_person(person.pk)
    today = london_date(me.now)
    parts = []
    if found.cautions:
        context = {"around": found}
        parts.append(
            PersonPart("Take care", "enquiries/part_cautions.jinja", context, warning=True, moments=_warned(found))
        )
    if found.involved or found.lives_with:
        now = replace(found, involved=[one for one in found.involved if one.is_open(today)])
        before = [one for one in found.involved if not one.is_open(today)]
        both = {"around": now, "before": before}
        parts.append(
            PersonPart(
                "Who works and lives with them now", "enquiries/part_around.jinja", both, moments=_served(found, today)
            )
        )
    return parts


def _names(described: Sequence[DescribedPerson]) -> list[NameTold]:
    """Each name once, the one told last first."""
    told: dict[str, list[DescribedPerson]] = {}
    for one in described:
        name = " ".join(part for part in (one.given, one.middle, one.family) if part)
        for text in (name, *one.also_known_as):
            if text:
                told.setdefault(text, []).append(one)
    return [NameTold(name, ones[-1], ones[0]) for name, ones in told.items()]


def _bonds(person: Person, described: Sequence[DescribedPerson]) -> list[Bond]:
    """How they belong to others, told last first. One query."""
    own = {one.pk: one for one in described}
    relations = (
        Relation.objects.filter(Q(one__in=own) | Q(other__in=own))
        .select_related("one", "other", "enquiry")
        .order_by("-enquiry__received_at", "pk")
    )
    return [_bond(relation, is_theirs=relation.one_id in own) for relation in relations]


def _bond(relation: Relation, *, is_theirs: bool) -> Bond:
    other = relation.other if is_theirs else relation.one
    name, held = sighted(other), relation.parental_responsibility
    if is_theirs:
        words = f"{relation.kind} of {name}"
        responsibility = {True: f"has it for {name}", False: f"has none for {name}", None: ""}[held]
    else:
        words = f"{name} is the {relation.kind}"
        responsibility = {True: f"{name} has it", False: f"{name} has none", None: ""}[held]
    return Bond(other, words, responsibility, relation.enquiry)


def _heading(person: Person, described: Sequence[DescribedPerson], bonds: Sequence[Bond]) -> str:
    """Of somebody not born yet: whose baby, and when due. Empty where the register's own heading says as much."""
    if person.born or not person.due_date or person.given:
        return ""
    mothers = [bond.other for bond in bonds if "is the" in bond.words and _is_mother(bond.other, bond.words)]
    if not mothers and described:
        beside = DescribedPerson.objects.filter(enquiry=described[0].enquiry_id).order_by("order")
        mothers = [one for one in beside if _is_mother(one, one.role)]
    return f"Unborn baby of {sighted(mothers[0])}, due {in_words(person.due_date)}" if mothers else ""


def _is_mother(somebody: DescribedPerson, words: str) -> bool:
    said = read_belonging(words.rpartition(" is the ")[2])
    return said.kin is Kin.PARENT and Sex.FEMALE in (said.sex, read_sex(somebody.sex))


def _moments(one: DescribedPerson) -> list[Moment]:
    enquiry = one.enquiry
    href = reverse("casework:enquiry", args=[enquiry.reference])
    where = f"Enquiry {enquiry.reference}, {enquiry.area}"
    days = ((enquiry.received_at, "received"), (enquiry.decided_at, "decided"), (enquiry.closed_at, "closed"))
    return [Moment(london_date(at), f"{where}: {what}", href) for at, what in days if at]


def _warned(found: Around) -> list[Moment]:
    return [
        Moment(one.since, f"Take care: {one.words}" if one.own else f"Take care: {one.name}, {one.words}")
        for one in found.cautions
        if one.since
    ]


def _served(found: Around, today: date) -> list[Moment]:
    began = [Moment(one.since, f"Open to {one.service}{_team(one.team)}") for one in found.involved if one.since]
    ended = [
        Moment(one.until, f"No longer open to {one.service}{_team(one.team)}") for one in found.involved if one.until
    ]
    return [*began, *(moment for moment in ended if moment.on <= today)]


def _team(team: str) -> str:
    return f", {team}" if team else ""
