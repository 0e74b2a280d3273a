"""Gathers what must not stand in a text that is about to leave, for the egress gate."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from mash.foundation.access.acting import Acting
from mash.foundation.partnership.models import Agency, Area, Member, Team
from mash.foundation.spotting import Span
from mash.pathway.decisions.models import StrategyDiscussion
from mash.pathway.enquiries.models import Enquiry, Message, Rationale, Words
from mash.pathway.enquiries.particulars.models import TEXTS as PARTICULARS_IN_WORDS
from mash.pathway.handover import gate
from mash.pathway.handover.choosing import Holdings, Offer
from mash.pathway.handover.circle import Circle
from mash.pathway.handover.models import Handover
from mash.pathway.handover.product import ProductAsJson, for_gate
from mash.pathway.intelligence.models import Protects


def findings_of(
    product: ProductAsJson, held: Holdings, chosen: Sequence[Offer], known: Sequence[Handover]
) -> list[gate.Finding]:
    """What the gate finds in a product for this team, where `known` is what the team has already. Two queries.

    Items of linked and earlier enquiries count as far as whoever acts may read them; what they may not read, they
    cannot have copied.
    """
    let_out = {offer.item.pk for offer in chosen} | {key for products in known for key in items_in(products.product)}
    forbidden = gate.Forbidden(
        unreleased=tuple(
            gate.Unreleased(
                id=str(offer.item.pk),
                text=offer.item.text,
                handling=offer.item.held_as,
                owner=str(offer.item.agency),
                made_from=offer.made_from,
            )
            for offer in held.offers.values()
            if offer.item.pk not in let_out
        ),
        addresses=held.circle.addresses(),
        described=held.circle.names(),
        rationales=rationales_of(held.circle),
        known=tuple(row["text"] for handover in known for row in handover.product["rows"]),
        common=familiar_names(held.enquiry),
    )
    parts = for_gate(product)
    referred = [
        gate.find(parts, gate.Forbidden(referrer=referrer, described=forbidden.described))
        for referrer in held.circle.referrers()
        if referrer.withheld
    ]
    found = [*gate.find(parts, forbidden), *chain.from_iterable(referred), *_marked(product, chosen)]
    return list({one.key: one for one in found}.values())


def earlier_products(me: Acting, circle: Circle, team: Team) -> list[Handover]:
    """What a team already has of this enquiry and of those that belong with it. One query."""
    sent = Handover.objects.visible_to(me).filter(team=team, enquiry__in=[circle.enquiry.pk, *circle.related])
    return list(sent.exclude(state=Handover.State.WITHDRAWN))


def items_in(product: ProductAsJson) -> Iterator[uuid.UUID]:
    """The items that a product holds; none for a withdrawn one, which is empty."""
    for row in product.get("rows", ()):
        if row["item"]:
            yield uuid.UUID(row["item"])


Texts = Callable[[Sequence[uuid.UUID]], QuerySet[Any, Any]]
NEVER_LEAVES: list[Texts] = []


def never_leaves(texts: Texts) -> Texts:
    """Let a later part of the pathway say what never leaves: a query of one column, for enquiries by id."""
    NEVER_LEAVES.append(texts)
    return texts


def rationales_of(circle: Circle) -> tuple[str, ...]:
    """The hub's own reasons, what strategy discussions decided, and what else never leaves. One query."""
    of = [circle.enquiry.pk, *circle.related]
    reasons = Rationale.objects.filter(enquiry__in=of).order_by().values_list("text")
    discussed = StrategyDiscussion.objects.filter(enquiry__in=of).order_by().values_list("decision")
    return tuple(text for (text,) in reasons.union(discussed, *(texts(of) for texts in NEVER_LEAVES)))


def familiar_names(enquiry: Enquiry) -> tuple[str, ...]:
    """Names that everybody knows: areas, agencies, teams, and who works in the hub of this area. One query."""
    hub = Member.objects.filter(agency__host=True, roles__area=enquiry.area_id)
    others = [kind.objects.order_by().values_list("name") for kind in (Area, Agency, Team)]
    return tuple(name for (name,) in hub.order_by().values_list("name").union(*others))


def own_words(enquiry: Enquiry) -> tuple[str, ...]:
    """All that the enquirer wrote themselves."""
    told = Words.objects.filter(enquiry=enquiry).values_list("narrative", *PARTICULARS_IN_WORDS)
    words = [text for texts in told for text in texts if text]
    added = Message.objects.filter(enquiry=enquiry, by=None).exclude(kind=Message.Kind.QUESTION)
    return (*words, *added.values_list("text", flat=True))


def _marked(product: ProductAsJson, chosen: Sequence[Offer]) -> Iterator[gate.Finding]:
    """What an item's own originator said that it gives away: no machine need find it."""
    texts = {row["name"]: row["text"] for row in product["rows"]}
    kinds = {Protects.ADDRESS: gate.Kind.PROTECTED_ADDRESS, Protects.THIRD_PARTY: gate.Kind.THIRD_PARTY}
    for offer in chosen:
        name = f"item:{offer.item.pk}"
        for mark in offer.item.protects:
            if mark in kinds:
                text = texts[name]
                span = Span(0, len(text))
                yield gate.Finding(kinds[Protects(mark)], name, span, f"[{text}]", str(offer.item.pk))
