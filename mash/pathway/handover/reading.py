"""Loads what has left, or is about to: for those who prepare, read, receive and answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import Reason, second_person
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Refused, record
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.handover.contents import locked_release
from mash.pathway.handover.forbidden import items_in
from mash.pathway.handover.models import Handover, Permission, Release
from mash.pathway.handover.product import ProductAsJson
from mash.pathway.intelligence.models import Item

RECEIVERS = (Role.TEAM_MEMBER, Role.EARLY_HELP)


def handover_for(me: Acting, key: uuid.UUID) -> Handover:
    """A handover for its team, or for those who weigh its enquiry.

    Raises:
        Refused: `not_found`.
    """
    found = Handover.objects.visible_to(me).select_related("team").filter(pk=key).first()
    if found is None or (me.seat is Seat.OPS and not me.is_a(*RECEIVERS)):
        raise Refused("not_found")
    if me.seat is Seat.HUB:
        _refuse_what_is_sealed_since(me, found.area, items_in(found.product), found)
    return found


def release_for(me: Acting, key: uuid.UUID) -> Release:
    """A release for those who weigh its enquiry.

    Raises:
        Refused: `not_found`.
    """
    related = ("enquiry__area", "enquiry__standard", "team", "prepared_by", "approved_by", "read_by")
    found = Release.objects.visible_to(me).select_related(*related).filter(pk=key).first()
    if found is None:
        raise Refused("not_found")
    _refuse_what_is_sealed_since(me, found.area, found.items, found)
    return found


def permission_for(me: Acting, key: uuid.UUID) -> Permission:
    """A permission for the researchers of the agency that is asked.

    Raises:
        Refused: `not_found`.
    """
    related = ("item", "team", "asked_by", "answered_by", "gist", "owner")
    found = Permission.objects.owned_by(me).select_related(*related).filter(pk=key).first()
    if found is None:
        raise Refused("not_found")
    return found


def _refuse_what_is_sealed_since(
    me: Acting, area: uuid.UUID, items: Iterable[uuid.UUID], about: Release | Handover
) -> None:
    """Whoever may not read every item of a product does not read it there: an item may have been sealed since it went.

    Practice managers of the area read them all. One query for the others.
    """
    wanted = set(items)
    if not wanted or area in me.areas_as(Role.PRACTICE_MANAGER):
        return
    if wanted - {item.pk for item in Item.objects.filter(pk__in=wanted).readable(me)}:
        raise Refused(Reason.NOT_FOUND, about=about, hidden=[Reason.LABEL])


def note_product(product: ProductAsJson) -> None:
    """Note that everybody whom a product shows is shown."""
    for key in product["people"]:
        note(uuid.UUID(key))


def note_all(handover: Handover, *, title_only: bool = False) -> None:
    """Note that everybody whom a handover shows is shown; `title_only` for a line of a list."""
    note(enquiry=handover.enquiry)
    for key in handover.product.get("subjects" if title_only else "people", []):
        note(uuid.UUID(key))


def opened(me: Acting, handover: Handover) -> None:
    """Keep that the team has opened a handover: the first reading counts, and it is one for the ledger."""
    if handover.state != Handover.State.SENT:
        return
    handover.change(state=Handover.State.OPENED, opened_at=me.now, opened_by=me.known.pk)
    record(me, "open_handover", about=handover, outcome="read")


def read_release(me: Acting, release: uuid.UUID, *, digest: str, marks: str) -> Release:
    """Keep that a second person read exactly this product, and what they marked before seeing what was cleared.

    It is good only while the product stays as it is: whoever prepares it again withdraws this one.

    Raises:
        Refused: somebody who could not approve it.
    """
    found, _ = locked_release(me, "approve_release", release)
    verdict = second_person(prepared_by_me=found.prepared_by_id == me.known.pk)
    if not verdict.allowed:
        raise Refused(verdict.reason, about=found)
    if found.state == Release.State.PREPARED and found.digest == digest:
        found.change(read_by=me.known, read_digest=digest, marks=marks)
        record(me, "read_release", about=found, outcome="read", digest=digest)
    return found
