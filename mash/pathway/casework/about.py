"""Whom an enquiry is about, in a few words: what heads its page and its line on a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mash.foundation.access.sightings import sighted
from mash.foundation.clock.when import day_and_month
from mash.pathway.enquiries.models import DescribedPerson
from mash.ui.words import listed

NOBODY = "Nobody described yet"


def about(subjects: Sequence[DescribedPerson], day: date) -> str:
    """`Rowan, 7, and Wren, 3, Testerby-Loom`, or `Casper, 40`; that they are shown is noted.

    Ages are those of `day`. Subjects of one family name share it at the end.
    """
    family = _shared_family(subjects)
    told = []
    for subject in subjects:
        name = sighted(subject)
        if family and len(subjects) > 1:
            name = subject.given
        told.append(", ".join(part for part in (name, _age(subject, day)) if part))
    if family and len(subjects) > 1:
        return f"{', '.join(told[:-1])}, and {told[-1]}, {family}"
    return listed(told) or NOBODY


def briefly(subjects: Sequence[DescribedPerson], day: date) -> str:
    """`Testerby-Loom, 7 and 3` for a line of a list; that they are shown is noted."""
    names = [sighted(subject) for subject in subjects]
    family = _shared_family(subjects)
    ages = [age for age in (_age(subject, day) for subject in subjects) if age]
    if family:
        return ", ".join(part for part in (family, listed(ages)) if part)
    return listed(names) or NOBODY


def _shared_family(subjects: Sequence[DescribedPerson]) -> str:
    families = {subject.family for subject in subjects}
    return families.pop() if len(families) == 1 and all(subject.given for subject in subjects) else ""


def _age(subject: DescribedPerson, day: date) -> str:
    if subject.due_date is not None and subject.born is None:
        return f"unborn, due {day_and_month(subject.due_date)}"
    age = subject.age_on(day)
    if age is None:
        return ""
    return str(age) if age else "under 1"
