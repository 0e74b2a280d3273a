"""The ledger as a file: lines of JSON that anybody can keep, read and check without this system.

First a header, then the events in the order of the tree, then the checkpoints, then a line that says how many there
were of each. An event's line is exactly the bytes that were hashed, so a checker need not know how to write one.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from mash.foundation.ledger.canonical import FIELDS, canonical, encoded

FORMAT = "openmash-ledger-1"
LONGEST_LINE_BYTES = 1 << 20
UNKNOWN_KIND = "this is neither an event nor a checkpoint."
GZIP_MARK = b"\x1f\x8b"


class ExportError(ValueError):
    """A line is not what the format says. Says why, in English."""


@dataclass(frozen=True, slots=True)
class Header:
    """Which ledger an export is of, and the public key that its checkpoints are signed for (`PublicKey.text`)."""

    origin: str
    public_key: str
    format: str = FORMAT


class Event(NamedTuple):
    """One event: the bytes that were hashed, and what they say."""

    line: bytes
    fields: dict[str, Any]


class SignedCheckpoint(NamedTuple):
    """One checkpoint: the size it is kept under, and the signed note."""

    size: int
    note: str


@dataclass(frozen=True, slots=True)
class End:
    """The last line: how many events and checkpoints were written. Without it the file has been cut short."""

    events: int
    checkpoints: int


Entry = Header | Event | SignedCheckpoint | End


def write(
    stream: BinaryIO,
    header: Header,
    events: Iterable[Mapping[str, Any]],
    checkpoints: Iterable[tuple[int, str]],
) -> End:
    """Write an export, holding one event at a time in memory.

    Events and checkpoints must be of one moment: read both in one repeatable-read transaction.

    Args:
        events: the sealed ones by `seq`, then those not yet sealed (`seq` is none) in the order they were written.
        checkpoints: size and note of each, by size.

    Returns:
        How many of each were written.

    Raises:
        ValueError: an event is malformed (see `canonical`).
    """
    stream.write(encoded({"format": header.format, "origin": header.origin, "public_key": header.public_key}) + b"\n")
    written = noted = 0
    for event in events:
        stream.write(canonical(event) + b"\n")
        written += 1
    for size, note in checkpoints:
        stream.write(encoded({"checkpoint": {"note": note, "size": size}}) + b"\n")
        noted += 1
    stream.write(encoded({"end": {"checkpoints": noted, "events": written}}) + b"\n")
    return End(written, noted)


def read(stream: BinaryIO) -> Iterator[Entry]:
    """The entries of an export, one at a time, as they stand. Nothing is verified but the form.

    Raises:
        ExportError: a line is not what the format says, or the file has been cut short.
    """
    entry: Entry | None = None
    for number, line in enumerate(lines(stream), start=1):
        if isinstance(entry, End):
            raise ExportError(f"Line {number}: there is something after the end.")
        try:
            entry = parse(line)
        except ExportError as error:
            raise ExportError(f"Line {number}: {error}") from None
        if isinstance(entry, Header) != (number == 1):
            raise ExportError(f"Line {number}: the header must be the first line, and only that.")
        yield entry
    if not isinstance(entry, End):
        raise ExportError("The file has been cut short: its last line is missing.")


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of an export without their line ends, however the stream cuts them.

    Raises:
        ExportError: a line is longer than any event, or the last has no end.
    """
    while line := stream.readline(LONGEST_LINE_BYTES):
        if not line.endswith(b"\n"):
            too_long = len(line) == LONGEST_LINE_BYTES
            raise ExportError("A line is too long to be an event." if too_long else "The last line has no end.")
        yield line[:-1]


def parse(line: bytes) -> Entry:
    """What one line says.

    Whether an event's line is the very one that was sealed is for its hash to say.

    Raises:
        ExportError: the line is not plain JSON, could be read in two ways, or is of no known kind.
    """
    try:
        text = line.decode("ascii")
        document, length = DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        raise ExportError("this is not plain JSON that can be read in one way only.") from None
    if length == len(text) and isinstance(document, dict):
        if document.keys() == FIELDS.keys() and isinstance(document["id"], str):
            return Event(line, document)
        return _other(document)
    raise ExportError(UNKNOWN_KIND)


def _other(document: dict[str, Any]) -> Entry:
    match document:
        case {"checkpoint": {"note": str(note), "size": int(size)}}:
            return SignedCheckpoint(size, note)
        case {"end": {"checkpoints": int(noted), "events": int(written)}}:
            return End(written, noted)
        case {"format": str(form), "origin": str(origin), "public_key": str(key)}:
            return Header(origin, key, form)
    raise ExportError(UNKNOWN_KIND)


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, unless it has a key twice: then two readers could read two things under one hash."""
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("a key stands twice")
    return document


DECODER = json.JSONDecoder(object_pairs_hook=_named_once)


def opened(path: Path) -> BinaryIO:
    """An export on disk, packed with gzip or not, open for reading."""
    with path.open("rb") as file:
        packed = file.read(len(GZIP_MARK)) == GZIP_MARK
    return cast(BinaryIO, gzip.open(path, "rb")) if packed else path.open("rb")
