"""The drawing of a family by itself: on one sheet of paper, and as a file. Who took it stands in the ledger."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.loader import render_to_string

from mash.foundation.access.pages import HubRequest, page, render
from mash.foundation.access.policy import CORE
from mash.foundation.access.verbs import Refused
from mash.foundation.clock.when import clock_time, long_date
from mash.foundation.zones import Seat
from mash.pathway.enquiries.family import Family
from mash.pathway.enquiries.models import DescribedPerson, Enquiry, Relation
from mash.pathway.enquiries.page_marks import family_of_page
from mash.pathway.enquiries.reading import enquiry_for
from mash.pathway.enquiries.views.files import ALONE

# A file has no style sheet of the hub's beside it: its lines and letters stand in it.
LOOKS = "".join(
    (
        "svg{background:#fff}",
        "path,.mash-genogram__inner{fill:none;stroke:#0b0c0c;stroke-width:1.5}",
        ".mash-genogram__home{stroke:#484949;stroke-dasharray:7 5}",
        ".mash-genogram__sign{fill:#fff;stroke:#0b0c0c;stroke-width:2}",
        ".mash-genogram__sign--about{fill:#f4f8fb}",
        ".mash-genogram__sign--elsewhere{stroke-dasharray:5 4}",
        ".mash-genogram__ended,.mash-genogram__died{stroke-width:2}",
        "text{font:13px arial,sans-serif;fill:#0b0c0c}",
        ".mash-genogram__name{font-weight:700;font-size:14px}",
        ".mash-genogram__name,.mash-genogram__text{text-anchor:middle}",
    )
)


@page(Seat.HUB, reads=(Enquiry, DescribedPerson, Relation))
def family(request: HubRequest, reference: str) -> HttpResponse:
    """The family on one sheet of paper, for the area's own people."""
    enquiry, drawn = _drawn(request, reference)
    return render(request, "enquiries/family.jinja", {"enquiry": enquiry, "family": drawn})


@page(Seat.HUB, reads=(Enquiry, DescribedPerson, Relation))
def family_drawing(request: HubRequest, reference: str) -> HttpResponse:
    """The drawing as a file, with the name of whoever took it, for the area's own people."""
    enquiry, drawn = _drawn(request, reference)
    now = request.me.now
    foot = f"Taken by {request.me.member} on {long_date(now)} at {clock_time(now)}. Not to be passed on."
    drawing = render_to_string("enquiries/family.svg.jinja", {"enquiry": enquiry, "family": drawn, "foot": foot})
    named = {"Content-Disposition": f'attachment; filename="family-{enquiry.reference}.svg"'}
    text = str(drawing).strip().replace("</desc>", f"</desc><style>{LOOKS}</style>", 1)
    return HttpResponse(text, content_type="image/svg+xml; charset=utf-8", headers={**ALONE, **named})


def _drawn(request: HubRequest, reference: str) -> tuple[Enquiry, Family]:
    enquiry, facts = enquiry_for(request.me, reference)
    drawn = family_of_page(enquiry, facts) if facts.roles & CORE else None
    if drawn is None:
        raise Refused("not_found", about=enquiry)
    return enquiry, drawn
