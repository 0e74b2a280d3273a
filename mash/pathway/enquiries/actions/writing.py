"""Writes what was told: the enquiry with its words, origin and people, masked where it must be."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.partnership.models import ServiceStandard
from mash.pathway.enquiries.actions.told import MARKS_OF_REFERRER, Told
from mash.pathway.enquiries.described import TEXTS, ToldLiving, ToldPerson
from mash.pathway.enquiries.masking import Marks, Referrer, marks_of
from mash.pathway.enquiries.models import (
    DescribedPerson,
    Enquiry,
    Living,
    Origin,
    Particulars,
    ProtectedAddress,
    Relation,
    Words,
)
from mash.pathway.enquiries.particulars.models import TEXTS as PARTICULARS_IN_WORDS
from mash.pathway.enquiries.particulars.reading import masked as particulars_masked
from mash.pathway.enquiries.references import new_reference

NO_ROLE = "parent or carer"


def work_out_walls(enquiry: uuid.UUID) -> None:
    """Work out which members are tied to somebody described on an enquiry."""
    with connection.cursor() as cursor:
        cursor.execute("select pathway.work_out_walls(%s)", [enquiry])


def write_enquiry(
    me: Acting, standard: ServiceStandard, came: datetime, told: Told, *, withheld: Sequence[Referrer], danger: bool
) -> tuple[Enquiry, list[DescribedPerson]]:
    """Write down an enquiry as it was told, with what few may read masked in its texts. Live reasons come after.

    Args:
        standard: the service standard under which it came, of the area to which it came.
        came: when it came, which may be before it is entered.
        withheld: by what a referrer is known who asked not to be named.
    """
    area, late = standard.area, came != me.now
    marks = marks_of(told.people, withheld, area.name)
    enquiry = Enquiry.add(
        reference=new_reference(),
        area=area,
        received_at=came,
        standard=standard,
        entered_at=me.now if late else None,
        entered_by=me.member if late else None,
        narrative=marks.masked(told.narrative),
        concerns=told.concerns,
        immediate_danger=danger,
        consent=told.consent,
        consent_why=marks.masked(told.consent_why),
    )
    said = {name: told.particulars.get(name, "") for name in PARTICULARS_IN_WORDS}
    Words.add(
        enquiry=enquiry,
        area=area.pk,
        narrative=told.narrative,
        consent_why=told.consent_why,
        duty_did=told.duty_did,
        **said,
    )
    if told.particulars:
        Particulars.add(enquiry=enquiry, area=area.pk, **particulars_masked(told.particulars, marks.masked))
    Origin.add(enquiry=enquiry, area=area.pk, channel=told.channel, **told.origin)
    described = describe(enquiry, told.people, marks, at=came)
    _say_who_is_responsible(enquiry, told.people, described)
    return enquiry, described


def _say_who_is_responsible(enquiry: Enquiry, told: list[ToldPerson], described: list[DescribedPerson]) -> None:
    """Write down who has parental responsibility for whom, as relations between the people described."""
    of = {row.alias: row for row in described if row.alias}
    Relation.objects.bulk_create(
        Relation(
            enquiry=enquiry,
            area=enquiry.area_id,
            one=row,
            other=of[alias],
            kind=row.role or NO_ROLE,
            parental_responsibility=is_so,
        )
        for person, row in zip(told, described, strict=True)
        for alias, is_so in person.responsible.items()
    )


def describe(
    enquiry: Enquiry, told: list[ToldPerson], marks: Marks, *, at: datetime, first: int = 0, later: bool = False
) -> list[DescribedPerson]:
    """Write down people as told; their protected addresses apart, with what leads there, and where they live.

    At most three inserts. `later` says that they did not come with the enquiry: the hub or an agency describes them
    now.
    """
    described, hidden, livings, places = [], [], [], marks.places()
    for order, person in enumerate(told, start=first):
        columns = person.open_columns()
        columns |= {name: places.masked(columns[name])[: TEXTS[name]] for name in ("role", "school", "gp")}
        row = DescribedPerson(
            enquiry=enquiry, area=enquiry.area_id, order=order, added_at=at if later else None, **columns
        )
        described.append(row)
        if person.living:
            livings.append(living_of(enquiry, row, person.living, at=at))
        if person.protected:
            hidden.append(
                ProtectedAddress(
                    described=row,
                    enquiry=enquiry,
                    area=enquiry.area_id,
                    address=person.address,
                    postcode=person.postcode,
                    uprn=person.uprn,
                    school=person.columns["school"],
                    gp=person.columns["gp"],
                )
            )
    DescribedPerson.objects.bulk_create(described)
    ProtectedAddress.objects.bulk_create(hidden)
    Living.objects.bulk_create(livings)
    return described


def living_of(
    enquiry: Enquiry, who: DescribedPerson, told: ToldLiving, *, at: datetime, by: uuid.UUID | None = None
) -> Living:
    """A row that says where somebody lives; not written yet."""
    return Living(
        enquiry=enquiry,
        area=enquiry.area_id,
        described=who,
        where=told.where,
        since=told.since,
        until=told.until,
        told_at=at,
        told_by=by,
    )


def withheld_referrers(me: Acting, origin: Mapping[str, Any]) -> list[Referrer]:
    """By what somebody is known who asked not to be named: what they said, and the account that they used."""
    if not origin["withheld"]:
        return []
    said = Referrer(**{name: origin[name] for name in MARKS_OF_REFERRER})
    if not origin["member"] or not me.member:
        return [said]
    return [said, Referrer(me.member.name, me.member.agency.name, "", me.member.phone, me.member.email)]
