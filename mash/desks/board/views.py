"""The board as a plain list."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from mash.desks.board.asked import SHOWN, Asked, Show, areas_of
from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, page, render
from mash.foundation.access.policy import CORE, WEIGHS
from mash.foundation.access.sightings import note
from mash.foundation.access.verbs import Refused
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.casework.about import briefly
from mash.pathway.casework.state import Stage, fetch_rows, marks_of, rates_higher
from mash.pathway.casework.strip import Flags, Limit, flags_of, limit_of
from mash.pathway.casework.worklists import (
    FILLED_BY,
    LABELS,
    MEANING,
    flags_of_row,
    open_enquiries,
    shown_of,
    worklists_of,
)
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.ui.page import Link
from mash.ui.parts import AgencyMark

A_PAGE = 50


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


@page(Seat.HUB, reads=(Enquiry, DescribedPerson))
def board(request: HubRequest) -> HttpResponse:
    """The open enquiries that this member may read, most urgent first. Six queries at any size, with the frame's."""
    me = request.me
    if not me.is_a(*CORE, Role.RESEARCHER):
        raise Refused("not_found")
    worklists, areas = worklists_of(me), areas_of(me)
    asked = Asked.in_address(request.GET, worklists, areas)
    by_slug = {area.slug: area.pk for area in areas}
    shown = [one for one in open_enquiries(me) if asked.lets_through(one, me, by_slug)]
    listed = [one for one in shown if MEANING[asked.worklist](one)] if asked.worklist else shown
    first = (asked.page - 1) * A_PAGE
    placed = listed[first : first + A_PAGE]
    enquiries = shown_of(me, placed)
    fetch_rows(list(enquiries.values()))
    context = {
        "may_tell": me.is_a(*CORE),
        "rows": [row_of(row, one.at, me) for one in placed if (row := enquiries.get(one.pk))],
        "sections": [
            Link("All open", asked.address(worklist=None), current=asked.worklist is None),
            *(
                Link(LABELS[each], asked.address(worklist=each), asked.worklist is each, sum(map(MEANING[each], shown)))
                for each in worklists
            ),
        ],
        "filters": [Link(SHOWN[each], asked.address(show=each), asked.show is each) for each in Show],
        "areas": [Link("all areas", asked.address(area=""), not asked.area)]
        + [Link(area.name, asked.address(area=area.slug), asked.area == area.slug) for area in areas],
        "caption": LABELS[asked.worklist] if asked.worklist else "All open enquiries",
        "filled_by": FILLED_BY[asked.worklist]
        if asked.worklist
        else "An enquiry stands here from the moment it is received until it is closed.",
        "earlier": asked.address(page=asked.page - 1) if asked.page > 1 else "",
        "later": asked.address(page=asked.page + 1) if len(listed) > first + A_PAGE else "",
    }
    return render(request, "board/board.jinja", context)


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
        )
        + flags_of_row(enquiry),
        may_take=weighs and enquiry.taken_by_id is None,
    )
