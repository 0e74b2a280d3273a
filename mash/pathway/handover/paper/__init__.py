"""A handover as PDF, for those who need paper: marked with who had it drawn, and when."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from mash.foundation.access.acting import Acting
from mash.foundation.clock.when import clock_time, long_date
from mash.pathway.handover.models import Handover

TEMPLATE = Path(__file__).parent / "handover.typ"
NOT_ALL_SIGNS = "Some signs of this text cannot be printed: read it on the screen."


def paper_of(me: Acting, handover: Handover) -> bytes:
    """The handover as a tagged PDF (PDF/UA-1 where every sign can be printed), from the same parts as the page.

    What people wrote is passed as data and never becomes source of the document.
    """
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
    try:
        return _compiled(me, told, ["ua-1"])
    except typst.TypstError:
        # PDF/UA wants a glyph for every sign, and no font has all of them: Chinese, many emoji.
        return _compiled(me, {**told, "marked": f"{NOT_ALL_SIGNS} {told['marked']}"}, [])


def _compiled(me: Acting, told: dict[str, Any], standards: list[typst.PDFStandard]) -> bytes:
    drawn = typst.compile(
        TEMPLATE,
        format="pdf",
        pdf_standards=standards,
        sys_inputs={"told": json.dumps(told)},
        timestamp=me.now.replace(microsecond=0),
    )
    if not isinstance(drawn, bytes):
        raise TypeError("a PDF is one file")
    return drawn
