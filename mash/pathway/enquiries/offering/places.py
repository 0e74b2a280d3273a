"""In which area of the hub an address lies, as far as it tells. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mash.pathway.people.matching.places import fold_postcode, read_home


@dataclass(frozen=True, slots=True)
class Place:
    """An area, by what its addresses are known: its name, and how its postcodes begin."""

    slug: str
    name: str
    postcodes: Sequence[str]


def area_of(address: str, postcode: str, areas: Sequence[Place]) -> Place | None:
    """The area in which an address lies: by its postcode, else by the area's name in it; none where neither tells."""
    home = read_home(address, postcode)
    code = home.postcode if home else ""
    begins = [
        (len(start), area) for area in areas for start in map(fold_postcode, area.postcodes) if _is_of(code, start)
    ]
    if begins:
        return max(begins, key=lambda one: one[0])[1]
    named = [area for area in areas if re.search(rf"\b{re.escape(area.name)}\b", address, re.IGNORECASE)]
    return named[0] if len(named) == 1 else None


def _is_of(code: str, start: str) -> bool:
    return bool(start) and code.startswith(start)
