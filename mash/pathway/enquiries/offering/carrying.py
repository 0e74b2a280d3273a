"""Reads an enquiry as it was told, so that another area gets it once more: keyed once, masked by the same rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from mash.foundation.partnership.models import Member
from mash.pathway.enquiries.actions.told import MARKS_OF_REFERRER, ORIGIN_TEXTS, Told
from mash.pathway.enquiries.described import ToldLiving, ToldPerson
from mash.pathway.enquiries.masking import Referrer
from mash.pathway.enquiries.models import (
    DescribedPerson,
    Enquiry,
    Living,
    Message,
    Origin,
    Particulars,
    Relation,
    Words,
)
from mash.pathway.enquiries.particulars.models import TEXTS as PARTICULARS_IN_WORDS
from mash.pathway.enquiries.particulars.reading import CHOICES, SAID

OF_A_PERSON = (
    *("alias", "is_subject", "given", "middle", "family", "also_known_as", "born", "age", "due_date", "sex", "role"),
    *("nhs_number", "nhs_number_is_right", "upn", "upn_is_right", "phone", "email"),
)
OF_ITS_ORIGIN = (*ORIGIN_TEXTS, "member", "taken_down_by", "anonymous", "withheld", "out_of_hours")


def told_of(enquiry: Enquiry, people: Sequence[DescribedPerson]) -> Told:
    """What was told, in the enquirer's own words, for those who may read them. Four queries."""
    words, origin = Words.objects.get(enquiry=enquiry), Origin.objects.get(enquiry=enquiry)
    return Told(
        channel=origin.channel,
        narrative=words.narrative,
        concerns=enquiry.concerns,
        consent=enquiry.consent,
        consent_why=words.consent_why,
        origin={name: getattr(origin, name) for name in OF_ITS_ORIGIN},
        people=_people(people, Living.objects.filter(enquiry=enquiry).order_by("told_at", "pk")),
        particulars=_particulars(Particulars.objects.filter(enquiry=enquiry).first(), words),
        duty_did=words.duty_did,
    )


def withheld_of(told: Told) -> list[Referrer]:
    """By what a withheld referrer is known: what they said, and the account that they used. One query at most."""
    if not told.origin["withheld"]:
        return []
    known = [Referrer(**{name: told.origin[name] for name in MARKS_OF_REFERRER})]
    for member in Member.objects.filter(pk=told.origin["member"]).select_related("agency"):
        known.append(Referrer(member.name, member.agency.name, "", member.phone, member.email))
    return known


def relations_again(
    relations: Sequence[Relation], enquiry: Enquiry, again: Mapping[UUID, DescribedPerson]
) -> list[Relation]:
    """The same relations between the people as they are described once more; not written yet."""
    return [
        Relation(
            enquiry=enquiry,
            area=enquiry.area_id,
            one=again[one.one_id],
            other=again[one.other_id],
            kind=one.kind,
            parental_responsibility=one.parental_responsibility,
        )
        for one in relations
    ]


def said_since(messages: Sequence[Message], enquiry: Enquiry) -> list[Message]:
    """What the enquirer said after it came, once more; not written yet. What the hub asked stays where it was asked."""
    return [
        Message(
            enquiry=enquiry, area=enquiry.area_id, kind=one.kind, text=one.text, by=one.by, written_at=one.written_at
        )
        for one in messages
        if one.kind != Message.Kind.QUESTION
    ]


def _people(people: Sequence[DescribedPerson], livings: Sequence[Living] | Any) -> list[ToldPerson]:
    lives = {one.described_id: ToldLiving(one.where, one.since, one.until) for one in livings}
    told = []
    for person in people:
        home = person.whereabouts or person
        columns = {name: getattr(person, name) for name in OF_A_PERSON} | {"school": home.school, "gp": home.gp}
        told.append(
            ToldPerson(
                columns,
                home.address,
                home.postcode,
                person.address_protected,
                living=lives.get(person.pk),
                uprn=home.uprn,
            )
        )
    return told


def _particulars(particulars: Particulars | None, words: Words) -> dict[str, Any]:
    if particulars is None:
        return {}
    texts = {name: getattr(words, name) for name in PARTICULARS_IN_WORDS}
    return texts | {name: getattr(particulars, name) for name in (*CHOICES, *SAID)}
