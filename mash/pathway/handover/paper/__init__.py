"""A handover as PDF, for those who need paper: marked with who had it drawn, and when."""

from __future__ import annotations

from pathlib import Path

from mash.foundation.access.acting import Acting
from mash.foundation.clock.when import clock_time, long_date
from mash.pathway.handover.models import Handover
from mash.ui.paper import pdf_of

TEMPLATE = Path(__file__).parent / "handover.typ"


def paper_of(me: Acting, handover: Handover) -> bytes:
    """The handover as a tagged PDF (PDF/UA-1 where every sign can be printed), from the same parts as the page."""
    product = handover.product
    told = {
        "title": product["title"],
        "team": product["team"],
        "hub": product["hub"],
        "reference": product["reference"],
        "rows": [{"key": row["key"], "text": row["text"]} for row in product["rows"]],
        "marked": (
            f"Drawn for {me.known.name}, {me.known.agency}, on {long_date(me.now)} at {clock_time(me.now)}. "
            "Not to be passed on. Keep it locked away; shred it when done."
        ),
    }
    return pdf_of(TEMPLATE, told, at=me.now)
