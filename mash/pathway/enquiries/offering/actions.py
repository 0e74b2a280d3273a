"""The verbs of offers: offer an enquiry to the area where somebody lives; take it on there, or send it back."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import end_standing, give_standing, permit
from mash.foundation.access.verbs import Refused, action, followed, record
from mash.foundation.access.words import checking
from mash.foundation.kept import FOREVER
from mash.foundation.partnership.models import Area
from mash.pathway.enquiries.actions.writing import work_out_walls, write_enquiry
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Message, Offer, Receipt, Relation
from mash.pathway.enquiries.moves import move
from mash.pathway.enquiries.offering.carrying import relations_again, said_since, told_of, withheld_of
from mash.pathway.enquiries.reading import lock_enquiry
from mash.pathway.enquiries.references import code_hash, new_code

Key = uuid.UUID | str

CLOSED = "This enquiry is closed. A new enquiry can be linked to it"


@action
def offer_to_area(me: Acting, enquiry: Key, *, area: Any, why: Any) -> Offer:
    """Offer an enquiry to another area of the hub: it gets one of its own, with story, people and household, once.

    What agencies said, ratings, files and reasons stay. The enquiry itself goes on until it is decided.

    Args:
        area: the other area's slug.
        why: why it is theirs (`Offer.Why`).

    Raises:
        Refused: neither a social worker nor a practice manager of this area, or tied.
        Invalid: not another area of this hub; offered already; or closed.

    Source: DOMAIN rules 9, 10 and 88.
    """
    found = lock_enquiry(enquiry)
    permit(me, "offer_to_area", found)
    where = Area.objects.filter(slug=area).first() if isinstance(area, str) else None
    with checking() as check:
        reason = check.choice(why, "why", Offer.Why, message="Choose why it is theirs")
        if where is None or where.pk == found.area_id:
            check.wrong("area", "Choose another area of this hub")
        if found.state == Enquiry.State.CLOSED:
            check.wrong("area", CLOSED)
        elif Offer.objects.filter(enquiry=found).exclude(answer=Offer.Answer.RETURNED).exists():
            check.wrong("area", "It has been offered already. Only what came back can be offered again")
        elif offer_waiting(found):
            check.wrong("area", "It is offered to you: take it on, or send it back")
    if where is None:  # said above; for the type checker
        raise Refused("not_found", about=found)
    offer, became, described = _carry(me, found, where, reason)
    record(me, "receive_enquiry", about=became, people=[person.pk for person in described])
    record(me, "offer_to_area", about=offer, area=where.slug)
    followed(me, "receive_enquiry", became, people=described, child_protection=False)
    followed(me, "offer_to_area", offer, became=became, people=described)
    return offer


@action
def accept_offer(me: Acting, enquiry: Key) -> Offer:
    """Take on an enquiry that another area offered. Whoever rates it has taken it on as well.

    Raises:
        Refused: neither a social worker nor a practice manager of this area, or tied.
        Invalid: nothing is offered, or it has been answered.
    """
    found = lock_enquiry(enquiry)
    permit(me, "accept_offer", found)
    offer = _answerable(found)
    return accepted(me, offer)


@action
def send_offer_back(me: Acting, enquiry: Key, *, why: Any) -> Offer:
    """Send back an enquiry that another area offered: it ends here, and goes on there.

    Args:
        why: read by the hub of the area that offered it.

    Raises:
        Refused: not a practice manager of this area, or tied.
        Invalid: nothing is offered, it has been answered, or nothing says why.
    """
    found = lock_enquiry(enquiry)
    permit(me, "send_offer_back", found)
    offer = _answerable(found)
    with checking() as check:
        reason = check.text(why, "why", required="Say why you send it back")
    offer.change(answer=Offer.Answer.RETURNED, why_returned=reason, answered_by=me.known.pk, answered_at=me.now)
    move(found, "send_offer_back", closed_at=me.now)
    record(me, "send_offer_back", about=offer, enquiry=found.pk)
    followed(me, "send_offer_back", offer)
    end_standing(found.pk, ["hub"], found.standard.clock.cool_off_until(me.now))
    return offer


def accepted(me: Acting, offer: Offer) -> Offer:
    """Write down that an area has taken on what was offered to it."""
    offer.change(answer=Offer.Answer.ACCEPTED, answered_by=me.known.pk, answered_at=me.now)
    record(me, "accept_offer", about=offer, enquiry=offer.became)
    followed(me, "accept_offer", offer)
    return offer


def offer_waiting(enquiry: Enquiry) -> Offer | None:
    """The offer by which an area got an enquiry, while it has not answered. One query."""
    return Offer.objects.filter(became=enquiry.pk, answer="").first()


def _answerable(enquiry: Enquiry) -> Offer:
    offer = offer_waiting(enquiry)
    with checking() as check:
        if offer is None:
            check.wrong("enquiry", "Nothing is offered here that waits for an answer")
    if offer is None:  # said above; for the type checker
        raise Refused("not_found", about=enquiry)
    return offer


def _carry(me: Acting, enquiry: Enquiry, area: Area, why: str) -> tuple[Offer, Enquiry, list[DescribedPerson]]:
    """The other area's enquiry, written once more from what was told."""
    people = list(DescribedPerson.objects.filter(enquiry=enquiry).select_related("protected_address"))
    relations = list(Relation.objects.filter(enquiry=enquiry))
    messages = list(Message.objects.filter(enquiry=enquiry))
    told = told_of(enquiry, people)
    standard, danger = area.standard_on(me.now), enquiry.immediate_danger
    became, described = write_enquiry(me, standard, me.now, told, withheld=withheld_of(told), danger=danger)
    offer = Offer.add(
        enquiry=enquiry,
        area=enquiry.area_id,
        to_area=area.pk,
        became=became.pk,
        why=why,
        offered_by=me.known,
        offered_at=me.now,
    )
    again = {before.pk: after for before, after in zip(people, described, strict=True)}
    Relation.objects.bulk_create(relations_again(relations, became, again))
    Message.objects.bulk_create(said_since(messages, became))
    # Its enquirer comes back with the reference and code of the first; nobody has a code for this one.
    unknown = code_hash(became.reference, new_code(secrets.token_urlsafe(16)))
    Receipt.add(enquiry=became, reference=became.reference, code_hash=unknown)
    give_standing(became.pk, "hub", area.pk, FOREVER)
    work_out_walls(became.pk)
    return offer, became, described
