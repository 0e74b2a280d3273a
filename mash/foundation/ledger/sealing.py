"""Sealing: give the events that wait their places in the tree, and say what the tree has become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mash.foundation.ledger.canonical import canonical
from mash.foundation.ledger.merkle import Frontier, leaf_hash


@dataclass(frozen=True, slots=True)
class Seal:
    """What one sealing has made. The event at place `first + i` has the leaf hash `leaves[i]`."""

    first: int
    size: int
    root: bytes
    leaves: tuple[bytes, ...]


def seal(frontier: Frontier, events: Iterable[Mapping[str, Any]]) -> tuple[Frontier, Seal]:
    """Add events to the tree in this order; the first gets `seq` = `frontier.size`.

    Nothing is stored: the caller keeps each event's `seq`, the new frontier and the signed checkpoint, in one
    transaction, so that an event has a place in the ledger if, and only if, a checkpoint covers it.

    Raises:
        ValueError: an event is malformed, or has been sealed at another place already.
    """
    leaves: list[bytes] = []
    for place, event in enumerate(events, start=frontier.size):
        if event["seq"] not in (None, place):
            raise ValueError(f"Event {event['id']} is sealed already, at place {event['seq']}.")
        leaves.append(leaf_hash(canonical({**event, "seq": place})))
    grown = frontier.extend(leaves)
    return grown, Seal(frontier.size, grown.size, grown.root(), tuple(leaves))
