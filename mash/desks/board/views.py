"""The board, and what its open pages ask: has anything changed?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag

from mash.desks.board.asked import SHOWN, Asked, Show
from mash.desks.board.changes import changed, drawn
from mash.desks.board.rows import Sheet, sheet_of
from mash.foundation.access.acting import Acting
from mash.foundation.access.pages import HubRequest, page, render
from mash.foundation.access.policy import CORE
from mash.foundation.access.verbs import Refused, record
from mash.foundation.ledger.terms import sealed
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.casework.worklists import FILLED_BY, LABELS
from mash.pathway.enquiries.models import DescribedPerson, Enquiry
from mash.ui.page import Link, Page

READERS = (*CORE, Role.RESEARCHER)
FILLED_BY_ALL = "An enquiry stands here from the moment it is received until it is closed."


@page(Seat.HUB, reads=(Enquiry, DescribedPerson))
def board(request: HubRequest) -> HttpResponse:
    """The open enquiries that this member may read, most urgent first. Six queries at any size, with the frame's."""
    me = request.me
    if not me.is_a(*READERS):
        raise Refused("not_found")
    sheet = sheet_of(me, request.GET)
    if sheet.asked.find:
        record(me, "find_on_board", outcome="read", people=me.seen.people, term=sealed(sheet.asked.find))
    return render(request, "board/board.jinja", _shown(me, sheet))


@page(Seat.HUB)
def changes(request: HubRequest) -> HttpResponse:
    """How many lines have changed since a page was drawn, and how long each line still has. Shows nobody.

    What is told to somebody who looks is read, and recorded, when they let the page show it.
    """
    me = request.me
    if not me.is_a(*READERS):
        raise Refused("not_found")
    sheet = sheet_of(me, request.GET)
    me.seen.forget()
    told = {
        "page": Page(now=me.now),
        "here": reverse("board:board") + sheet.asked.address(page=sheet.asked.page),
        "changes": changed(sheet.rows, request.GET.get("since", "")),
        "rows": sheet.rows,
        "sections": _sections(sheet),
    }
    response = render(request, "board/changes.jinja", told)
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _shown(me: Acting, sheet: Sheet) -> dict[str, Any]:
    asked = sheet.asked
    here = reverse("board:board") + asked.address(page=asked.page)
    return {
        "may_tell": me.is_a(*CORE),
        "asked": asked,
        "rows": sheet.rows,
        "here": here,
        "poll": f"{reverse('board:changes')}?{urlencode({**asked.said, 'since': drawn(sheet.rows)})}",
        "changes": 0,
        "sections": _sections(sheet),
        "filters": [Link(SHOWN[each], asked.address(show=each), asked.show is each) for each in Show],
        "areas": [Link("all areas", asked.address(area=""), not asked.area)]
        + [Link(area.name, asked.address(area=area.slug), asked.area == area.slug) for area in sheet.areas],
        "caption": LABELS[asked.worklist] if asked.worklist else "All open enquiries",
        "empty": _empty(asked),
        "all_of_them": asked.address(find="", show=Show.ALL, area=""),
        "earlier": asked.address(page=asked.page - 1) if asked.page > 1 else "",
        "later": asked.address(page=asked.page + 1) if sheet.goes_on else "",
    }


def _sections(sheet: Sheet) -> list[Link]:
    asked = sheet.asked
    lists = [
        Link(LABELS[each], asked.address(worklist=each), asked.worklist is each, sheet.counts[each])
        for each in sheet.counts
    ]
    return [Link("All open", asked.address(worklist=None), current=asked.worklist is None), *lists]


def _empty(asked: Asked) -> str:
    """What would fill an empty list; where something was looked for or left out, that there may be more."""
    filled_by = FILLED_BY[asked.worklist] if asked.worklist else FILLED_BY_ALL
    if asked.find:
        return f"No enquiry here is about ‘{asked.find}’. The board finds references and names of subjects."
    if asked.show is not Show.ALL or asked.area:
        return f"Nothing here passes the filter. {filled_by}"
    return filled_by
