"""The enquiries about an address, in whatever spelling it was told."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.people.by_place import Place

MOST_LOOKED_AT = 400
MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class AboutPlace:
    """An enquiry that was told of somebody at a place, and who that is."""

    enquiry: Enquiry
    people: list[DescribedPerson]


def enquiries_at(me: Acting, place: Place) -> list[AboutPlace]:
    """Those that this reader may see, newest first. Two queries, or one where there are none.

    A protected address finds for the area's own people only (rule 21).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select described, address_told, postcode_told, uprn_told from pathway.about_a_place(%s, %s, %s, %s)",
            [place.line, place.postcode, place.uprn, MOST_LOOKED_AT],
        )
        rows = cursor.fetchall()
    described = {described for described, *told in rows if place.is_at(*told)}
    if not described:
        return []
    found: dict[uuid.UUID, AboutPlace] = {}
    for person in (
        DescribedPerson.objects.filter(pk__in=described, enquiry__in=Enquiry.objects.visible_to(me))
        .select_related("enquiry")
        .order_by("-enquiry__received_at", "enquiry", "order")
    ):
        found.setdefault(person.enquiry_id, AboutPlace(person.enquiry, [])).people.append(person)
    return list(found.values())[:MOST_SHOWN]
