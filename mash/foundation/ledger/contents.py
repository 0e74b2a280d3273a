"""What an export holds, taken in line by line, and what is wrong with its lines and with their order."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import BinaryIO

from mash.foundation.ledger.export import End, Event, ExportError, Header, SignedCheckpoint, lines, parse
from mash.foundation.ledger.merkle import HASH_BYTES, leaf_hash

SAID_OF_A_KIND = 5


@dataclass(slots=True)
class Findings:
    """Sentences gathered by kind, of which the first few are said in full."""

    kinds: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, sentence: str) -> None:
        """Note a finding of this kind."""
        self.kinds.setdefault(kind, []).append(sentence)

    def sentences(self) -> tuple[str, ...]:
        """All kinds in the order in which they were met."""
        said: list[str] = []
        for kind, found in self.kinds.items():
            said += found[:SAID_OF_A_KIND]
            if len(found) > SAID_OF_A_KIND:
                said.append(f"And {len(found) - SAID_OF_A_KIND} more of this kind: {kind}.")
        return tuple(said)


@dataclass(slots=True)
class Contents:
    """What is in the file: hashes of the events, and the checkpoints with the lines that they stand on."""

    findings: Findings
    header: Header | None = None
    leaves: bytearray = field(default_factory=bytearray)
    checkpoints: list[tuple[int, SignedCheckpoint]] = field(default_factory=list)
    end: End | None = None
    numbered: int = 0  # up to the last event that has a place: so many the writer held to be sealed
    waiting_since: str = ""
    ids: set[int] = field(default_factory=set)
    _next_place: int | None = 0  # none once an event has been met that has no place yet

    @property
    def events(self) -> int:
        """How many events have been taken in."""
        return len(self.leaves) // HASH_BYTES

    def take(self, number: int, line: bytes) -> None:
        """Take in the next line of the file."""
        if self.end is not None:
            self.findings.add("after the end", f"Line {number}: there is something after the end.")
        try:
            entry = parse(line)
        except ExportError as error:
            self.findings.add("unreadable line", f"Line {number}: {error}")
            self._take_unreadable(line)
            return
        match entry:
            case Event():
                self._take_event(number, entry)
            case SignedCheckpoint():
                self.checkpoints.append((number, entry))
            case End():
                self.end = entry
            case Header() if number == 1:
                self.header = entry
            case Header():
                self.findings.add("out of place", f"Line {number}: a second header.")

    def _take_unreadable(self, line: bytes) -> None:
        if self.header is not None and not self.checkpoints:  # it stands where an event should
            self.leaves += leaf_hash(line)
            self._next_place = None if self._next_place is None else self._next_place + 1

    def _take_event(self, number: int, event: Event) -> None:
        if self.checkpoints:
            self.findings.add("out of place", f"Line {number}: an event stands among the checkpoints.")
        identifier = _as_number(event.fields["id"])
        if identifier is None:
            self.findings.add("unreadable line", f"Line {number}: the event's identifier is not one.")
        elif identifier in self.ids:
            self.findings.add("double", f"Line {number}: event {event.fields['id']} is in the file twice.")
        else:
            self.ids.add(identifier)
        self.leaves += leaf_hash(event.line)
        place = event.fields["seq"]
        if place is None:
            self.waiting_since = self.waiting_since or str(event.fields["written_at"])
            self._next_place = None
            return
        self.numbered = self.events
        if place != self._next_place:
            wanted = "an event not yet sealed" if self._next_place is None else f"event {self._next_place}"
            self.findings.add(
                "wrong place",
                f"Line {number}: here should be {wanted}, but it is event {place}. "
                "Events have been removed, added or moved.",
            )
        self._next_place = place + 1 if isinstance(place, int) else None


def contents_of(stream: BinaryIO, findings: Findings) -> Contents:
    """Read an export to its end, whatever is in it. Nothing that a file can hold raises."""
    contents = Contents(findings)
    number = 0
    try:
        for number, line in enumerate(lines(stream), start=1):
            contents.take(number, line)
    except (ExportError, EOFError, OSError, zlib.error) as error:
        findings.add("cut short", f"The file cannot be read beyond line {number}: {error}")
    end = contents.end
    if end is None:
        findings.add("cut short", "The file has been cut short: its last line is missing.")
    elif (end.events, end.checkpoints) != (contents.events, len(contents.checkpoints)):
        findings.add(
            "wrong count",
            f"The last line counts {count_events(end.events)} and {count_checkpoints(end.checkpoints)}, "
            f"but the file holds {count_events(contents.events)} and {count_checkpoints(len(contents.checkpoints))}.",
        )
    return contents


def _as_number(identifier: str) -> int | None:
    """An identifier in the least memory, since all must be kept to find the doubles."""
    try:
        return int(identifier.replace("-", ""), 16)
    except ValueError:
        return None


def count_events(count: int) -> str:
    """So many events, in words."""
    return "1 event" if count == 1 else f"{count} events"


def count_checkpoints(count: int) -> str:
    """So many checkpoints, in words."""
    return "1 checkpoint" if count == 1 else f"{count} checkpoints"
