"""Looks through a PDF for what acts by itself, and writes its pages anew without what tells of their author."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from mash.foundation.files.kinds import Unfit
from mash.foundation.files.recordings import jpeg_without_words

MOST_OBJECTS = 200_000
MOST_PAGES = 500
MOST_DEPTH = 40
ACTS = frozenset({"/JavaScript", "/JS", "/AA", "/Launch", "/XFA", "/RichMedia"})
ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/Movie"})
HOLDS = frozenset({"/EmbeddedFiles", "/EF", "/EmbeddedFile"})
# What tells of author, program and times, and what editors keep beside the page.
TELLS = ("/Metadata", "/PieceInfo", "/LastModified", "/Private", "/Producer", "/Creator", "/Author")
REMARKS = frozenset(
    {
        *("/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Ink", "/Stamp", "/Caret"),
        *("/Line", "/Square", "/Circle", "/Popup"),
    }
)


def rewrite(content: bytes) -> bytes:
    """The pages of a PDF written anew, without properties, earlier versions and the names of who remarked.

    Raises:
        Unfit: `password`, `acts`, `holds_files` or `broken`.
    """
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unfit("password")
        if not 0 < len(reader.pages) <= MOST_PAGES:
            raise Unfit("broken")
        _look_through(reader)
        return _written(reader)
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, NotImplementedError):
        raise Unfit("broken") from None
    except RecursionError:
        raise Unfit("bomb") from None


def _look_through(reader: PdfReader) -> None:
    """Every object that there is, reachable or not: a later reader may find its own way."""
    seen = 0
    for one in _objects(reader):
        seen += 1
        if seen > MOST_OBJECTS:
            raise Unfit("bomb")
        if not isinstance(one, DictionaryObject):
            continue
        keys = set(one.keys())
        if keys & HOLDS or one.get("/Type") == "/EmbeddedFile" or one.get("/Subtype") == "/FileAttachment":
            raise Unfit("holds_files")
        if keys & ACTS or one.get("/S") in ACTIONS:
            raise Unfit("acts")


def _objects(reader: PdfReader) -> Iterator[Any]:
    numbers = {(generation, number) for generation, table in reader.xref.items() for number in table}
    numbers |= {(0, number) for number in reader.xref_objStm}
    for generation, number in sorted(numbers):
        yield from _within(reader.get_object(IndirectObject(number, generation, reader)), 0)
    yield from _within(reader.trailer, 0)


def _within(one: Any, depth: int) -> Iterator[Any]:
    if depth > MOST_DEPTH:
        raise Unfit("bomb")
    yield one
    if isinstance(one, DictionaryObject):
        for key in one:
            yield from _within(one.raw_get(key), depth + 1)
    elif isinstance(one, ArrayObject):
        for part in one:
            yield from _within(part, depth + 1)


def _written(reader: PdfReader) -> bytes:
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    for kept in writer._objects:  # those that were dropped stand as none
        for one in _within(kept, 0) if kept is not None else ():
            if isinstance(one, DictionaryObject):
                _without_words(one)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _without_words(one: DictionaryObject) -> None:
    for key in TELLS:
        one.pop(key, None)
    if one.get("/Subtype") in REMARKS:
        one.pop("/T", None)
    if isinstance(one, StreamObject) and one.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        one._data = jpeg_without_words(one._data)
