"""The register of persons: what it learns when the hub confirms who somebody described is, and how that is undone."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.pathway.people.learned import ALONE, LONGEST_NAME, Learned
from mash.pathway.people.lists.remembered import described_as, homes_of
from mash.pathway.people.matching import (
    Description,
    register_keys,
    years_when_aged,
)
from mash.pathway.people.matching.identifiers import valid_uprn
from mash.pathway.people.matching.keys import WRITTEN_NOW, word_keys
from mash.pathway.people.matching.names import fold
from mash.pathway.people.matching.places import fold_postcode
from mash.pathway.people.models import Person, PersonAddress

FILLED_IN = ("born", "due_date", "nhs_number", "upn", "phone", "email", "school", "practice")


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody described lives, and whether few may know."""

    address: str
    postcode: str
    protected: bool
    uprn: str = ""

    @property
    def is_told(self) -> bool:
        """Whether anything is known of it."""
        return bool(self.address or self.postcode or valid_uprn(self.uprn))

    @property
    def columns(self) -> dict[str, Any]:
        """As an address of somebody is kept."""
        places = {"postcode": fold_postcode(self.postcode), "uprn": valid_uprn(self.uprn)}
        return {"address": self.address, "protected": self.protected, **places}


def make(me: Acting, described: Description, home: Home, area: uuid.UUID) -> tuple[Person, Learned]:
    """Add somebody to the register as they were described; everything known of them is learned by that."""
    told = columns_of(described)
    person = Person.add(
        **told,
        also_known_as=[name[:LONGEST_NAME] for name in described.also_known_as],
        areas=[area],
        keys=keys_of(described),
        made_at=me.now,
    )
    homes = _learn_home(me, person.pk, home, area)
    values = [column for column in ALONE if told[column]]
    return person, Learned(values, person.also_known_as, person.keys, homes, area=True)


