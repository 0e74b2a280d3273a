"""The enquiries about an address, in whatever spelling it was told."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.people.places_told import Place

MOST_LOOKED_AT = 400
MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class AboutPlace:
    """An enquiry that was told of somebody at a place, and who that is."""

    enquiry: Enquiry
    people: list[DescribedPerson]


@dataclass(frozen=True, slots=True)
class EnquiriesAt:
    """The enquiries about a place, newest first.

    Attributes:
        more: older ones are about it as well, and are not shown.
        unread: older ones share a key with the place and were not looked at, so nobody knows whether they are.
    """

    shown: list[AboutPlace]
    more: bool = False
    unread: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to say of them."""
        return bool(self.shown) or self.unread


def enquiries_at(me: Acting, place: Place) -> EnquiriesAt:
    """Those that this reader may see, newest first. Two queries, or one where there are none.

    A protected address finds for the area's own people only (rule 21).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select described, address_told, postcode_told, uprn_told from pathway.about_a_place(%s, %s, %s, %s)",
            [place.line, place.postcode, place.uprn, MOST_LOOKED_AT + 1],
        )
        rows = cursor.fetchall()
    unread = len(rows) > MOST_LOOKED_AT
    described = {described for described, *told in rows[:MOST_LOOKED_AT] if place.is_at(*told)}
    if not described:
        return EnquiriesAt([], unread=unread)
    found: dict[uuid.UUID, AboutPlace] = {}
    for person in (
        DescribedPerson.objects.filter(pk__in=described, enquiry__in=Enquiry.objects.visible_to(me))
        .select_related("enquiry")
        .order_by("-enquiry__received_at", "enquiry", "order")
    ):
        found.setdefault(person.enquiry_id, AboutPlace(person.enquiry, [])).people.append(person)
    return EnquiriesAt(list(found.values())[:MOST_SHOWN], more=len(found) > MOST_SHOWN, unread=unread)
