"""The family of an enquiry as a genogram, made from what was keyed once: people, roles, relations, where they live."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from mash.foundation.access.sightings import sighted
from mash.pathway.enquiries.homes_drawn import homes_to_draw
from mash.pathway.enquiries.household import ELSEWHERE, HERE, LEFT, Lives
from mash.pathway.enquiries.models import DescribedPerson, Relation
from mash.pathway.people.kinship import Belonging, Kin, Sex, read_belonging, read_sex
from mash.pathway.people.naming import died_in_words
from mash.ui.family import Drawing, Relative, Sign, genogram_of
from mash.ui.words import count, listed

ELDERS, PARENTS, CHILDREN = 0, 1, 2
LONGEST_CARRIED = timedelta(days=300)  # a child born so long after a death is nobody's of whom it was
NOBODY_DIED: Mapping[uuid.UUID, date] = MappingProxyType({})
# Words by which people say that a couple is no longer together.
WERE_A_COUPLE = re.compile(r"\b(separated|divorced|estranged)\b", re.IGNORECASE)
ENDED = re.compile(r"\b(ex|former|formerly|separated|divorced|estranged|previous)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """One row of the table behind the drawing."""

    described: DescribedPerson
    belongs: Sequence[str]
    lives: str
    died: str
    responsible: Sequence[str]
    not_responsible: Sequence[str]


@dataclass(frozen=True, slots=True)
class Family:
    """A drawing, what it shows in a sentence, and the same as rows."""

    drawing: Drawing
    told: str
    members: Sequence[Member]


@dataclass(slots=True)
class _Tree:
    """Who stands in which generation, and the bonds, by id."""

    generation: dict[uuid.UUID, int]
    died: Mapping[uuid.UUID, date]
    parents: set[tuple[uuid.UUID, uuid.UUID]] = field(default_factory=set)
    couples: set[tuple[uuid.UUID, uuid.UUID]] = field(default_factory=set)
    ended: set[tuple[uuid.UUID, uuid.UUID]] = field(default_factory=set)


def family_of(
    people: Sequence[DescribedPerson],
    relations: Sequence[Relation],
    lives: Mapping[uuid.UUID, Lives],
    on: date,
    died: Mapping[uuid.UUID, date] = NOBODY_DIED,
) -> Family | None:
    """The family as it was told; none of fewer than two people. Everybody drawn is noted as shown. No query.

    What somebody said of two people counts before what a role in the household lets one think: a mother is taken to be
    the mother of the children whom the enquiry is about, and of their siblings, where nobody said otherwise.

    Args:
        died: the day on which those died of whom the register knows it, as far as the reader may.
    """
    if len(people) < 2:
        return None
    tree = _tree(people, relations, on, died)
    homes = homes_to_draw(people, lives, died)
    relatives = [
        Relative(
            key=person.pk,
            name=sighted(person),
            sign=_sign(person, relations),
            generation=tree.generation[person.pk],
            below=[
                text
                for text in (
                    died_in_words(died.get(person.pk)) or _age(person, on),
                    _role(person),
                    _responsible(person, relations),
                )
                if text
            ],
            about=person.is_subject,
            elsewhere=lives[person.pk].apart,
            died=person.pk in died,
            household=homes.of.get(person.pk),
        )
        for person in sorted(people, key=lambda each: _oldest_first(each, on))
    ]
    members = [
        Member(
            described=person,
            belongs=_belongings(person, relations),
            lives=in_words(lives[person.pk]),
            died=died_in_words(died.get(person.pk)),
            responsible=[sighted(r.other) for r in relations if r.one == person and r.parental_responsibility],
            not_responsible=[
                sighted(r.other) for r in relations if r.one == person and r.parental_responsibility is False
            ],
        )
        for person in people
    ]
    drawing = genogram_of(
        relatives,
        parents=sorted(tree.parents),
        couples=sorted(tree.couples),
        ended=sorted(tree.ended),
        households=homes.captions,
    )
    return Family(drawing, _told(people, lives, died, tree.ended), members)


def _tree(
    people: Sequence[DescribedPerson], relations: Sequence[Relation], on: date, died: Mapping[uuid.UUID, date]
) -> _Tree:
    said = {person.pk: read_belonging(person.role) for person in people}
    subjects = [person for person in people if person.is_subject] or list(people[:1])
    grown = all(_is_grown(person, said[person.pk], on) for person in subjects)
    base = PARENTS if grown else CHILDREN
    tree = _Tree({person.pk: _generation(person, said[person.pk], base, on) for person in people}, died)
    _from_relations(tree, relations)
    _from_roles(tree, people, said, base)
    return tree


def _is_grown(person: DescribedPerson, said: Belonging, on: date) -> bool:
    known = person.is_of_age_on(on)
    return known if known is not None else said.kin in (Kin.PARENT, Kin.PARTNER, Kin.GRANDPARENT)


def _generation(person: DescribedPerson, said: Belonging, base: int, on: date) -> int:
    """Where somebody stands by their role; a subject of age among children stands with the parents."""
    step = {
        Kin.PARENT: -1, Kin.PARTNER: 0 if base == PARENTS else -1, Kin.GRANDPARENT: -2, Kin.AUNT_OR_UNCLE: -1,
        Kin.SIBLING: 0, Kin.CHILD: 0 if base == CHILDREN else 1, Kin.GRANDCHILD: 1,
    }.get(said.kin)  # fmt: skip
    grown = _is_grown(person, said, on)
    if step is None or (person.is_subject and said.kin in (Kin.CHILD, Kin.OTHER)):
        step = 0 if grown == (base == PARENTS) else (-1 if grown else 1)
    return min(max(base + step, ELDERS), CHILDREN)


def _from_relations(tree: _Tree, relations: Sequence[Relation]) -> None:
    for relation in relations:
        one, other = relation.one.pk, relation.other.pk
        match _bond_of(relation.kind):
            case Kin.PARENT:
                _make_parent(tree, one, other)
            case Kin.CHILD:
                _make_parent(tree, other, one)
            case Kin.PARTNER:
                tree.couples.add((one, other))
                if ENDED.search(relation.kind):
                    tree.ended.add((one, other))
                tree.generation[one] = tree.generation[other]
            case _:
                pass
    for relation in relations:  # brothers and sisters share the parents that are known of one of them
        if read_belonging(relation.kind).kin is Kin.SIBLING and "half" not in relation.kind.lower():
            one, other = relation.one.pk, relation.other.pk
            tree.generation[one] = tree.generation[other]
            for parent, child in list(tree.parents):
                if child in (one, other) and not _has_parents(tree, other if child == one else one):
                    tree.parents.add((parent, other if child == one else one))


def _bond_of(kind: str) -> Kin:
    """How two belong together; who is separated or divorced was a couple."""
    kin = read_belonging(kind).kin
    return Kin.PARTNER if kin is Kin.OTHER and WERE_A_COUPLE.search(kind) else kin


def _make_parent(tree: _Tree, parent: uuid.UUID, child: uuid.UUID) -> None:
    tree.parents.add((parent, child))
    if tree.generation[parent] >= tree.generation[child]:
        if tree.generation[child] == ELDERS:
            tree.generation[child] = PARENTS
        tree.generation[parent] = tree.generation[child] - 1


def _from_roles(tree: _Tree, people: Sequence[DescribedPerson], said: Mapping[uuid.UUID, Belonging], base: int) -> None:
    settled = {child for _, child in tree.parents}
    by_kin: dict[Kin, list[DescribedPerson]] = {}
    for person in people:
        if not (person.is_subject and said[person.pk].kin in (Kin.CHILD, Kin.OTHER)):
            by_kin.setdefault(said[person.pk].kin, []).append(person)
    subjects = [person for person in people if person.is_subject and said[person.pk].kin is not Kin.PARENT]
    grown_ups = by_kin.get(Kin.PARENT, [])
    if base == CHILDREN:
        young = [
            one
            for one in (*subjects, *by_kin.get(Kin.SIBLING, []), *by_kin.get(Kin.CHILD, []))
            if one.pk not in settled
        ]
        couples_of = grown_ups
    else:
        young = [one for one in subjects if one.pk not in settled]
        couples_of = subjects
        for parent in subjects:
            _make_all(tree, parent, [one for one in by_kin.get(Kin.CHILD, []) if one.pk not in settled])
    if len(grown_ups) <= 2:
        for parent in grown_ups:
            _make_all(tree, parent, young)
    for partner in by_kin.get(Kin.PARTNER, []):
        if whose := _whose(said[partner.pk].of, couples_of, said):
            tree.couples.add((whose.pk, partner.pk))
            if ENDED.search(partner.role):
                tree.ended.add((whose.pk, partner.pk))


def _make_all(tree: _Tree, parent: DescribedPerson, young: Iterable[DescribedPerson]) -> None:
    for child in young:
        if tree.generation[parent.pk] < tree.generation[child.pk] and not _was_dead(tree.died.get(parent.pk), child):
            tree.parents.add((parent.pk, child.pk))


def _was_dead(died: date | None, child: DescribedPerson) -> bool:
    """Whether somebody had died long before a child was born or is due: then nobody takes them for a parent."""
    born = child.born or child.due_date
    return died is not None and born is not None and born > died + LONGEST_CARRIED


def _whose(
    of: Belonging | None, people: Sequence[DescribedPerson], said: Mapping[uuid.UUID, Belonging]
) -> DescribedPerson | None:
    """Whose partner somebody is: the mother's, where that was said; the only one's, where nothing was."""
    if of is None or of.sex is Sex.UNKNOWN:
        return people[0] if len(people) == 1 else None
    fitting = [person for person in people if (said[person.pk].sex or read_sex(person.sex)) == of.sex]
    return fitting[0] if len(fitting) == 1 else None


def _has_parents(tree: _Tree, child: uuid.UUID) -> bool:
    return any(each == child for _, each in tree.parents)


def _sign(person: DescribedPerson, relations: Sequence[Relation]) -> Sign:
    if person.due_date and not person.born:
        return Sign.TRIANGLE
    words = [person.role, *(relation.kind for relation in relations if relation.one == person)]
    sex = read_sex(person.sex) or next((found for word in words if (found := read_belonging(word).sex)), Sex.UNKNOWN)
    return {Sex.FEMALE: Sign.CIRCLE, Sex.MALE: Sign.SQUARE}.get(sex, Sign.DIAMOND)


def _age(person: DescribedPerson, on: date) -> str:
    if person.due_date and not person.born:
        return f"due {_in_words(person.due_date)}"
    age = person.age_on(on)
    if age is None:
        return ""
    return f"{age}" if person.born and age else "under 1" if person.born else f"about {age}"


def _role(person: DescribedPerson) -> str:
    return "" if person.role in ("child", str(person)) else person.role


def _responsible(person: DescribedPerson, relations: Sequence[Relation]) -> str:
    held = any(relation.parental_responsibility for relation in relations if relation.one == person)
    return "has parental responsibility" if held else ""


def _belongings(person: DescribedPerson, relations: Sequence[Relation]) -> list[str]:
    told = [f"{relation.kind} of {sighted(relation.other)}" for relation in relations if relation.one == person]
    return told or ([person.role] if person.role and person.role != str(person) else [])


def in_words(lives: Lives) -> str:
    """`in the household, since 3 May 2024`."""
    said = {HERE: "in the household", ELSEWHERE: "somewhere else", LEFT: "no longer in the household"}.get(
        lives.where, ""
    )
    if not said:
        return "not known"
    since = f"since {_in_words(lives.since)}" if lives.since else ""
    until = f"until {_in_words(lives.until)}" if lives.until else ""
    return ", ".join(part for part in (said, since, until) if part)


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _told(
    people: Sequence[DescribedPerson],
    lives: Mapping[uuid.UUID, Lives],
    died: Mapping[uuid.UUID, date],
    ended: Iterable[tuple[uuid.UUID, uuid.UUID]],
) -> str:
    names = {person.pk: str(person) for person in people}
    subjects = listed(str(person) for person in people if person.is_subject)
    apart = listed(str(person) for person in people if lives[person.pk].apart)
    parts = [f"{count(len(people), 'person', 'people')}"]
    if subjects:
        parts.append(f"the enquiry is about {subjects}")
    if apart:
        parts.append(f"{apart} somewhere else")
    parts += [f"{names[one]} and {names[other]} are no longer together" for one, other in sorted(ended)]
    parts += [f"{name} {died_in_words(died[key])}" for key, name in names.items() if key in died]
    return "; ".join(parts) + "."


def _oldest_first(person: DescribedPerson, on: date) -> tuple[int, date, int]:
    """Within a generation: by birth, as far as it is known, then in the order of telling; the unborn last."""
    if person.born:
        return (0, person.born, person.order)
    if person.age is not None:
        return (0, date(on.year - person.age, 1, 1), person.order)
    return (2 if person.due_date else 1, date.max, person.order)
