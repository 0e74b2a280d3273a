"""Known already, at once: who somebody described may be, and which enquiries are about them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import CORE
from mash.foundation.access.sightings import note
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.people import register
from mash.pathway.people.matching import Candidate, Description
from mash.pathway.people.matching.score import LIKELY

MOST_SHOWN = 5
LEAST_AS_TYPED = 0.003  # little is known of somebody while they are typed


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody of the register who may be the one described, with reasons, and the enquiries about them."""

    known: register.Known
    candidate: Candidate[uuid.UUID]
    enquiries: Sequence[Enquiry]

    @property
    def pk(self) -> uuid.UUID:
        """The person's id, for the ledger."""
        return self.known.pk

    @property
    def is_likely(self) -> bool:
        """Whether a new person beside them needs a reason (rule 18)."""
        return self.candidate.p >= LIKELY

    def __str__(self) -> str:
        return str(self.known)


@dataclass(frozen=True, slots=True)
class Known:
    """The answer of one look-up: candidates, likeliest first."""

    people: Sequence[KnownPerson]
    asked: bool

    @property
    def needs_reason(self) -> bool:
        """Whether a new person needs 'not the same, because' (rule 18)."""
        return any(person.is_likely for person in self.people)

    @property
    def best(self) -> KnownPerson | None:
        """The likeliest."""
        return self.people[0] if self.people else None


NOTHING = Known((), asked=False)


def known_already(me: Acting, described: Description, *, named_too: Sequence[Any] = ()) -> Known:
    """Who somebody described may be, with the enquiries that the reader may open. At most three queries."""
    if not me.areas_as(*CORE):
        return NOTHING
    found = register.find(described, limit=MOST_SHOWN, least=LEAST_AS_TYPED)
    about: dict[uuid.UUID, list[Enquiry]] = defaultdict(list)
    rows = DescribedPerson.objects.filter(
        person__in=[one.known.pk for one in found], enquiry__in=Enquiry.objects.visible_to(me)
    ).select_related("enquiry")
    for row in sorted(rows, key=lambda one: one.enquiry.received_at, reverse=True):
        if row.person_id is not None:
            about[row.person_id].append(row.enquiry)
        note(enquiry=row.enquiry_id)
    for one in found:
        note(one.known.pk)
    return Known([KnownPerson(one.known, one.candidate, about[one.known.pk]) for one in found], asked=True)
