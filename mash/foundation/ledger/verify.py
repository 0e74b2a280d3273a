"""Checking an export of the ledger: it needs the file and, better, what somebody else has kept of it.

Every event's hash is worked out again, then the root of the tree at every checkpoint, and every signature is checked.
What nobody signed cannot be checked, and is said; what the key's holder rewrote whole shows only against checkpoints
that others hold (`known`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from mash.foundation.ledger import checkpoint as notes
from mash.foundation.ledger.checkpoint import Checkpoint, NoteError, PublicKey
from mash.foundation.ledger.contents import Contents, Findings, contents_of, count_checkpoints, count_events
from mash.foundation.ledger.export import FORMAT, Header, SignedCheckpoint
from mash.foundation.ledger.merkle import HASH_BYTES, Frontier


@dataclass(frozen=True, slots=True)
class Report:
    """What checking an export has shown.

    Attributes:
        ok: whether all that is sealed stands as it was sealed. Events not yet sealed do not make it untrue.
        events: how many events the file holds.
        checkpoints: how many of its checkpoints are genuinely signed.
        findings: all that a person should know, in plain English; empty when there is nothing.
        unsealed: how many events no checkpoint covers, so that nothing can be said of them.
        key_from_file: whether the key was the file's own. Then the file vouches for itself: a forger could have
            signed it anew. Ask for `trusted_key`.
    """

    ok: bool
    events: int
    checkpoints: int
    findings: tuple[str, ...]
    unsealed: int
    key_from_file: bool


def verify(stream: BinaryIO, *, trusted_key: str | None = None, known: Sequence[str] | None = None) -> Report:
    """Check an export in one reading, at about 32 bytes of memory an event besides its identifier.

    Args:
        stream: an unpacked export, see `export.opened`.
        trusted_key: the ledger's public key as the reader has kept it (`PublicKey.text`).
        known: checkpoints seen earlier, for instance by a witness or in an older export. They show whether the
            ledger was rolled back or rewritten by somebody who holds its key.

    Raises:
        NoteError: the trusted key is not a key. (Nothing in the file raises.)
    """
    trusted = PublicKey.parse(trusted_key) if trusted_key is not None else None
    findings = Findings()
    contents = contents_of(stream, findings)
    key = _key(contents.header, trusted, findings)
    genuine: list[Checkpoint] = []
    if key is not None:
        genuine = _genuine(contents.checkpoints, key, findings)
        _compare(contents, genuine, _seen(known or (), key, findings), findings)
    sealed = min(max((checkpoint.size for checkpoint in genuine), default=0), contents.events)
    unsealed = contents.events - sealed
    if contents.numbered > sealed:
        findings.add(
            "checkpoint missing",
            f"{count_events(contents.numbered - sealed)} from place {sealed} on had been sealed, "
            "but no genuine checkpoint covers them any more.",
        )
    elif unsealed and not genuine:
        findings.add("checkpoint missing", "There is no genuine checkpoint, so nothing in this file can be relied on.")
    wrong = findings.sentences()
    since = f", the oldest written at {contents.waiting_since}" if contents.waiting_since else ""
    note = (f"Not yet sealed: {unsealed}{since}.",) if unsealed else ()
    return Report(not wrong, contents.events, len(genuine), wrong + note, unsealed, trusted is None)


def _key(header: Header | None, trusted: PublicKey | None, findings: Findings) -> PublicKey | None:
    """The key to check with: the trusted one, or for want of it the file's own."""
    if header is None:
        findings.add("header", "The file has no header.")
        return trusted
    if header.format != FORMAT:
        findings.add("header", f"The file is in the format {header.format}; this checks {FORMAT}.")
    try:
        own = PublicKey.parse(header.public_key)
    except NoteError as error:
        findings.add("header", f"Header: {error}")
        return trusted
    if own.name != header.origin:
        findings.add("header", f"The file says it is of {header.origin}, but its key is of {own.name}.")
    if trusted is not None and own != trusted:
        findings.add("header", f"The file names another key than the one you trust: {own.text()}")
    return trusted or own


