"""What the referrer is told."""

from __future__ import annotations

import uuid
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import permit
from mash.foundation.access.verbs import action, followed, record
from mash.foundation.access.words import checking
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Origin
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.handover import gate
from mash.pathway.handover.circle import circle_of
from mash.pathway.handover.forbidden import familiar_names, own_words, rationales_of
from mash.pathway.handover.models import Feedback
from mash.pathway.intelligence.models import Item

Key = uuid.UUID | str

PROFESSIONAL = (Origin.Channel.PROFESSIONAL, Origin.Channel.POLICE, Origin.Channel.API)
MOST_SHOWN = 3


@action
def tell_referrer(me: Acting, enquiry: Key, *, text: Any) -> Feedback:
    """Tell the referrer what they may know. Nobody need approve it, so the gate must find nothing in it.

    Raises:
        Refused: neither a social worker nor a practice manager of this area, or tied.
        Invalid: not decided yet, or closed; nothing is said; or the gate finds something, which is then named.

    Source: DOMAIN rule 67: nothing about the family to the public.
    """
    found = lock_enquiry(enquiry)
    permit(me, "tell_referrer", found)
    with checking() as check:
        words = check.text(text, "text", required="Write what the referrer is told")
        if found.state != Enquiry.State.DECIDED:
            check.wrong("enquiry", "The referrer is told once the enquiry is decided, and before it is closed.")
    with checking() as check:
        findings = findings_in_reply(me, found, words)
        if findings:
            check.wrong("text", said(findings))
    feedback = Feedback.add(enquiry=found, area=found.area_id, text=words, told_by=me.known, told_at=me.now)
    record(me, "tell_referrer", about=feedback)
    followed(me, "tell_referrer", feedback)
    return feedback


def findings_in_reply(me: Acting, enquiry: Enquiry, text: str) -> tuple[gate.Finding, ...]:
    """What a reply says that the referrer must not be told. At most ten queries."""
    circle = circle_of(enquiry)
    items = Item.objects.filter(enquiry__in=[enquiry.pk, *circle.related]).select_related("agency").readable(me)
    forbidden = gate.Forbidden(
        unreleased=tuple(gate.Unreleased(str(item.pk), item.text, item.held_as, str(item.agency)) for item in items),
        addresses=circle.addresses(),
        described=circle.names(),
        rationales=rationales_of(circle),
        common=familiar_names(enquiry),
    )
    told = own_words(enquiry)
    return gate.find_for_reply(text, forbidden, public=is_public(enquiry), given=names_given(enquiry, told), told=told)


def is_public(enquiry: Enquiry) -> bool:
    """Whether the referrer is one of the public: nobody who wrote for an agency, or from an account."""
    origin = Origin.objects.filter(enquiry=enquiry).first()
    if origin is None or origin.channel == Origin.Channel.PUBLIC:
        return True
    return origin.channel not in PROFESSIONAL and not (origin.agency or origin.job or origin.member)


def names_given(enquiry: Enquiry, told: tuple[str, ...]) -> list[str]:
    """Names that the referrer gave: of those whom they described, the subjects, and whoever stands in their own words.

    Somebody else who was added later, by an agency or by the hub, is not among them: their name would be news.
    """
    words = " ".join(told).casefold()
    people = DescribedPerson.objects.filter(enquiry=enquiry)
    return [
        str(one)
        for one in people
        if one.added_at is None or one.is_subject or (one.given and one.given.casefold() in words)
    ]


def said(findings: tuple[gate.Finding, ...]) -> str:
    """What was found, in a sentence or two for the one who wrote it."""
    told = dict.fromkeys(f"{one.excerpt}: {one.kind.says}" for one in findings)
    return " ".join(("Write this differently.", *list(told)[:MOST_SHOWN]))
