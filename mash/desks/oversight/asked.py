"""What an auditor asks: read from the address, and written back into it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from mash.foundation.access.acting import Acting
from mash.foundation.kept import FOREVER
from mash.foundation.partnership.models import Area, Role
from mash.ui.page import Link

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
LAST_SEQ = 2**63 - 1
LAST_ID = uuid.UUID(int=2**128 - 1)
MOST_TYPED = 60


class Period(StrEnum):
    """How far back to look."""

    ALL = "all"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


DAYS = {Period.WEEK: 7, Period.MONTH: 30, Period.QUARTER: 91, Period.YEAR: 365}
IN_WORDS = {
    Period.ALL: "all",
    Period.WEEK: "7 days",
    Period.MONTH: "30 days",
    Period.QUARTER: "3 months",
    Period.YEAR: "a year",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page of a list ended: its last row's time, and what tells rows of one time apart."""

    at: datetime
    key: str

    @classmethod
    def read(cls, text: str) -> Mark | None:
        """What `str` wrote; none for anything else."""
        at, _, key = text.partition("~")
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            return None
        return cls(moment, key) if moment.tzinfo and key else None

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.key}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its period and area, whether only what is unusual is wanted, and where the page before ended."""

    about: str = ""
    member: str = ""
    area: str = ""
    period: Period = Period.ALL
    only: bool = False
    after: Mark | None = None

    @classmethod
    def in_address(cls, query: Mapping[str, str], areas: Sequence[Area] = ()) -> Asked:
        """What the address says; what it says wrongly, or of areas that are not these, is left out."""
        period, area = query.get("period", ""), query.get("area", "")
        return cls(
            about=query.get("about", "").replace("\x00", "").strip()[:MOST_TYPED],
            member=query.get("member", ""),
            area=area if area in [one.slug for one in areas] else "",
            period=Period(period) if period in list(Period) else Period.ALL,
            only=query.get("only", "") == "yes",
            after=Mark.read(query.get("after", "")),
        )

    def address(self, **changes: object) -> str:
        """The address of this, or of this with something else chosen; a change leads to the first page."""
        asked = replace(self, **{"after": None, **changes})  # type: ignore[arg-type]  # fields of this class
        said = {
            "about": asked.about,
            "member": asked.member,
            "area": asked.area,
            "period": "" if asked.period is Period.ALL else asked.period,
            "only": "yes" if asked.only else "",
            "after": str(asked.after or ""),
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return f"?{query}" if query else "?"

    def since(self, now: datetime) -> datetime:
        """From when on."""
        return now - timedelta(days=DAYS[self.period]) if self.period in DAYS else BEGINNING

    def before_event(self) -> tuple[datetime, int]:
        """The time and number below which this page of events begins."""
        if self.after is None or not (self.after.key.isascii() and self.after.key.isdigit()):
            return FOREVER, LAST_SEQ
        return self.after.at, min(int(self.after.key), LAST_SEQ)

    def before_row(self) -> tuple[datetime, uuid.UUID]:
        """The time and id below which this page of rows begins."""
        try:
            return (self.after.at, uuid.UUID(self.after.key)) if self.after else (FOREVER, LAST_ID)
        except ValueError:
            return FOREVER, LAST_ID

    def periods(self) -> list[Link]:
        """A filter for how far back to look."""
        return [Link(IN_WORDS[each], self.address(period=each), self.period is each) for each in Period]

    def areas(self, areas: Sequence[Area]) -> list[Link]:
        """A filter for the area; none where there is only one."""
        if len(areas) < 2:
            return []
        every = [Link("all areas", self.address(area=""), not self.area)]
        return every + [Link(area.name, self.address(area=area.slug), self.area == area.slug) for area in areas]


def areas_of(me: Acting) -> list[Area]:
    """The areas whose auditor somebody is, by name; no query."""
    found = {held.area_id: held.area for held in me.roles if held.role == Role.AUDITOR}
    return sorted(found.values(), key=lambda area: area.name)