def learn(me: Acting, person: uuid.UUID, described: Description, home: Home, area: uuid.UUID) -> Learned:
    """Let an area's hub know this person, by the names and numbers of a confirmed description too.

    What the register has stays; only what it lacks is filled in, and that is what it learned. A home told as
    protected is protected from now on, however openly this area was told it before or is told it later.
    """
    new_here = not Person.objects.filter(pk=person, areas__contains=[area]).exists()
    with connection.cursor() as cursor:
        cursor.execute("select people.known_in(%s, %s)", [person, area])
    described, home = as_hidden(person, described, home, area)
    hide_home(person, home, area)
    known = Person.objects.get(pk=person)
    lacking = lacks(known, without_places(person, described))
    known.change(**lacking.columns_of(known))
    homes = _learn_home(me, person, home, area)
    return Learned([*lacking.values], lacking.names, lacking.keys, homes, area=new_here, hid=home.protected)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a description tells of somebody that the register lacks: single columns, other names and keys."""

    values: dict[str, Any]
    names: list[str]
    keys: list[str]

    def columns_of(self, known: Person) -> dict[str, Any]:
        """The columns of the person with it."""
        names, keys = [*known.also_known_as, *self.names], sorted({*known.keys, *self.keys})
        return {**self.values, "also_known_as": names, "keys": keys}


def lacks(known: Person, described: Description) -> Lacking:
    """What the register lacks of a person; what it has stays. No query."""
    names = {fold(text[:LONGEST_NAME]) for text in (known.name, f"{known.given} {known.family}", *known.also_known_as)}
    others = dict.fromkeys(text for text in _names_of(described) if text and fold(text) not in names)
    told = columns_of(described)
    return Lacking(
        {column: told[column] for column in FILLED_IN if told[column] and not getattr(known, column)},
        list(others),
        [key for key in keys_of(described) if key not in known.keys],
    )


def columns_of(described: Description) -> dict[str, Any]:
    """A description as the single columns of a person."""
    years = _years_of(described) or (None, None)
    return {
        "given": described.given,
        "middle": described.middle,
        "family": described.family,
        "born": described.born,
        "born_from": years[0],
        "born_to": years[1],
        "due_date": described.due_date,
        "sex": described.sex,
        "nhs_number": described.valid_nhs_number,
        "upn": described.valid_upn,
        "phone": described.phone,
        "email": described.email_address,
        "school": described.school,
        "practice": described.practice,
    }


def _years_of(described: Description) -> tuple[int, int] | None:
    if described.born:
        return None
    if described.born_about:
        return described.born_about
    return years_when_aged(described.age, described.on) if described.age is not None and described.on else None


def take_back(described: uuid.UUID, person: uuid.UUID, learned: Learned, others: Sequence[Description]) -> None:
    """Take from a person what one description alone had taught, now that it is found to be about somebody else.

    Args:
        others: the descriptions by which this person stays confirmed, oldest first.
    """
    known = Person.objects.filter(pk=person).first()
    if known is None:
        return
    columns = {column: getattr(known, column) for column in (*ALONE, "also_known_as", "keys")}
    stays = learned.stays(columns, [_told_by(other) for other in others])
    with connection.cursor() as cursor:
        cursor.execute(
            "select pathway.take_back(%s, %s, %s, %s, %s)",
            [described, person, json.dumps(stays, default=str), learned.area, learned.home_ids],
        )


def _told_by(described: Description) -> dict[str, Any]:
    return {**columns_of(described), "names": _names_of(described), "keys": keys_of(described)}


def _names_of(described: Description) -> list[str]:
    """The whole name and the others, each as far as the register keeps it."""
    name = " ".join(part for part in (described.given, described.family) if part)
    return [text[:LONGEST_NAME] for text in (name, *described.also_known_as)]


def keys_of(described: Description) -> list[str]:
    """What finds this person: the keys for matching, and one for each word of their names for a search by hand.

    Give a description without a protected address: a hidden value must not find.
    """
    return sorted({WRITTEN_NOW, *register_keys(described), *word_keys(described)})


def as_hidden(person: uuid.UUID, described: Description, home: Home, area: uuid.UUID) -> tuple[Description, Home]:
    """A home that this area knows as a protected one of theirs stays protected, whoever tells it openly. One query."""
    if home.protected or not home.is_told:
        return described, home
    told = home.columns
    with connection.cursor() as cursor:
        cursor.execute(
            "select people.hides_there(%s, %s, %s, %s, %s)",
            [person, area, told["address"], told["postcode"], told["uprn"]],
        )
        (hidden,) = cursor.fetchone()
    return (described.without_home(), replace(home, protected=True)) if hidden else (described, home)


def hide_home(person: uuid.UUID, home: Home, area: uuid.UUID) -> None:
    """Let a protected home find somebody no longer where this area was told it openly before, in whatever spelling.

    School and GP practice go, which say it as well; they do also where nobody has told which home it is.
    """
    if not home.protected:
        return
    told = home.columns
    with connection.cursor() as cursor:
        cursor.execute(
            "select people.hide_home(%s, %s, %s, %s, %s)",
            [person, area, told["address"], told["postcode"], told["uprn"]],
        )
    find_by_open_homes(person)


def keep_hidden(me: Acting, person: uuid.UUID, home: Home, area: uuid.UUID) -> None:
    """Keep that a list protects where somebody lives, also where it does not say where. Two queries at most."""
    if home.protected and not is_home_of(person, home, area):
        PersonAddress.add(person_id=person, area=area, told_at=me.now, **home.columns)


def find_by_open_homes(person: uuid.UUID) -> None:
    """Let the homes of somebody that are not protected find them, as far as whoever acts may read the person.

    Where a researcher's word has hidden a home, the daily writing of keys does it.
    """
    known = Person.objects.filter(pk=person).first()
    if known is not None and WRITTEN_NOW not in known.keys:
        homes = homes_of([person]).get(person, [])
        known.change(keys=sorted({*known.keys, *keys_of(described_as(known, homes))}))


def without_places(person: uuid.UUID, described: Description) -> Description:
    """What may be learned of somebody: while an address of theirs is protected, neither school nor GP practice, which
    say where they live as well as an address. One query at most."""
    if not (described.school or described.practice):
        return described
    with connection.cursor() as cursor:
        cursor.execute("select people.hides(%s)", [person])
        (hides,) = cursor.fetchone()
    return replace(described, school="", practice="") if hides else described


def _learn_home(me: Acting, person: uuid.UUID, home: Home, area: uuid.UUID) -> list[str]:
    if not home.is_told or is_home_of(person, home, area):
        return []
    added = PersonAddress.add(person_id=person, area=area, told_at=me.now, **home.columns)
    return [str(added.pk)]


def is_home_of(person: uuid.UUID, home: Home, area: uuid.UUID) -> bool:
    """Whether the register knows that somebody lives there, as this area was told it. One query.

    One of which nobody told the property's number is another one than where that is told now.
    """
    told = home.columns
    lived = PersonAddress.objects.filter(person=person, area=area, protected=home.protected, postcode=told["postcode"])
    if told["uprn"]:
        lived = lived.filter(uprn=told["uprn"])
    return lived.filter(address__iexact=home.address).exists()
