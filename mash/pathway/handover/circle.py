"""Everybody described on an enquiry and on those that belong with it: all that the gate asks of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Origin, ProtectedAddress
from mash.pathway.handover import gate
from mash.pathway.people.matching.identifiers import valid_uprn

RELATED = """
    select id, true from pathway.earlier_enquiries(%(enquiry)s) where area = %(area)s
    union all
    select case when enquiry_id = %(enquiry)s then to_id else enquiry_id end, false
    from enquiries_link where %(enquiry)s in (enquiry_id, to_id)
"""


def related_to(enquiry: Enquiry) -> Mapping[uuid.UUID, bool]:
    """Enquiries that belong with this one: earlier ones of the area about the same confirmed people (true), and those
    that somebody linked to it, either way (false). One query."""
    related: dict[uuid.UUID, bool] = {}
    with connection.cursor() as cursor:
        cursor.execute(RELATED, {"enquiry": enquiry.pk, "area": enquiry.area_id})
        for key, earlier in cursor.fetchall():
            related[key] = related.get(key, False) or earlier
    return related


@dataclass(frozen=True)
class Circle:
    """An enquiry, what belongs with it, and the people described there, as far as whoever acts may read them."""

    enquiry: Enquiry
    related: Mapping[uuid.UUID, bool]
    people: Sequence[DescribedPerson]
    origins: Sequence[Origin]

    @cached_property
    def own(self) -> list[DescribedPerson]:
        """Those described on the enquiry itself, in its order."""
        return [person for person in self.people if person.enquiry_id == self.enquiry.pk]

    @cached_property
    def lines(self) -> list[ProtectedAddress]:
        """Their protected addresses: each may go as a line of its own."""
        lines = (getattr(person, "protected_address", None) for person in self.own)
        return [line for line in lines if line and str(line)]

    def addresses(self) -> tuple[gate.ProtectedAddress, ...]:
        """Where people live who must not be found, here and on what belongs with it, and what leads there."""
        return tuple(
            gate.ProtectedAddress(
                person_id=str(person.pk),
                address=line.address,
                postcode=line.postcode,
                uprn=valid_uprn(line.uprn),
                clues=tuple(line.clues),
            )
            for person in self.people
            if (line := getattr(person, "protected_address", None))
        )

    def names(self) -> tuple[str, ...]:
        """Names, other names included, of everybody described here, and as the register knows them."""
        names: list[str] = []
        for one in self.own:
            names += [str(one), *([one.whole_name] if one.whole_name else []), *one.also_known_as]
            if one.person:
                names += [str(one.person), *one.person.also_known_as]
        return tuple(dict.fromkeys(names))

    def referrers(self) -> tuple[gate.Referrer, ...]:
        """Who made the enquiry, and those that belong with it; an anonymous enquirer is withheld."""
        return tuple(
            gate.Referrer(
                name=origin.name,
                job=origin.job,
                agency=origin.agency,
                phone=origin.phone,
                email=origin.email,
                withheld=origin.withheld or origin.anonymous,
            )
            for origin in self.origins
        )


def circle_of(enquiry: Enquiry) -> Circle:
    """The circle of an enquiry. Three queries."""
    related = related_to(enquiry)
    all_of_them = [enquiry.pk, *related]
    people = DescribedPerson.objects.filter(enquiry__in=all_of_them).select_related("person", "protected_address")
    return Circle(enquiry, related, list(people), list(Origin.objects.filter(enquiry__in=all_of_them)))