def _genuine(entries: Iterable[tuple[int, SignedCheckpoint]], key: PublicKey, findings: Findings) -> list[Checkpoint]:
    """The file's checkpoints that the key signed, each of which must be of more events than the one before."""
    genuine: list[Checkpoint] = []
    for number, entry in entries:
        try:
            checkpoint = notes.verify(entry.note, key)
        except NoteError as error:
            findings.add("checkpoint not genuine", f"Line {number}: {error}")
            continue
        if checkpoint.size != entry.size:
            findings.add(
                "checkpoint not genuine",
                f"Line {number}: a checkpoint over {count_events(checkpoint.size)} is kept as one over {entry.size}.",
            )
        if genuine and checkpoint.size <= genuine[-1].size:
            findings.add(
                "checkpoint out of order",
                f"Line {number}: a checkpoint over {count_events(checkpoint.size)} stands after one over "
                f"{genuine[-1].size}.",
            )
        genuine.append(checkpoint)
    return genuine


def _seen(known: Iterable[str], key: PublicKey, findings: Findings) -> list[Checkpoint]:
    seen: list[Checkpoint] = []
    for number, note in enumerate(known, start=1):
        try:
            seen.append(notes.verify(note, key))
        except NoteError as error:
            findings.add("known checkpoint", f"Known checkpoint {number}: {error}")
    return seen


def _compare(contents: Contents, genuine: Iterable[Checkpoint], seen: Iterable[Checkpoint], findings: Findings) -> None:
    """Hold the events against what was signed of them: at the time (`genuine`) and as others remember (`seen`)."""
    genuine, seen = sorted(genuine, key=_size), sorted(seen, key=_size)
    roots = _roots(contents.leaves, {checkpoint.size for checkpoint in (*genuine, *seen)})
    stood = 0
    broken: list[Checkpoint] = []
    for checkpoint in genuine:
        if checkpoint.size > contents.events:
            findings.add(
                "events missing",
                f"A checkpoint covers {count_events(checkpoint.size)}, but the file holds {contents.events}. "
                "Events have been removed.",
            )
        elif roots[checkpoint.size] != checkpoint.root:
            broken.append(checkpoint)
        elif not broken:
            stood = checkpoint.size
    if broken:
        last = broken[0].size - 1
        findings.add(
            "rewritten",
            f"Among events {stood} to {last} at least one is not what was sealed: edited, removed, added or moved. "
            f"{count_checkpoints(len(broken))} from there on cannot be matched.",
        )
    held = set(genuine)
    for checkpoint in seen:
        if checkpoint.size > contents.events:
            findings.add(
                "rolled back",
                f"The ledger has been rolled back: a known checkpoint covers {count_events(checkpoint.size)}, "
                f"this file holds {contents.events}.",
            )
        elif roots[checkpoint.size] != checkpoint.root:
            findings.add(
                "history differs",
                f"The first {count_events(checkpoint.size)} are not those of a known checkpoint: history has been "
                "rewritten since, or somebody was shown another one.",
            )
        elif checkpoint not in held and checkpoint.size:
            findings.add(
                "rolled back", f"A known checkpoint over {count_events(checkpoint.size)} is missing from this file."
            )


def _roots(leaves: bytearray, sizes: set[int]) -> dict[int, bytes]:
    """The root of the tree at each of these sizes that it reaches, in one pass."""
    roots: dict[int, bytes] = {}
    frontier = Frontier()
    for size in sorted(sizes):
        if size * HASH_BYTES > len(leaves):
            break
        span = range(frontier.size * HASH_BYTES, size * HASH_BYTES, HASH_BYTES)
        frontier = frontier.extend(bytes(leaves[start : start + HASH_BYTES]) for start in span)
        roots[size] = frontier.root()
    return roots


def _size(checkpoint: Checkpoint) -> int:
    return checkpoint.size
