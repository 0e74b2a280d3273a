"""What the pages show of records that may be one person: the worklist, and two records side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from mash.foundation.access.acting import Acting
from mash.foundation.access.sightings import note
from mash.foundation.partnership.models import Area
from mash.pathway.people.finding import find
from mash.pathway.people.lists.remembered import described_as
from mash.pathway.people.matching import Band, band
from mash.pathway.people.models import Doubt, Merging, Person, PersonAddress, ToldApart

A_PAGE = 25
LEAST_ALIKE = 0.0005  # whoever asks for a double believes that there is one: ten that are alike at all are shown
LIKELY = {Band.SURE: "Almost surely", Band.LIKELY: "Likely"}
TOLD = (
    ("Sex", "sex"),
    ("NHS number", "nhs_number"),
    ("Unique pupil number", "upn"),
    ("Phone", "phone"),
    ("E-mail", "email"),
    ("School", "school"),
    ("GP practice", "practice"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A pair on the worklist."""

    doubt: Doubt
    likely: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that is told of both, side by side. `differs` is empty where one of them says nothing."""

    name: str
    one: str
    other: str

    @property
    def verdict(self) -> str:
        """How the two compare, in a word or two."""
        if self.one and self.other:
            return "the same" if self.one == self.other else "differs"
        return "only one of them has it" if self.one or self.other else ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair with all that its page says of it: what waits for a second person, and the merging that stands."""

    doubt: Doubt
    compared: Sequence[Compared]
    waiting: Merging | None
    standing: Merging | None
    before: Sequence[Merging]
    apart: ToldApart | None
    apart_before: Sequence[ToldApart]


def listed(me: Acting, page: int) -> tuple[list[Listed], bool]:
    """A page of the pairs to look at, likeliest first, and whether there are more. One query."""
    waiting = Merging.objects.waiting().filter(doubt=OuterRef("pk"))
    pairs = Doubt.objects.visible_to(me).unsettled().exclude(Exists(waiting)).select_related("one", "other")
    some = list(pairs[(page - 1) * A_PAGE : page * A_PAGE + 1])
    return [Listed(doubt, in_words(doubt.p)) for doubt in some[:A_PAGE]], len(some) > A_PAGE


def waiting_on(me: Acting) -> tuple[list[Merging], list[Merging]]:
    """The proposals that wait: those that whoever acts may answer, and the others. Two queries."""
    theirs = list(
        Merging.objects.for_second_person(me).select_related("kept", "folded", "proposed_by").order_by("proposed_at")
    )
    others = (
        Merging.objects.waiting().filter(doubt__in=Doubt.objects.visible_to(me)).exclude(pk__in=[m.pk for m in theirs])
    )
    return theirs, list(others.select_related("kept", "folded", "proposed_by").order_by("proposed_at")[:A_PAGE])


def shown_of(me: Acting, doubt: Doubt) -> Shown:
    """A pair with both records side by side, as far as whoever acts may see. Four queries."""
    note(doubt.one_id)
    note(doubt.other_id)
    mergings = list(
        Merging.objects.filter(doubt=doubt)
        .select_related("proposed_by", "answered_by", "undoes")
        .order_by("proposed_at", "pk")
    )
    undone = {one.undoes_id for one in mergings if one.answer == Merging.Answer.CONFIRMED}
    confirmed = [one for one in mergings if one.answer == Merging.Answer.CONFIRMED and one.undoes_id is None]
    apart = list(ToldApart.objects.filter(doubt=doubt).select_related("told_by").order_by("told_at", "pk"))
    stands = apart.pop() if apart and doubt.finding == Doubt.Finding.APART else None
    return Shown(
        doubt,
        _compared(me, doubt.one, doubt.other),
        next((one for one in mergings if not one.answer), None),
        next((one for one in confirmed if one.pk not in undone), None),
        [one for one in mergings if one.answer],
        stands,
        apart,
    )


def merged_into(me: Acting, person: Person) -> list[Merging]:
    """The records that were merged into this one, as far as whoever acts may weigh them. One query."""
    mergings = Merging.objects.standing().filter(folded__merged_into=person, doubt__in=Doubt.objects.visible_to(me))
    return list(mergings.select_related("folded", "proposed_by", "answered_by").order_by("answered_at"))


def alike_to(me: Acting, person: Person) -> list[Person]:
    """Others of the register who may be this person, likeliest first. Three queries."""
    homes = PersonAddress.objects.visible_to(me).filter(person=person, protected=False).order_by("-told_at")
    described = described_as(person, list(homes.values_list("address", "postcode", "uprn")))
    found = find(described, least=LEAST_ALIKE, besides=person.pk)
    people = Person.objects.visible_to(me).unmerged().in_bulk([one.known.pk for one in found])
    return [people[one.known.pk] for one in found if one.known.pk in people]


def in_words(p: float) -> str:
    """How likely it is, in words, beside the number."""
    return f"{LIKELY.get(band(p), 'Perhaps')} ({100 * p:.0f} in 100)"


def _compared(me: Acting, one: Person, other: Person) -> list[Compared]:
    homes: dict[object, list[str]] = {}
    lived = PersonAddress.objects.visible_to(me).filter(person__in=[one, other]).order_by("-told_at", "pk")
    for home in lived:
        text = f"{home} (protected)" if home.protected else str(home)
        if text not in homes.setdefault(home.person_id, []):
            homes[home.person_id].append(text)
    areas = {area.pk: area.name for area in Area.objects.filter(pk__in={*one.areas, *other.areas})}

    def row(name: str, of_one: str, of_other: str) -> Compared:
        return Compared(name, of_one, of_other)

    return [
        row("Name", str(one), str(other)),
        row("Also known as", ", ".join(one.also_known_as), ", ".join(other.also_known_as)),
        row("Born", one.birth, other.birth),
        *(row(name, getattr(one, column), getattr(other, column)) for name, column in TOLD),
        row("Addresses", *("; ".join(homes.get(person.pk, [])) for person in (one, other))),
        row(
            "Known in",
            *(", ".join(sorted(areas[key] for key in person.areas if key in areas)) for person in (one, other)),
        ),
    ]
