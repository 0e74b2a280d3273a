"""All items of an enquiry in one chronology: the newest version of each, with what it corrects struck beneath it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from mash.foundation.access.acting import Acting
from mash.pathway.intelligence.models import Item, ItemQuerySet

SEALED_STAYS = "may inform the decision, may never leave"


class Someone(Protocol):
    """Somebody described, by the row or as a request tells of them: `|named` shows either."""

    @property
    def pk(self) -> UUID: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as the picture shows it.

    `former` are the versions that it corrects, the latest first; `about` the described people that this reader may
    know; `earlier` the reference of the earlier enquiry that it comes from, empty for this one's own.
    """

    item: Item
    former: tuple[Item, ...]
    about: tuple[Someone, ...]
    earlier: str = ""

    @property
    def happened(self) -> date | None:
        """When it happened, where that is known."""
        return self.item.happened

    @property
    def note(self) -> str:
        """What its handling means for what follows."""
        return SEALED_STAYS if self.item.held_as == "sealed" else ""


def entries_of(
    me: Acting,
    items: ItemQuerySet,
    *,
    people: Mapping[UUID, Someone],
    earlier: Mapping[UUID, str] | None = None,
) -> list[Entry]:
    """Those of these items that `me` may read, newest first, those without a date last. One query.

    Args:
        people: whom items may be about, by id.
        earlier: references of those enquiries that are earlier ones, by id.
    """
    rows = items.select_related("agency").readable(me)
    by_id = {item.pk: item for item in rows}
    corrected = {item.supersedes_id for item in rows}
    entries = [
        Entry(
            item=item,
            former=tuple(_former(item, by_id)),
            about=tuple(dict.fromkeys(people[person] for person in item.about if person in people)),
            earlier=(earlier or {}).get(item.enquiry_id, ""),
        )
        for item in rows
        if item.pk not in corrected
    ]
    return sorted(entries, key=_place, reverse=True)


def _former(item: Item, by_id: Mapping[UUID, Item]) -> Iterator[Item]:
    before = by_id.get(item.supersedes_id) if item.supersedes_id else None
    if before is not None:
        yield before
        yield from _former(before, by_id)


def _place(entry: Entry) -> tuple[bool, date, datetime]:
    day = entry.happened
    return day is not None, day or date.min, entry.item.given_at
