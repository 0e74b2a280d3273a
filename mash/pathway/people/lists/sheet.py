"""Reads a CSV file as programs write it: any usual encoding and separator, ragged lines, stray quotation marks.

Whatever cannot be read is told by line. Nothing is held in memory but the line at hand.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

CHUNK = 1 << 20
SEPARATORS = ",;\t|"
MOST_LINES = 20  # an address may have line ends in it; a quotation mark that nobody closed would take the whole file
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how files of Excel begin
LOOKED_AT = 4096  # bytes that show whether it is UTF-16 without its mark
UNREADABLE = frozenset("\N{REPLACEMENT CHARACTER}\0")
HEADING_OF_EXCEL = "sep="


class Malformed(Exception):
    """The file as a whole cannot be used: what is wrong with it, in a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file.

    Attributes:
        number: the line in the file on which it begins, from 1.
        cells: as many as the heading has; empty where `fault` says why it cannot be used.
        fault: why it cannot be used, or empty.
    """

    number: int
    cells: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was looked at once, ready to be read.

    Attributes:
        digest: of its bytes: the same file has the same.
        heading: the names of the columns, as written.
        last_line: about how many lines there are, for the progress of reading them.
    """

    path: Path
    encoding: str
    separator: str
    heading: tuple[str, ...]
    digest: str
    last_line: int

    def lines(self) -> Iterator[Line]:
        """Every row after the heading. Empty lines are left out."""
        with self.path.open("rb") as raw:
            waiting = _Waiting(_text(raw, self.encoding))
            heading_seen = False
            while (taken := waiting.take(self.separator)) is not None:
                number, cells, fault = taken
                if not fault and not any(cell.strip() for cell in cells):
                    continue
                if not heading_seen:
                    heading_seen = not cells[0].lower().startswith(HEADING_OF_EXCEL)
                    continue
                yield self._line(number, cells, fault)

    def _line(self, number: int, cells: Sequence[str], fault: str) -> Line:
        wanted = len(self.heading)
        spare = any(cell.strip() for cell in cells[wanted:])
        if not fault and (len(cells) < wanted or spare):
            fault = f"it has {len(cells)} cells, and the heading {wanted}"
        if not fault and not all(map(UNREADABLE.isdisjoint, cells)):
            fault = "it has a character that cannot be read"
        return Line(number, () if fault else tuple(cells[:wanted]), fault)


def look_at(path: Path, known: Callable[[str], bool]) -> Sheet:
    """Find out how a file is written: its encoding, what separates its cells, and its heading.

    Args:
        known: whether a cell of the heading is the name of a column; it tells the separators apart.

    Raises:
        Malformed: it cannot be opened, is no text, or has nothing in it.
    """
    try:
        encoding, digest, last_line = _encoding(path)
        with path.open("rb") as raw:
            heading = _first(_text(raw, encoding))
    except OSError as error:
        raise Malformed(f"{path.name} cannot be opened ({type(error).__name__})") from error
    if not heading:
        raise Malformed(f"{path.name} has no heading: there is nothing in it")
    readings = {separator: _cells(heading, separator) or [] for separator in SEPARATORS}
    separator = max(SEPARATORS, key=lambda one: (sum(map(known, readings[one])), len(readings[one])))
    cells = tuple(cell.strip() for cell in readings[separator])
    while cells and not cells[-1]:
        cells = cells[:-1]
    return Sheet(path, encoding, separator, cells, digest, last_line)


def _encoding(path: Path) -> tuple[str, str, int]:
    """UTF-8 if all of it is; UTF-16 by its mark, or as it looks; otherwise what Windows writes in Western Europe."""
    digest, last_line, encoding = hashlib.sha256(), 0, "utf-8-sig"
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as raw:
        while chunk := raw.read(CHUNK):
            if not last_line:
                if chunk.startswith(WORKBOOKS):
                    raise Malformed(f"{path.name} is a workbook. Save the sheet as CSV, and import that")
                encoding = "utf-16" if chunk.startswith(UTF_16) else _unmarked(chunk[:LOOKED_AT]) or encoding
            digest.update(chunk)
            last_line += chunk.count(b"\n") or 1
            if encoding == "utf-8-sig":
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    encoding = "cp1252"
    if encoding == "utf-8-sig":
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            encoding = "cp1252"
    return encoding, digest.hexdigest(), last_line


def _unmarked(beginning: bytes) -> str:
    """UTF-16 without its mark: of Latin letters every other byte is nothing."""
    firsts, seconds = beginning[::2].count(0), beginning[1::2].count(0)
    if max(firsts, seconds) * 4 < len(beginning):
        return ""
    return "utf-16-be" if firsts > seconds else "utf-16-le"


def _first(text: TextIO) -> str:
    for line in text:
        if line.strip() and not line.lower().startswith(HEADING_OF_EXCEL):
            return line.rstrip("\r\n")
    return ""


def _text(raw: BinaryIO, encoding: str) -> TextIO:
    return io.TextIOWrapper(raw, encoding, errors="replace", newline="")


def _cells(text: str, separator: str) -> list[str] | None:
    """The cells of one row; none where a quotation mark is still open at its end."""
    try:
        return next(csv.reader([text], delimiter=separator, strict=True), [])
    except csv.Error as error:
        if "end of data" in str(error):
            return None
        if "\n" in text:  # a mark that was opened rows before meets the next one
            raise
    try:
        return next(csv.reader([text], delimiter=separator), [])
    except csv.Error:  # a cell of more than 128 KiB
        return []


class _Waiting:
    """The lines of a file that were not used yet: a row takes as many as its quotation marks enclose."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._lines: list[str] = []
        self._number = 0

    def take(self, separator: str) -> tuple[int, list[str], str] | None:
        """The next row: its first line's number, its cells, and what is wrong with it. None at the end."""
        if not self._fill(1):
            return None
        number = self._number + 1
        for taken in range(1, MOST_LINES + 1):
            if not self._fill(taken):
                break
            try:
                cells = _cells("".join(self._lines[:taken]).rstrip("\r\n"), separator)
            except csv.Error:
                break
            if cells is not None:
                self._drop(taken)
                return number, cells, ""
        self._drop(1)
        return number, [], "a quotation mark is opened in it and never closed"

    def _drop(self, taken: int) -> None:
        del self._lines[:taken]
        self._number += taken

    def _fill(self, wanted: int) -> bool:
        while len(self._lines) < wanted:
            line = self._text.readline()
            if not line:
                return False
            self._lines.append(line)
        return True
