"""What must not stand in a reply to the referrer, or to an agency that was asked: nobody approves one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from mash.foundation.access.acting import Acting
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Origin
from mash.pathway.gathering.models import Request
from mash.pathway.handover import gate
from mash.pathway.handover.circle import Circle, circle_of
from mash.pathway.handover.forbidden import familiar_names, own_words, rationales_of
from mash.pathway.intelligence.models import Item

PROFESSIONAL = (Origin.Channel.PROFESSIONAL, Origin.Channel.POLICE, Origin.Channel.API)
MOST_SHOWN = 3


def findings_in_reply(
    me: Acting, enquiry: Enquiry, text: str, *, wrote: Sequence[str] = (), hidden: Sequence[str] = ()
) -> tuple[gate.Finding, ...]:
    """What a reply says that the referrer must not be told. At most ten queries.

    Args:
        wrote: what they wrote besides what they told when they made the enquiry.
        hidden: reasons that stand nowhere yet.
    """
    told = (*own_words(enquiry), *wrote)
    return gate.find_for_reply(
        text,
        _forbidden(me, enquiry, circle_of(enquiry), hidden=hidden),
        public=is_public(enquiry),
        given=names_given(enquiry, told),
        told=told,
    )


def findings_for_agency(
    me: Acting, enquiry: Enquiry, asked: Request, text: str, *, wrote: Sequence[str] = (), hidden: Sequence[str] = ()
) -> tuple[gate.Finding, ...]:
    """What a reply to an agency that was asked says that it must not be told. At most eight queries.

    It knows its own items, the people of its request, and what that told it; of a withheld referrer it knows nothing.

    Args:
        wrote: what the agency wrote that this answers.
        hidden: what others wrote, and reasons that stand nowhere yet.
    """
    circle = circle_of(enquiry)
    forbidden = _forbidden(me, enquiry, circle, but_of=asked.agency_id, hidden=hidden)
    people = asked.content.get("people", [])
    names = [str(name) for person in people for name in (person["name"], *person.get("also_known_as", []))]
    told = (str(asked.content.get("narrative", "")), asked.what, *wrote)
    found = gate.find_for_reply(text, forbidden, public=False, given=names, told=told)
    reply = gate.Product((gate.Part(gate.REPLY, text),))
    withheld = [one for one in circle.referrers() if one.withheld]
    named = [gate.find(reply, gate.Forbidden(referrer=one, described=forbidden.described)) for one in withheld]
    return (*found, *(finding for findings in named for finding in findings))


def _forbidden(
    me: Acting, enquiry: Enquiry, circle: Circle, *, but_of: uuid.UUID | None = None, hidden: Sequence[str] = ()
) -> gate.Forbidden:
    items = Item.objects.filter(enquiry__in=[enquiry.pk, *circle.related]).select_related("agency").readable(me)
    return gate.Forbidden(
        unreleased=tuple(
            gate.Unreleased(str(item.pk), item.text, item.held_as, str(item.agency))
            for item in items
            if item.agency_id != but_of
        ),
        addresses=circle.addresses(),
        described=circle.names(),
        rationales=(*rationales_of(circle), *hidden),
        common=familiar_names(enquiry),
    )


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
