"""England's children's services authorities, by the names and codes that government gives them."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "data" / "local_authorities_england.csv"
# What a council calls itself around the name of its place.
AROUND = frozenset(
    {"city", "county", "borough", "district", "metropolitan", "royal", "london", "unitary", "council", "authority"}
    | {"of", "the", "cc", "bc", "mbc", "lb", "s", "services", "social", "children", "childrens"}
)


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority: its place's name, and its GSS code."""

    name: str
    code: str


@cache
def authorities() -> Sequence[Authority]:
    """All of them, in the order of their names."""
    with LIST.open(encoding="utf-8", newline="") as rows:
        found = [Authority(row["name"], row["gss_code"]) for row in csv.DictReader(rows)]
    return sorted(found, key=lambda one: one.name)


def authority_named(text: str) -> Authority | None:
    """The authority that is meant: `Devon`, `devon county council`, `E10000008`; none where it is none of England's."""
    said = " ".join(text.split())
    return _by_words().get(said.lower()) or _by_words().get(_place(said)) if said else None


@cache
def _by_words() -> dict[str, Authority]:
    places = {_place(one.name): one for one in authorities() if _place(one.name)}
    return places | {word.lower(): one for one in authorities() for word in (one.name, one.code)}


def _place(name: str) -> str:
    """The name of the place alone: `bristol` of `Bristol, City of` and of `Bristol City Council`."""
    words = re.findall(r"[a-z]+", name.lower().replace("&", " and "))
    return " ".join(word for word in words if word not in AROUND)
