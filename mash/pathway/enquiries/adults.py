"""Whether an enquiry is about children, adults or both: by their age when it came, not today (rule 13). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mash.foundation.clock.london import london_date
from mash.pathway.enquiries.models import DescribedPerson, Enquiry

AT_RISK = "adult-at-risk"
"""The concern that says that an adult is meant, whatever is known of ages."""


def means_an_adult(enquiry: Enquiry) -> bool:
    """Whether whoever told it said that an adult is at risk. No query for an enquiry of `enquiry_for`."""
    particulars = getattr(enquiry, "particulars", None)
    return AT_RISK in enquiry.concerns or (particulars is not None and particulars.is_about_an_adult)


def adults_on(enquiry: Enquiry, people: Sequence[DescribedPerson]) -> list[DescribedPerson]:
    """The adults whom an enquiry is about; where an adult is meant and none of them is one, those who may be meant."""
    on = london_date(enquiry.received_at)
    subjects = [person for person in people if person.is_subject]
    grown = [person for person in subjects if person.is_of_age_on(on)]
    if grown or not means_an_adult(enquiry):
        return grown
    unknown = [person for person in subjects if person.is_of_age_on(on) is None]
    return unknown or [person for person in people if person.is_of_age_on(on)]


def about_adults(enquiry: Enquiry, people: Sequence[DescribedPerson]) -> str:
    """`About an adult`, `About a child and an adult`; empty when it is about children, or nobody knows."""
    on = london_date(enquiry.received_at)
    ages = [person.is_of_age_on(on) for person in people if person.is_subject]
    if True not in ages and not means_an_adult(enquiry):
        return ""
    return "About a child and an adult" if False in ages else "About an adult"


def was_then(person: DescribedPerson, on: date) -> str:
    """`Rowan was 7 when this came`; of the unborn, that they were not born yet."""
    if person.due_date and not person.born:
        return f"{person} was not born yet when this came"
    return f"{person} was {person.age_on(on)} when this came"
