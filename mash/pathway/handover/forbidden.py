"""Gathers what must not stand in a text that is about to leave, for the egress gate."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence

from mash.foundation.access.acting import Acting
from mash.foundation.partnership.models import Agency, Area, Member, Team
from mash.foundation.spotting import Span
from mash.pathway.decisions.models import StrategyDiscussion
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Message, Origin, ProtectedAddress, Rationale, Words
from mash.pathway.handover import gate
from mash.pathway.handover.choosing import Holdings, Offer
from mash.pathway.handover.models import Handover
from mash.pathway.handover.product import ProductAsJson, for_gate
from mash.pathway.intelligence.models import Protects


def findings_of(me: Acting, product: ProductAsJson, held: Holdings, chosen: Sequence[Offer]) -> list[gate.Finding]:
    """What the gate finds in a product for this team. At most ten queries, whatever the size of the enquiry.

    Items of linked and earlier enquiries count as far as whoever acts may read them; what they may not read, they
    cannot have copied.
    """
    known = earlier_products(me, held)
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
        addresses=protected_addresses(held.enquiry, held.related),
        referrer=referrer_of(held.enquiry),
        described=names_of(held.enquiry),
        rationales=rationales_of(held.enquiry, held.related),
        known=tuple(row["text"] for handover in known for row in handover.product["rows"]),
        common=familiar_names(held.enquiry),
    )
    return [*gate.find(for_gate(product), forbidden), *_marked(product, chosen)]


def earlier_products(me: Acting, held: Holdings) -> list[Handover]:
    """What this team already has of this enquiry and of those that belong with it. One query."""
    sent = Handover.objects.visible_to(me).filter(team=held.team, enquiry__in=[held.enquiry.pk, *held.related])
    return list(sent.exclude(state=Handover.State.WITHDRAWN))


def items_in(product: ProductAsJson) -> Iterator[uuid.UUID]:
    """The items that a product holds."""
    for row in product["rows"]:
        if row["item"]:
            yield uuid.UUID(row["item"])


def protected_addresses(enquiry: Enquiry, related: Iterable[uuid.UUID]) -> tuple[gate.ProtectedAddress, ...]:
    """Where the people described here, and on enquiries that belong with this one, live and must not be found."""
    rows = ProtectedAddress.objects.filter(enquiry__in=[enquiry.pk, *related]).select_related("described")
    return tuple(
        gate.ProtectedAddress(
            person_id=str(row.described_id),
            address=row.address,
            postcode=row.postcode,
            clues=tuple(clue for clue in (row.described.school, row.described.gp) if clue),
        )
        for row in rows
    )


def referrer_of(enquiry: Enquiry) -> gate.Referrer | None:
    """Who made the enquiry; an anonymous enquirer is withheld."""
    origin = Origin.objects.filter(enquiry=enquiry).first()
    if origin is None:
        return None
    return gate.Referrer(
        name=origin.name,
        job=origin.job,
        agency=origin.agency,
        phone=origin.phone,
        email=origin.email,
        withheld=origin.withheld or origin.anonymous,
    )


def names_of(enquiry: Enquiry) -> tuple[str, ...]:
    """Names, other names included, of everybody described on the enquiry, and as the register knows them."""
    people = DescribedPerson.objects.filter(enquiry=enquiry).select_related("person")
    names = [name for one in people for name in (str(one), *one.also_known_as)]
    names += [name for one in people if one.person for name in (str(one.person), *one.person.also_known_as)]
    return tuple(dict.fromkeys(names))


def rationales_of(enquiry: Enquiry, related: Iterable[uuid.UUID]) -> tuple[str, ...]:
    """The hub's own reasons, and what strategy discussions decided: neither ever leaves."""
    of = [enquiry.pk, *related]
    reasons = Rationale.objects.filter(enquiry__in=of).values_list("text", flat=True)
    discussed = StrategyDiscussion.objects.filter(enquiry__in=of).values_list("decision", flat=True)
    return tuple(dict.fromkeys((*reasons, *discussed)))


def familiar_names(enquiry: Enquiry) -> tuple[str, ...]:
    """Names that everybody knows: areas, agencies, teams, and who works in the hub of this area."""
    hub = Member.objects.filter(agency__host=True, roles__area=enquiry.area_id).distinct()
    return tuple(
        str(name)
        for rows in (Area.objects.all(), Agency.objects.all(), Team.objects.all(), hub)
        for name in rows.values_list("name", flat=True)
    )


def own_words(enquiry: Enquiry) -> tuple[str, ...]:
    """All that the enquirer wrote themselves."""
    words = Words.objects.filter(enquiry=enquiry).values_list("narrative", flat=True)
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
