"""Offers of an enquiry, and where else its people seem to live, as its page shows them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Offer
from mash.pathway.enquiries.moves import UNDECIDED
from mash.pathway.enquiries.offering.places import Place, area_of
from mash.pathway.enquiries.reading import loaded_too

loaded_too("offered", "pathway.offers")
loaded_too("whereabouts", "pathway.whereabouts")


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer. `outgoing` says that this enquiry was offered, else it is the one that the other area got."""

    outgoing: bool
    from_area: str
    to_area: str
    why: str
    by: str
    at: datetime
    answer: str
    why_returned: str
    answered_by: str
    answered_at: datetime | None

    @property
    def line(self) -> str:
        """`Offered to Port Ellery, taken on`."""
        said = str(Offer.Answer(self.answer).label).lower() if self.answer else "waits for an answer"
        return f"Offered {f'to {self.to_area}' if self.outgoing else f'by {self.from_area}'}, {said}"

    @property
    def waits(self) -> bool:
        """Whether the other area, or this one, has still to answer."""
        return not self.answer


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody whom an enquiry is about, and the area of the hub in which they seem to live."""

    person: DescribedPerson
    area: Place
    from_register: bool


def offers_of(enquiry: Enquiry) -> list[Offered]:
    """Its offers, newest first. No query for an enquiry of `enquiry_for`."""
    return [
        Offered(
            outgoing=uuid.UUID(one["became"]) != enquiry.pk,
            from_area=one["from_area"],
            to_area=one["to_area"],
            why=str(Offer.Why(one["why"]).label),
            by=one["by"],
            at=datetime.fromisoformat(one["at"]),
            answer=one["answer"],
            why_returned=one["why_returned"],
            answered_by=one["answered_by"] or "",
            answered_at=datetime.fromisoformat(one["answered_at"]) if one["answered_at"] else None,
        )
        for one in enquiry.__dict__["offered"]
    ]


def other_areas(enquiry: Enquiry) -> list[Place]:
    """The other areas of the hub. No query for an enquiry of `enquiry_for`."""
    return [
        Place(one["slug"], one["name"], one["postcodes"])
        for one in enquiry.__dict__["whereabouts"]["areas"]
        if uuid.UUID(one["id"]) != enquiry.area_id
    ]


def living_elsewhere(enquiry: Enquiry, people: Sequence[DescribedPerson]) -> list[Elsewhere]:
    """The subjects whose address, or whose latest one in the register, lies in another area of the hub. No query."""
    whereabouts = enquiry.__dict__["whereabouts"]
    areas = [Place(one["slug"], one["name"], one["postcodes"]) for one in whereabouts["areas"]]
    latest = {one["person"]: (one["address"], one["postcode"]) for one in whereabouts["homes"]}
    found = []
    for person in (one for one in people if one.is_subject):
        home = person.whereabouts or person
        told = area_of(home.address, home.postcode, areas)
        registered = area_of(*latest.get(str(person.person_id), ("", "")), areas)
        elsewhere = [area for area in (told, registered) if area and area.name != enquiry.area.name]
        if elsewhere:
            found.append(Elsewhere(person, elsewhere[0], from_register=elsewhere[0] is not told))
    return found


def flags_of_offers(enquiry: Enquiry) -> list[tuple[str, str]]:
    """Short words for the strip and the board: what waits to be taken on, and what came back. No query as above."""
    made = offers_of(enquiry)
    waiting = [(f"Offered by {one.from_area}", "told") for one in made if one.waits and not one.outgoing]
    outgoing = [one for one in made if one.outgoing]
    came_back = outgoing[:1] if enquiry.state in UNDECIDED else []
    return waiting + [(f"{one.to_area} sent it back", "told") for one in came_back if one.answer == "returned"]
