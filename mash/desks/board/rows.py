"""One page of the board: which enquiries stand on it, and what each line shows of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.urls import reverse
from django.utils.crypto import salted_hmac

from mash.desks.board.asked import Asked, areas_of
from mash.foundation.access.acting import Acting
from mash.foundation.access.policy import WEIGHS
from mash.foundation.access.sightings import note
from mash.foundation.partnership.models import Area
from mash.pathway.casework.about import briefly
from mash.pathway.casework.state import Stage, fetch_rows, marks_of, rates_higher, stages_of
from mash.pathway.casework.strip import Flags, Limit, flags_of, limit_of
from mash.pathway.casework.worklists import OF_DECIDED, Worklist, flags_of_row, shown_of, worklists_of
from mash.pathway.enquiries.finding import Sought
from mash.pathway.enquiries.models import Enquiry
from mash.ui.parts import AgencyMark

A_PAGE = 50
LOOKS_BYTES = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One enquiry on the board."""

    enquiry: Enquiry
    about: str
    url: str
    limit: Limit | None
    marks: list[AgencyMark]
    flags: Flags
    may_take: bool

    @property
    def due_id(self) -> str:
        """Where this limit stands on a page: another one of the enquiry stands elsewhere, and waits to be shown."""
        return f"due-{self.enquiry.reference}-{self.limit.at.timestamp():.0f}" if self.limit else ""

    @property
    def looks(self) -> bytes:
        """A mark of all that the line shows but how far off its limit is, which changes all the time."""
        limit = (self.limit.at.isoformat(), self.limit.label) if self.limit else None
        with_whom = (self.enquiry.taken_by_id, self.may_take)
        shown = repr((self.enquiry.level, self.about, limit, self.marks, with_whom, self.flags))
        return salted_hmac("board", shown, algorithm="sha256").digest()[:LOOKS_BYTES]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the board. `counts` are of every list, under the filters that were asked for."""

    asked: Asked
    areas: Sequence[Area]
    rows: Sequence[Row]
    counts: Mapping[Worklist, int]
    goes_on: bool


def sheet_of(me: Acting, query: Mapping[str, str]) -> Sheet:
    """The page of the board that an address asks for. Five queries at any size."""
    worklists, areas = worklists_of(me), areas_of(me)
    asked = Asked.in_address(query, worklists, areas)
    in_area = next((area.pk for area in areas if area.slug == asked.area), None)
    skip = (asked.page - 1) * A_PAGE
    with connection.cursor() as cursor:
        cursor.execute(
            "select counts, size, page from pathway.board(%s, %s, %s, %s, %s::text[], %s, %s)",
            [asked.worklist or "", asked.show, in_area, asked.find, Sought(asked.find).words, skip, A_PAGE],
        )
        counts, size, page = cursor.fetchone()
    counts = json.loads(counts)
    counts[Worklist.DECIDED] = sum(counts.get(each, 0) for each in OF_DECIDED)
    enquiries, stages = shown_of(me, page), stages_of(page)
    fetch_rows(list(enquiries.values()))
    return Sheet(
        asked,
        areas,
        rows=[row_of(enquiries[key], stages[key], me) for key in page if key in enquiries and key in stages],
        counts={each: counts.get(each, 0) for each in worklists},
        goes_on=size > skip + A_PAGE,
    )


def row_of(enquiry: Enquiry, stage: Stage, me: Acting) -> Row:
    """One row; that its subjects are shown is noted. No query."""
    note(enquiry=enquiry.pk)
    weighs = enquiry.area_id in me.areas_as(*WEIGHS)
    return Row(
        enquiry,
        briefly(list(enquiry.people.all()), me.now.date()),
        reverse("casework:enquiry", args=[enquiry.reference]),
        limit_of(enquiry, me.now, told=stage.told),
        marks_of(enquiry, me.now, weighs=weighs),
        flags_of(
            enquiry,
            child_protection=stage.child_protection,
            higher=[one.agency.name for one in enquiry.requests.all() if weighs and rates_higher(one, enquiry.level)],
            unread=weighs and bool(stage.unread),
            came_back=weighs and stage.returned and bool(stage.to_send),
            disagreement=weighs and bool(stage.disagreement),
        )
        + flags_of_row(enquiry),
        may_take=weighs and enquiry.taken_by_id is None,
    )
