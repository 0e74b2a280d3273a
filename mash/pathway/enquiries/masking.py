"""Masks in an enquiry's texts what few may read: protected addresses, and who a withheld referrer is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mash.foundation.spotting import Span, find_address, find_referrer, mask, read
from mash.pathway.enquiries.described import ToldPerson, Whereabouts
from mash.pathway.people.matching.identifiers import valid_uprn

MARK = "[withheld]"


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

    `described` are the names of everybody described, `common` other words that everybody knows (area, schools): none
    of them alone gives an address away.
    """

    homes: Sequence[Whereabouts] = ()
    referrers: Sequence[Referrer] = ()
    described: Sequence[str] = ()
    common: Sequence[str] = ()

    def places(self) -> Marks:
        """The protected addresses alone: for facts such as a school, which tell nobody who referred."""
        return replace(self, referrers=())

    def masked(self, text: str) -> str:
        """The text without these marks."""
        if not text or not (self.homes or self.referrers):
            return text
        reading = read(text)
        spans: list[Span] = []
        common = [*self.common, *self.described]
        for home in self.homes:
            spans += find_address(reading, home.address, home.postcode, uprn=valid_uprn(home.uprn), common=common)
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
        common=[area, *(person.columns["school"] for person in people if person.columns["school"])],
    )
