"""Which items may go to a team: the policy's word on each, for the page that offers and the verb that takes them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import Reason, Verdict, put_into_release
from mash.foundation.partnership.models import Team
from mash.pathway.enquiries.earlier import earlier_enquiries
from mash.pathway.enquiries.models import Enquiry, Link
from mash.pathway.handover.models import Permission
from mash.pathway.intelligence.models import Item, Protects


@dataclass(frozen=True, slots=True)
class Offer:
    """An item of the hub, and whether it may go to a team now. `asked` is the latest permission for that team."""

    item: Item
    verdict: Verdict
    asked: Permission | None
    corrected: bool
    earlier: bool
    made_from: tuple[str, ...]

    @property
    def may_go(self) -> bool:
        """Whether it may be put into the release: the policy allows it, and it is the newest version."""
        return self.verdict.allowed and not self.corrected

    @property
    def is_gist(self) -> bool:
        """Whether it was written to be let out in the place of another item."""
        return self.item.gist_of_id is not None


@dataclass(frozen=True, slots=True)
class Holdings:
    """All items of an enquiry and of those that belong with it, for somebody who prepares a release to a team."""

    enquiry: Enquiry
    team: Team
    offers: Mapping[uuid.UUID, Offer]
    related: frozenset[uuid.UUID]

    def get(self, key: object) -> Offer | None:
        """The offer of an item by its id, as text or not; none for one that is not here or not visible."""
        try:
            return self.offers.get(key if isinstance(key, uuid.UUID) else uuid.UUID(str(key)))
        except ValueError:
            return None

    def chosen(self, keys: Iterable[uuid.UUID]) -> list[Offer]:
        """The offers of these items, in the order of agency and date."""
        offers = [self.offers[key] for key in dict.fromkeys(keys) if key in self.offers]
        return sorted(
            offers, key=lambda offer: (str(offer.item.agency), str(offer.item.happened or ""), offer.item.given_at)
        )


def holdings(me: Acting, enquiry: Enquiry, team: Team) -> Holdings:
    """Every item that whoever acts may read of this enquiry, of those linked to it, and of earlier ones.

    Five queries, whatever the number of items.
    """
    earlier = earlier_here(enquiry)
    linked = linked_enquiries(enquiry)
    related = earlier | linked
    items = list(Item.objects.filter(enquiry__in=[enquiry.pk, *related]).select_related("agency").readable(me))
    asked: dict[uuid.UUID, Permission] = {}
    agreed: set[uuid.UUID] = set()
    for permission in Permission.objects.filter(enquiry=enquiry, team=team).select_related("asked_by", "answered_by"):
        asked[permission.item_id] = permission
        if permission.state == Permission.State.AGREED:
            agreed.add(permission.gist_id or permission.item_id)
    by_id = {item.pk: item for item in items}
    corrected = {item.supersedes_id for item in items if item.supersedes_id}
    offers = {}
    for item in items:
        if item.enquiry_id == enquiry.pk or item.enquiry_id in earlier:
            gist_is_old = item.gist_of_id in corrected if item.gist_of_id else False
            verdict = put_into_release(
                handling=item.held_as,
                agreed=item.pk in agreed and item.enquiry_id == enquiry.pk,
                gives_away_referrer=Protects.REFERRER in item.protects,
            )
        else:  # an item of a linked enquiry is looked for, and offered to nobody
            gist_is_old, verdict = False, Verdict(False, Reason.NOT_AGREED)
        offers[item.pk] = Offer(
            item=item,
            verdict=verdict,
            asked=asked.get(item.pk),
            corrected=item.pk in corrected or gist_is_old,
            earlier=item.enquiry_id != enquiry.pk,
            made_from=tuple(map(str, _forebears(item, by_id))),
        )
    return Holdings(enquiry, team, offers, related)


def earlier_here(enquiry: Enquiry) -> frozenset[uuid.UUID]:
    """Earlier enquiries of the same area about the same confirmed people. One query."""
    return frozenset(one.id for one in earlier_enquiries(enquiry) if one.area == enquiry.area_id)


def linked_enquiries(enquiry: Enquiry) -> frozenset[uuid.UUID]:
    """Enquiries that somebody linked to this one, either way. One query."""
    pairs = Link.objects.filter(enquiry=enquiry) | Link.objects.filter(to=enquiry)
    return frozenset(key for pair in pairs.values_list("enquiry_id", "to_id") for key in pair) - {enquiry.pk}


def _forebears(item: Item, by_id: Mapping[uuid.UUID, Item]) -> list[uuid.UUID]:
    """The items that an item was made from or corrects, as far as whoever acts may read them."""
    found: list[uuid.UUID] = []
    waiting = [item]
    while waiting:
        one = waiting.pop()
        for key in (one.supersedes_id, one.gist_of_id):
            if key is not None and key not in found:
                found.append(key)
                waiting += [by_id[key]] if key in by_id else []
    return found
