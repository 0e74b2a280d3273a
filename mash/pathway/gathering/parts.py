"""Parts that later steps of the pathway put on the page of a request, for the agency that was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mash.foundation.access.acting import Acting
from mash.pathway.gathering.models import Request


@dataclass(frozen=True, slots=True)
class PartOfRequest:
    """A part of the page: its template, which finds its facts as `part`."""

    template: str
    part: Mapping[str, Any]


PartMaker = Callable[[Acting, Request], PartOfRequest | None]
PARTS: list[PartMaker] = []


def part_of_request(make: PartMaker) -> PartMaker:
    """Add a part to the page of a request: a function of (me, the request), at most one query."""
    PARTS.append(make)
    return make


def parts_of(me: Acting, asked: Request) -> list[PartOfRequest]:
    """The parts of a request's page for one of its own agency."""
    return [part for make in PARTS if (part := make(me, asked)) is not None]
