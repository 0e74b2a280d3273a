"""What the register learned of somebody by one identification, and what stays when that turns out to be wrong. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

ALONE = (
    *("given", "middle", "family", "born", "born_from", "born_to", "due_date", "sex", "nhs_number", "upn", "phone"),
    *("email", "school", "practice"),
)
LONGEST_NAME = 200  # as the register keeps one of the other names of somebody; a given and a family name may be longer


@dataclass(slots=True)
class Learned:
    """What a description added to a person: single values, other names, keys, an area and an address; and whether it
    hid where they live, and school and practice with that.

    Kept with the identification, so that it can be taken back (rule 16: unlinking restores both).
    """

    values: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    homes: list[str] = field(default_factory=list)
    area: bool = False
    hid: bool = False

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "values": self.values,
            "names": self.names,
            "keys": self.keys,
            "homes": self.homes,
            "area": self.area,
            "hid": self.hid,
        }

    @classmethod
    def of(cls, kept: Iterable[Mapping[str, Any] | None]) -> Learned:
        """All that several identifications of one description taught."""
        whole = cls()
        for one in kept:
            if one:
                whole.values += one["values"]
                whole.names += one["names"]
                whole.keys += one["keys"]
                whole.homes += one["homes"]
                whole.area = whole.area or one["area"]
                whole.hid = whole.hid or one.get("hid", False)
        return whole

    @property
    def home_ids(self) -> list[uuid.UUID]:
        """The addresses by their ids."""
        return [uuid.UUID(key) for key in self.homes]

    def stays(self, person: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """What stays of a person's columns without this: where others tell a value too, theirs stands in its place.

        Args:
            person: the columns as they are, with `also_known_as` and `keys`.
            others: what the remaining descriptions of this person tell, oldest first: the same columns, and `names`
                by which each calls them.
        """
        told = {name for other in others for name in other["names"]}
        found = {key for other in others for key in other["keys"]}
        stays = dict(person)
        # A protected address has emptied school and practice: without it they stand as the others tell them.
        emptied = {column for column in ("school", "practice") if (self.homes or self.hid) and not person[column]}
        for column in {*self.values, *emptied}:
            stays[column] = next((other[column] for other in others if other[column]), None if _is_date(column) else "")
        stays["also_known_as"] = [name for name in person["also_known_as"] if name not in set(self.names) - told]
        stays["keys"] = sorted(set(person["keys"]) - (set(self.keys) - found))
        return stays


def _is_date(column: str) -> bool:
    return column in ("born", "born_from", "born_to", "due_date")
