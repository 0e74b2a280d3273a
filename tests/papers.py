"""Reads what a PDF says, as whoever opens it would."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader


def words_of(pdf: bytes) -> str:
    """The words of all pages, in the order in which they stand."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
