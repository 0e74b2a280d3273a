"""Draws a document as a tagged PDF. What people wrote is passed as data and never becomes source of the document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

NOT_ALL_SIGNS = "Some signs of this text cannot be printed: read it on the screen."


def pdf_of(template: Path, told: Mapping[str, Any], *, at: datetime) -> bytes:
    """A document as PDF (PDF/UA-1 where every sign can be printed). `told["marked"]` is its footer."""
    try:
        return _compiled(template, told, at, ["ua-1"])
    except typst.TypstError:
        # PDF/UA wants a glyph for every sign, and no font has all of them: Chinese, many emoji.
        return _compiled(template, {**told, "marked": f"{NOT_ALL_SIGNS} {told['marked']}"}, at, [])


def _compiled(template: Path, told: Mapping[str, Any], at: datetime, standards: list[typst.PDFStandard]) -> bytes:
    drawn = typst.compile(
        template,
        format="pdf",
        pdf_standards=standards,
        sys_inputs={"told": json.dumps(told)},
        timestamp=at.replace(microsecond=0),
    )
    if not isinstance(drawn, bytes):
        raise TypeError("a PDF is one file")
    return drawn
