"""A request on a made-up household, made by the same lines that make real ones. Nobody of it is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.partnership.models import Agency, Area
from mash.pathway.enquiries.masking import Marks
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Relation
from mash.pathway.gathering.content import Telling

STORY = (
    "Rowan came to school with a burn on his palm and said that he was made to hold the iron. His mother did not come "
    "to the door when we rang. There was shouting inside."
)
CONCERNS = ("Physical abuse",)


def previewed(me: Acting, area: Area, *, sections: list[str]) -> dict[str, Any]:
    """What a request with these sections tells an agency of a made-up household; as `Telling.to` gives it."""
    enquiry = Enquiry(reference="MADE-UP", area=area, received_at=me.now, narrative=STORY)
    child = DescribedPerson(
        enquiry=enquiry,
        is_subject=True,
        given="Rowan",
        middle="Perran",
        family="Testerby-Loom",
        born=date(me.now.year - 9, 5, 14),
        role="child",
        address="4 Made-up Row",
        postcode="ZZ99 3AA",
        nhs_number="999 000 0018",
        nhs_number_is_right=True,
        upn="A999000126001",
        upn_is_right=True,
        school="Made-up Primary School",
        gp="Made-up Surgery",
    )
    mother = DescribedPerson(
        enquiry=enquiry,
        given="Isolde",
        family="Testerby-Loom",
        born=date(me.now.year - 31, 2, 3),
        role="mother",
        address="4 Made-up Row",
        postcode="ZZ99 3AA",
        nhs_number="999 000 0026",
        nhs_number_is_right=True,
        phone="01632 960118",
        gp="Made-up Surgery",
    )
    telling = Telling(
        me,
        enquiry,
        people=[child, mother],
        relations=[Relation(enquiry=enquiry, one=mother, other=child, kind="mother")],
        concerns=CONCERNS,
        marks=Marks(),
    )
    return telling.to(Agency(sections=sections))
