"""What is known already of those on an enquiry, as its page and its strip show it: all from one query."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import connection

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import CORE, Reading
from mash.foundation.clock.london import in_london, london_date
from mash.pathway.enquiries.earlier import background_of
from mash.pathway.enquiries.family import Family, family_of
from mash.pathway.enquiries.household import where_they_live
from mash.pathway.enquiries.known import ALONE, Around, around_of, note_around
from mash.pathway.enquiries.marks import Mark, marks_until
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.pathway.enquiries.reading import household, livings_of, relations_of


@dataclass(frozen=True, slots=True)
class KnownHere:
    """Somebody described and identified, and what stands around them now; there is something to show."""

    described: DescribedPerson
    around: Around


def marks_of_page(enquiry: Enquiry, facts: Reading) -> list[Mark]:
    """What came back, for the area's own people. No query besides the one of `background_of`."""
    return marks_until(enquiry, background_of(enquiry).contacts) if facts.roles & CORE else []


def known_of_page(me: Acting, enquiry: Enquiry, facts: Reading) -> list[KnownHere]:
    """Services that those identified are open to, their own cautions, and on children those of whom they live with.

    Queries as above.
    """
    if not facts.roles & CORE:
        return []
    rows, today = background_of(enquiry).around, in_london(me.now).date()
    received = in_london(enquiry.received_at).date()
    found = []
    for person in household(enquiry):
        around = around_of(rows.get(str(person.person_id)))
        cautions = [one for one in around.cautions if one.own or not person.is_of_age_on(received)]
        around = replace(around, involved=[one for one in around.involved if one.is_open(today)], cautions=cautions)
        if around.involved or around.cautions:
            note_around(around)
            found.append(KnownHere(person, around))
    return found


def family_of_page(enquiry: Enquiry, facts: Reading) -> Family | None:
    """The family as its page draws it; who has died, for the area's own people. Queries as of `relations_of`."""
    people = household(enquiry)
    persons = [(one.pk, one.person) for one in people if one.person] if facts.roles & CORE else []
    died = {key: person.died for key, person in persons if person.died}
    lives, on = where_they_live(people, livings_of(enquiry)), london_date(enquiry.received_at)
    return family_of(people, relations_of(enquiry), lives, on, died)


def around_person(person: uuid.UUID) -> Around:
    """What stands around somebody of the register, former services too; whom it names is noted as shown. One query."""
    with connection.cursor() as cursor:
        cursor.execute("select involved, cautions, lives_with from people.around(%s::uuid[])", [[person]])
        row = cursor.fetchone()
    if row is None:
        return ALONE
    around = around_of(dict(zip(("involved", "cautions", "lives_with"), map(json.loads, row), strict=True)))
    note_around(around)
    return around


def flags_of_page(known: Sequence[KnownHere], marks: Sequence[Mark]) -> list[tuple[str, str]]:
    """Short words for the strip: what came back, who is open to a service, and that somebody must take care."""
    flags = [(mark.words, mark.kind) for mark in marks]
    services = dict.fromkeys(
        one.service for person in known if person.described.is_subject for one in person.around.involved
    )
    flags += [(f"Open to {service}", "told") for service in services]
    if any(person.around.cautions for person in known):
        flags.append(("Take care: see household", "danger"))
    return flags
