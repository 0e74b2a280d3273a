"""Which items may go to a team: the policy's word on each, for the page that offers and the verb that takes them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import Reason, Verdict, put_into_release
from mash.foundation.partnership.models import Team
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.handover.circle import Circle, circle_of
from mash.pathway.handover.models import Permission
from mash.pathway.intelligence.models import Item, Protects


@dataclass(frozen=True, slots=True)
class Offer:
    """An item of the hub, and whether it may go to a team now. `asked` is the latest permission for that team.

    Items of a linked enquiry are not `offered`: they are only looked for in what leaves.
    """

    item: Item
    verdict: Verdict
    asked: Permission | None
    corrected: bool
    earlier: bool
    offered: bool
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

    circle: Circle
    team: Team
    offers: Mapping[uuid.UUID, Offer]

    @property
    def enquiry(self) -> Enquiry:
        """The enquiry."""
        return self.circle.enquiry

    def get(self, key: object) -> Offer | None:
        """The offer of an item by its id, as text or not; none for one that is not here or not visible."""
        try:
            return self.offers.get(key if isinstance(key, uuid.UUID) else uuid.UUID(str(key)))
        except ValueError:
            return None

    def on_offer(self) -> list[Offer]:
        """What stands in the list to choose from, by agency and date: the newest version of every item."""
        return self.chosen(key for key, offer in self.offers.items() if offer.offered and not offer.corrected)

    def chosen(self, keys: Iterable[uuid.UUID]) -> list[Offer]:
        """The offers of these items, in the order of agency and date."""
        offers = [self.offers[key] for key in dict.fromkeys(keys) if key in self.offers]
        return sorted(
            offers, key=lambda offer: (str(offer.item.agency), str(offer.item.happened or ""), offer.item.given_at)
        )


def holdings(me: Acting, enquiry: Enquiry, team: Team) -> Holdings:
    """Every item that whoever acts may read of this enquiry, of those linked to it, and of earlier ones.

    Four queries, whatever the number of items.
    """
    circle = circle_of(enquiry)
    items = list(Item.objects.filter(enquiry__in=[enquiry.pk, *circle.related]).select_related("agency").readable(me))
    asked: dict[uuid.UUID, Permission] = {}
    agreed: set[uuid.UUID] = set()
    for permission in Permission.objects.filter(enquiry=enquiry, team=team).select_related("asked_by", "answered_by"):
        asked[permission.item_id] = permission
        if permission.state == Permission.State.AGREED:
            agreed.add(permission.gist_id or permission.item_id)
    by_id = {item.pk: item for item in items}
    corrected = {item.supersedes_id for item in items} - {None}
    offers = {}
    for item in items:
        offered = item.enquiry_id == enquiry.pk or circle.related[item.enquiry_id]
        offers[item.pk] = Offer(
            item=item,
            verdict=_verdict(item, agreed=item.pk in agreed and item.enquiry_id == enquiry.pk, offered=offered),
            asked=asked.get(item.pk),
            corrected=item.pk in corrected or item.gist_of_id in corrected,
            earlier=item.enquiry_id != enquiry.pk,
            offered=offered,
            made_from=tuple(map(str, _forebears(item, by_id))),
        )
    return Holdings(circle, team, offers)


def _verdict(item: Item, *, agreed: bool, offered: bool) -> Verdict:
    if not offered:
        return Verdict(False, Reason.NOT_FOUND)
    return put_into_release(
        handling=item.held_as, agreed=agreed, gives_away_referrer=Protects.REFERRER in item.protects
    )


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
