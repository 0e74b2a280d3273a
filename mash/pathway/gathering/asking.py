"""Who is asked about an enquiry, and why not the others: the hub's rules, agreements and who is there to answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from mash.foundation.access.acting import Acting
from mash.foundation.access.words import Checking
from mash.foundation.clock.london import london_date
from mash.foundation.partnership.models import Agency, AskingRule, MemberRole, Role, SharingAgreement
from mash.foundation.partnership.models.agencies import Serving
from mash.foundation.spotting.words import word_set
from mash.pathway.enquiries.models import DescribedPerson, Enquiry

COMES_OF_AGE = 18

# How adults belong to a household. The word before 'of' decides: the 'partner of mother', not the 'child of partner'.
ADULTS = word_set(
    "mother mum mam mummy father dad daddy parent stepmother stepfather stepmum stepdad stepparent partner boyfriend "
    "girlfriend husband wife spouse fiance fiancee grandmother grandfather grandparent grandma grandad gran nan nana "
    "aunt auntie uncle carer guardian lodger tenant landlord adult man woman ex"
)
CHILDREN = word_set(
    "child children son daughter baby infant toddler unborn brother sister sibling stepson stepdaughter stepchild "
    "grandson granddaughter grandchild nephew niece cousin foster pupil boy girl"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agency that serves the area: why the rules name it, and what keeps it from being asked (rules 45 and 46)."""

    agency: Agency
    why: str
    hindrance: str

    @property
    def can_be_asked(self) -> bool:
        """Whether a request to it would reach somebody who may answer."""
        return not self.hindrance

    @property
    def is_named(self) -> bool:
        """Whether the rules ask it, and it can be asked."""
        return bool(self.why) and not self.hindrance


def candidates(me: Acting, enquiry: Enquiry, people: Iterable[DescribedPerson]) -> list[Candidate]:
    """Every agency that serves the area and answers questions, in the order of its name; the host is none of them.

    Two queries.
    """
    people = list(people)
    day = london_date(enquiry.received_at)
    concerns = set(enquiry.concerns)
    ages = [age for person in people if person.is_subject and (age := person.age_on(day)) is not None]
    adult = any(is_adult(person.age_on(day), person.role) for person in people)
    rules = {rule.agency_id: rule for rule in AskingRule.objects.filter(area=enquiry.area_id)}
    found = []
    for agency in _serving(me, enquiry):
        rule = rules.get(agency.pk)
        why = rule.why(concerns=concerns, ages=ages, adult=adult) if rule else ""
        found.append(Candidate(agency, why, _hindrance(agency)))
    return found


def is_adult(age: int | None, role: str) -> bool:
    """Whether somebody described is an adult: by their age, or where nobody knows it by their part in the family."""
    if age is not None:
        return age >= COMES_OF_AGE
    head = re.sub(r"\b(step|grand)[ -]", r"\1", role.lower()).partition(" of ")[0]
    words = set(re.findall(r"[a-z]+", head))
    return bool(words & ADULTS) and not words & CHILDREN


def read_slugs(check: Checking, slugs: Any, known: Sequence[Candidate]) -> list[Candidate]:
    """The agencies that somebody chose to ask, checked. None means those that the rules name."""
    if slugs is None:
        return [candidate for candidate in known if candidate.is_named]
    if isinstance(slugs, str) or not isinstance(slugs, Iterable):
        check.wrong("ask", "Choose the agencies to ask")
        return []
    by_slug = {candidate.agency.slug: candidate for candidate in known}
    chosen = []
    for slug in dict.fromkeys(map(str, slugs)):
        candidate = by_slug.get(slug)
        if candidate is None:
            check.wrong("ask", "Choose agencies that serve this area and are asked")
        elif candidate.hindrance:
            check.wrong("ask", f"{candidate.agency} cannot be asked: {candidate.hindrance}")
        else:
            chosen.append(candidate)
    return chosen


def _serving(me: Acting, enquiry: Enquiry) -> Iterable[Any]:
    here = {"agency": OuterRef("pk"), "area": enquiry.area_id}
    signed = SharingAgreement.objects.filter(**here, signed_at__lte=me.now)
    staffed = MemberRole.objects.filter(
        member__agency=OuterRef("pk"), area=enquiry.area_id, role=Role.RESEARCHER, since__lte=me.now, until__gt=me.now
    )
    return (
        Agency.objects.filter(Exists(Serving.objects.filter(**here, until__gt=me.now)), host=False)
        .exclude(question="")
        .annotate(
            signed=Exists(signed.filter(ends_at=None)) | Exists(signed.filter(ends_at__gt=me.now)),
            staffed=Exists(staffed),
        )
    )


def _hindrance(agency: Any) -> str:
    if not agency.signed:
        return "it has not signed the sharing agreement"
    if not agency.staffed:
        return f"nobody answers for it in this area{f', ring {agency.phone}' if agency.phone else ''}"
    return ""
