"""Finds records of the register that may be one person. Nothing is merged by machine: people review what is found."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mash.foundation.access.acting import Acting, serving
from mash.foundation.access.verbs import record
from mash.pathway.people.lists.counting import register_weights
from mash.pathway.people.lists.remembered import Registered, Remembered
from mash.pathway.people.matching import Band, band, score, search_keys
from mash.pathway.people.matching.weights import Weights
from mash.pathway.people.models import Person
from mash.pathway.people.tallies import weights_for

PURPOSE = "find doubles"
AT_ONCE = 400
LEAST_TOLD = 0.2
ENTERED_TWICE = 0.02  # how many of a register are in it a second time
HOUSEHOLD = 3.0  # with how many somebody lives, for each of whom the record may be meant
Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Double:
    """Two records that may be one person, and why."""

    one: Registered
    other: Registered
    p: float
    why: tuple[str, ...]
    differs: tuple[str, ...]

    @property
    def band(self) -> Band:
        """The band of the probability (rule 16)."""
        return band(self.p)

    def plain(self) -> dict[str, object]:
        """As a program reads it."""
        people = [{"id": one.number, "person": str(one.person)} for one in (self.one, self.other)]
        told = {"p": round(self.p, 6), "band": str(self.band), "why": list(self.why), "differs": list(self.differs)}
        return {"people": people, **told}


Keep = Callable[[Acting, Sequence[Double]], None]


def find_doubles(*, step: Step = lambda done, of: None, keep: Keep = lambda me, doubles: None) -> list[Double]:
    """Compare everybody of the register with those who share a key with them; likeliest first.

    Whoever lives with somebody is in the register too, and is more often like them than their double is: twins, and
    fathers and sons of one name, need to agree in what tells them apart.

    Args:
        step: is told how many have been looked at, of how many.
        keep: keeps what is found, part by part.
    """
    known = Remembered()
    with serving(PURPOSE):
        weights = _for_doubles(register_weights())
        of = Person.objects.unmerged().count()
    found: list[Double] = []
    done = 0
    for some in _in_parts():
        with serving(PURPOSE) as me:
            doubles = list(_among(some, known, weights))
            keep(me, doubles)
            people = {one.person for double in doubles for one in (double.one, double.other)}
            record(me, "find_doubles", people=people, compared=len(some), found=len(doubles))
        found += doubles
        done += len(some)
        step(done, of)
    return sorted(found, key=lambda double: (-double.p, double.one.number))


def doubles_of(people: Sequence[uuid.UUID]) -> list[Double]:
    """Those of the register who may be one of these people, who have just come to it; and these among each other.

    For some hundred at once, of each no more looked at than share most with them: what it costs goes by how many these
    are, and not by how many the register holds. How common names are is not counted anew, as it was counted last is
    enough. Eight queries at most.
    """
    known = Remembered()
    records = known.these(people)
    weights = _for_doubles(weights_for([one.description for one in records]))
    new = {one.person for one in records}
    pairs = _pairs(records, known)
    once = ((one, other) for one, other in pairs if other.person not in new or _in_order(one, other))
    ordered = ((one, other) if _in_order(one, other) else (other, one) for one, other in once)
    return list(_scored(ordered, weights))


def _for_doubles(weights: Weights) -> Weights:
    """Strangers and kin for each record that is somebody's second, instead of for each who is described."""
    people = weights.common.people if weights.common else weights.strangers
    return replace(weights, strangers=max(1.0, people / ENTERED_TWICE), kin=HOUSEHOLD / ENTERED_TWICE)


def _among(people: Sequence[uuid.UUID], known: Remembered, weights: Weights) -> Iterator[Double]:
    """The doubles of these people: of each two, the one with the smaller id is asked for."""
    pairs = _pairs(known.these(people), known)
    return _scored((pair for pair in pairs if _in_order(*pair)), weights)


def _pairs(records: Sequence[Registered], known: Remembered) -> Iterator[tuple[Registered, Registered]]:
    """Each of these with everybody who shares a key with them, themselves too."""
    sharing = known.sharing([search_keys(one.description) for one in records])
    for one, others in zip(records, sharing, strict=True):
        yield from ((one, other) for other in others)


def _in_order(one: Registered, other: Registered) -> bool:
    return one.person < other.person


def _scored(pairs: Iterable[tuple[Registered, Registered]], weights: Weights) -> Iterator[Double]:
    for one, other in pairs:
        likeness = score(one.description, other.description, weights)
        if likeness.p >= LEAST_TOLD:
            yield Double(one, other, likeness.p, likeness.why, likeness.differs)


def _in_parts() -> Iterator[list[uuid.UUID]]:
    last: uuid.UUID | None = None
    while True:
        with serving(PURPOSE):
            after = Person.objects.unmerged().filter(pk__gt=last) if last else Person.objects.unmerged()
            some = list(after.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if not some:
            return
        yield some
        last = some[-1]
