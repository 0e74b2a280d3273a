"""What somebody wants to see of the board: read from the address, and written back into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from mash.foundation.access.acting import Acting
from mash.foundation.partnership.models import Area
from mash.pathway.casework.worklists import Worklist
from mash.pathway.enquiries.finding import Sought


class Show(StrEnum):
    """Which of a list's enquiries to show."""

    ALL = "all"
    MINE = "mine"
    NOBODYS = "nobodys"
    OVERDUE = "overdue"
    CHILD_PROTECTION = "child-protection"


SHOWN = {
    Show.ALL: "all",
    Show.MINE: "mine",
    Show.NOBODYS: "nobody's",
    Show.OVERDUE: "overdue",
    Show.CHILD_PROTECTION: "child protection",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A list, a filter, an area, what is looked for and a page. Without a list, all open enquiries."""

    worklist: Worklist | None = None
    show: Show = Show.ALL
    area: str = ""
    find: str = ""
    page: int = 1

    @classmethod
    def in_address(cls, query: Mapping[str, str], worklists: Sequence[Worklist], areas: Sequence[Area]) -> Asked:
        """What the address says; what it says wrongly, or of lists and areas that are not these, is left out."""
        state, show, page = query.get("state", ""), query.get("show", ""), query.get("page", "")
        slugs = [area.slug for area in areas]
        return cls(
            worklist=Worklist(state) if state in worklists else None,
            show=Show(show) if show in list(Show) else Show.ALL,
            area=area if (area := query.get("area", "")) in slugs else "",
            find=Sought.typed(query.get("find", "")).text,
            page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )

    @property
    def said(self) -> dict[str, str]:
        """What stands in the address of this: nothing where nothing was chosen."""
        said = {
            "state": self.worklist or "",
            "show": "" if self.show is Show.ALL else self.show,
            "area": self.area,
            "find": self.find,
            "page": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in said.items() if value}

    def address(self, **changes: object) -> str:
        """The address of this, or of this with something else chosen; a change leads to the first page."""
        asked = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # fields of this class
        return f"?{urlencode(asked.said)}"


def areas_of(me: Acting) -> list[Area]:
    """The areas that a member works in, by name; no query."""
    found = {held.area_id: held.area for held in me.roles}
    return sorted(found.values(), key=lambda area: area.name)
