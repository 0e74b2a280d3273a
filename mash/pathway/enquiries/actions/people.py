"""People and how they belong together, told after the enquiry came."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.policy import CORE
from mash.foundation.access.verbs import Refused, action, followed, hold_each, record
from mash.foundation.access.words import checking
from mash.foundation.clock.london import in_london
from mash.pathway.enquiries.actions.writing import describe, living_of, work_out_walls
from mash.pathway.enquiries.described import MOST_PEOPLE, ToldPerson, is_the_same_place, read_living, read_person
from mash.pathway.enquiries.household import settle_household
from mash.pathway.enquiries.masking import Marks
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Living, Particulars, Relation
from mash.pathway.enquiries.particulars.models import TEXTS
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.people.models import Person
from mash.pathway.people.register import find_by_open_homes

CLOSED = "This enquiry is closed. A new enquiry can be linked to it"


@action
def add_person(me: Acting, enquiry: uuid.UUID | str, *, person: Any) -> DescribedPerson:
    """Describe one more person on an enquiry. A protected address is masked in the story from now on, and in what
    agencies were told.

    Raises:
        Refused: neither one of the area's own people nor a researcher of an asked agency.
        Invalid: by field, as on receipt; the enquiry is closed; or a researcher names a subject.
    """
    found = lock_enquiry(enquiry)
    facts = permit(me, "add_person", found)
    described = list(DescribedPerson.objects.filter(enquiry=found))
    with checking() as check:
        if not isinstance(person, Mapping):
            check.wrong("person", "Describe the person")
        said: Mapping[str, Any] = person if isinstance(person, Mapping) else {}
        told = read_person(check, said, in_london(found.received_at).date())
        if found.state == Enquiry.State.CLOSED:
            check.wrong("person", CLOSED)
        if len(described) >= MOST_PEOPLE:
            check.wrong("person", f"An enquiry describes at most {MOST_PEOPLE} people")
        if told.columns["alias"] and told.columns["alias"] in {other.alias for other in described}:
            check.wrong("as", "Give each person a name of their own")
        if told.columns["is_subject"] and not facts.roles & CORE:
            check.wrong("subject", "Only the hub decides whom the enquiry is about")
    hidden = _protect(found, told, described, by_the_hub=bool(facts.roles & CORE))
    marks = _marks(found, told, described, hidden)
    if told.protected:
        _mask_others([other for other in described if other not in hidden], marks)
    (added,) = describe(found, [told], marks, at=me.now, first=len(described), later=True)
    work_out_walls(found.pk)
    record(me, "add_person", about=added, people=[added.pk])
    followed(me, "add_person", added, marks=marks)
    return added


@action
def relate(
    me: Acting,
    enquiry: uuid.UUID | str,
    *,
    one: Any,
    other: Any,
    kind: Any,
    parental_responsibility: bool | None = None,
) -> Relation:
    """Say how two of the people described belong together: `one` is `kind` of `other`.

    Raises:
        Refused: not one of the area's own people; or somebody is not described here (`not_found`).
        Invalid: the two are one, no kind is said, or the enquiry is closed.
    """
    found = lock_enquiry(enquiry)
    permit(me, "relate", found)
    first, second = described_on(found, one), described_on(found, other)
    with checking() as check:
        said = check.text(kind, "kind", required="Say how they belong together", most=60)
        if first.pk == second.pk:
            check.wrong("other", "Choose two different people")
        if found.state == Enquiry.State.CLOSED:
            check.wrong("kind", CLOSED)
    relation = Relation.add(
        enquiry=found,
        area=found.area_id,
        one=first,
        other=second,
        kind=said,
        parental_responsibility=parental_responsibility if isinstance(parental_responsibility, bool) else None,
    )
    record(me, "relate", about=relation, people=[first.pk, second.pk])
    followed(me, "relate", relation)
    return relation


@action
def say_where_lives(
    me: Acting, enquiry: uuid.UUID | str, *, person: Any, lives: Any, since: Any = None, until: Any = None
) -> Living:
    """Say whether somebody described lives with those whom the enquiry is about, and from when to when.

    What was said before stays; the latest counts. The register's household learns it of somebody identified (rule 19).

    Raises:
        Refused: not one of the area's own people; or somebody is not described here (`not_found`).
        Invalid: by field (`lives`, `lives_since`, `lives_until`); or the enquiry is closed.
    """
    found = lock_enquiry(enquiry)
    permit(me, "say_where_lives", found)
    described = described_on(found, person)
    with checking() as check:
        said = {"lives": lives, "lives_since": since, "lives_until": until}
        told = read_living(check, said, in_london(me.now).date())
        if told is None:
            check.wrong("lives", "Choose whether they live there")
        if found.state == Enquiry.State.CLOSED:
            check.wrong("lives", CLOSED)
    if told is None:  # said above; for the type checker
        raise Refused("not_found", about=found)
    living = living_of(found, described, told, at=me.now, by=me.known.pk)
    living.save(force_insert=True)
    settle_household(me, found)
    record(me, "say_where_lives", about=living, people=[described.pk], where=told.where)
    followed(me, "say_where_lives", living)
    return living


def described_on(enquiry: Enquiry, who: Any) -> DescribedPerson:
    """Somebody described on an enquiry, by id or by the name that a scenario gave them. One query.

    Raises:
        Refused: `not_found`.
    """
    people = DescribedPerson.objects.filter(enquiry=enquiry)
    try:
        found = people.filter(pk=uuid.UUID(str(who))).first()
    except ValueError:
        found = people.filter(alias=who).first() if isinstance(who, str) and who else None
    if found is None:
        raise Refused("not_found", about=enquiry)
    return found


def _protect(
    enquiry: Enquiry, told: ToldPerson, described: list[DescribedPerson], *, by_the_hub: bool
) -> list[DescribedPerson]:
    """Hide one address of two people alike: the newcomer's where it is hidden already, the others' where theirs is new,
    in the register too. What leads there, school and GP practice, goes with it. Returns those others, as they were.

    A researcher may not learn whether an address is the protected one: whatever address, school or practice they bring
    to an enquiry with one is protected too. So is what leads to whoever lives with a subject whose address is.
    """
    if told.protected:
        alike = [other for other in described if not other.address_protected and is_the_same_place(other, told)]
        known = sorted({other.person_id for other in alike if other.person_id})
        hold_each(Person, known)  # whoever is just teaching the register of them is waited for
        for other in alike:
            with connection.cursor() as cursor:
                cursor.execute("select pathway.hide_address(%s)", [other.pk])
        for person in known:
            find_by_open_homes(person)
        return alike
    if not by_the_hub:
        told.protected = any((told.has_home, *told.clues)) and any(other.address_protected for other in described)
    else:
        homes = enquiry.protected_addresses.all()
        hidden = [ToldPerson({}, home.address, home.postcode, True, uprn=home.uprn) for home in homes]
        told.protected = any(is_the_same_place(told, home) for home in hidden) or _lives_there(told, described)
    return []


def _lives_there(told: ToldPerson, described: list[DescribedPerson]) -> bool:
    """Whether somebody whose school or practice is told lives behind the protected door of a subject."""
    here = told.living is not None and told.living.where == Living.Where.HERE and not told.has_home
    return here and bool(told.clues) and any(other.is_subject and other.address_protected for other in described)


def _mask_others(described: list[DescribedPerson], marks: Marks) -> None:
    """Mask what was told of others before: the same school, or a role that names it."""
    places = marks.places()
    for other in described:
        before = [other.role, other.school, other.gp]
        texts = [places.masked(text) for text in before]
        if texts != before:
            with connection.cursor() as cursor:
                cursor.execute("select pathway.mask_described(%s, %s, %s, %s)", [other.pk, *texts])


def _marks(
    enquiry: Enquiry, told: ToldPerson, described: list[DescribedPerson], hidden: list[DescribedPerson]
) -> Marks:
    """What is to be masked for the newcomer: what is theirs, what is hidden with them, and what was hidden before, as
    far as whoever acts may read it. In the story too, when they bring a protected address."""
    marks = Marks(
        homes=[*([told] if told.protected else []), *hidden, *enquiry.protected_addresses.all()],
        described=[*(str(other) for other in described), *told.names],
        common=[enquiry.area.name],
    )
    if told.protected:
        enquiry.change(narrative=marks.masked(enquiry.narrative), consent_why=marks.masked(enquiry.consent_why))
        for particulars in Particulars.objects.filter(enquiry=enquiry):
            particulars.change(**{name: marks.masked(getattr(particulars, name)) for name in TEXTS})
    return marks
