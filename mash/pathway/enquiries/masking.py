"""Masks in an enquiry's texts what few may read: protected addresses and what leads there, and who a withheld referrer
is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mash.foundation.spotting import Span, find_address, find_referrer, find_whereabouts, mask, read
from mash.pathway.enquiries.described import ToldPerson, Whereabouts
from mash.pathway.people.matching.identifiers import valid_uprn

MARK = "[withheld]"
NOTHING_TOLD = frozenset({"", "-", "n/a", "na", "nil", "no", "none", "not known", "unknown", "yes"})


@dataclass(frozen=True, slots=True)
class Referrer:
    """What a withheld referrer is known by."""

    name: str = ""
    agency: str = ""
    job: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """All that is to be masked on one enquiry.

    `homes` are the protected addresses, with what leads there. `described` are the names of everybody described,
    `common` other words that everybody knows (the area), `schools` all that are named: none of them alone gives an
    address away.
    """

    homes: Sequence[Whereabouts] = ()
    referrers: Sequence[Referrer] = ()
    described: Sequence[str] = ()
    common: Sequence[str] = ()
    schools: Sequence[str] = ()

    def places(self) -> Marks:
        """The protected places alone: for facts such as a school, which tell nobody who referred."""
        return replace(self, referrers=())

    def masked(self, text: str) -> str:
        """The text without these marks."""
        if not text or not (self.homes or self.referrers):
            return text
        clues = {clue.strip() for home in self.homes for clue in home.clues if clue.strip().lower() not in NOTHING_TOLD}
        if text.strip().lower() in {clue.lower() for clue in clues}:
            return MARK
        reading = read(text)
        spans: list[Span] = []
        shared = [*self.common, *self.described]
        common = [*shared, *self.schools]
        for home in self.homes:
            spans += find_address(reading, home.address, home.postcode, uprn=valid_uprn(home.uprn), common=common)
        for clue in clues:
            spans += find_whereabouts(reading, clue, shared=shared)
        for who in self.referrers:
            spans += find_referrer(
                reading,
                name=who.name,
                job=who.job,
                agency=who.agency,
                phone=who.phone,
                email=who.email,
                described=self.described,
            )
        return mask(text, spans, MARK)


def marks_of(people: Iterable[ToldPerson], referrers: Sequence[Referrer], area: str) -> Marks:
    """The marks of an enquiry as it came."""
    people = list(people)
    return Marks(
        homes=[person for person in people if person.protected],
        referrers=referrers,
        described=[name for person in people for name in person.names],
        common=[area],
        schools=[person.columns["school"] for person in people if person.columns["school"]],
    )
