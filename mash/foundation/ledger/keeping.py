"""Keeps the ledger: seals, lists its roots, writes it out, checks it. Whoever calls is bound to the system seat."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection
from django.db.models import BigIntegerField, Exists, Func, OuterRef, Q, QuerySet

from mash.foundation.ledger import checkpoint as notes
from mash.foundation.ledger import export
from mash.foundation.ledger.checkpoint import PublicKey
from mash.foundation.ledger.merkle import Frontier
from mash.foundation.ledger.models import Checkpoint, Event, Leaf
from mash.foundation.ledger.sealing import seal
from mash.foundation.ledger.verify import Report, verify

CHUNK = 2_000
ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended('mash sealing', 0))"
# The oldest transaction that is still open and may be of this database; when none is, the number that comes next. A
# session belongs to one database: a lock on a relation of another shows that its transaction writes no events here.
SNAPSHOT = """
    with shot as materialized (
        select pg_current_snapshot() as s
    ), elsewhere as materialized (
        select distinct virtualtransaction from pg_locks
        where locktype = 'relation'
          and database not in (0, (select oid from pg_database where datname = current_database()))
    ), proven as materialized (
        select transactionid::text::bigint as number from pg_locks join elsewhere using (virtualtransaction)
        where locktype = 'transactionid' and mode = 'ExclusiveLock'
    ), still_open as (
        select x::text::bigint as number from shot, pg_snapshot_xip(s) x
        where x::text::bigint % 4294967296 not in (select number from proven)
    )
    select coalesce((select min(number) from still_open), pg_snapshot_xmax(s)::text::bigint) from shot
"""


def key_file() -> Path:
    """Where the ledger's signing key is kept."""
    path: Path = settings.DATA_DIR / "ledger.key"
    return path


def origin() -> str:
    """The ledger's name: that of its first checkpoint, so that a hub which moves keeps it. At most one query."""
    first = Checkpoint.objects.order_by("size").first()
    if first is not None:
        return notes.parse(first.note).checkpoint.origin
    return f"{urlsplit(settings.BASE_URL).hostname or 'localhost'}/ledger"


def public_key() -> PublicKey:
    """The key that this ledger's checkpoints are checked with."""
    return notes.public_key(notes.signing_key(key_file()), origin())


def seal_waiting(sealed_at: datetime) -> int:
    """Give every event that waits its place in the tree, and sign what the tree has become.

    An event waits until all transactions that began before its own have ended, so that the order of the tree is final;
    one stuck transaction holds everything up, which `mash doctor` shows. Two sealers take turns.

    Returns:
        How many events were sealed.

    Raises:
        PermissionError, NoteError: the signing key cannot be used.
    """
    key = notes.signing_key(key_file())
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        cursor.execute(SNAPSHOT)
        (oldest,) = cursor.fetchone()
    last = Checkpoint.objects.order_by("-size").first()
    frontier = Frontier.from_list(last.size, last.frontier) if last else Frontier()
    finished = _finished(last.horizon if last else None, oldest)
    grown = _plant(frontier, finished.order_by("seq").iterator(chunk_size=CHUNK))
    if grown.size > frontier.size:
        Checkpoint.objects.create(
            size=grown.size,
            note=_signed(grown, key),
            frontier=grown.to_list(),
            horizon=oldest,
            sealed_at=sealed_at,
        )
    return grown.size - frontier.size


# The number that comes next as the query itself sees it: what ended since the sealing began is below it.
TO_COME = Func(template="pg_snapshot_xmax(pg_current_snapshot())::text::bigint", output_field=BigIntegerField())


def _finished(horizon: int | None, oldest: int) -> QuerySet[Event]:
    """The events that wait and whose transactions, and all before them, have ended."""
    if horizon is not None and horizon <= oldest:
        return _without_place().filter(transaction__gte=horizon, transaction__lt=oldest)
    # The first sealing, or one in a new cluster, after a restore: there transactions are numbered anew, and the
    # numbers of the old cluster, which are yet to come here, say nothing.
    return _without_place().filter(Q(transaction__lt=oldest) | Q(transaction__gte=TO_COME))


def _without_place() -> QuerySet[Event]:
    return Event.objects.filter(~Exists(Leaf.objects.filter(event=OuterRef("pk"))))


def _plant(frontier: Frontier, events: Iterator[Event]) -> Frontier:
    while chunk := list(islice(events, CHUNK)):
        frontier, sealed = seal(frontier, map(fields_of, chunk))
        Leaf.objects.bulk_create(
            Leaf(index=place, event=event.pk) for place, event in enumerate(chunk, start=sealed.first)
        )
    return frontier


def _signed(frontier: Frontier, key: Ed25519PrivateKey) -> str:
    return notes.sign(notes.Checkpoint(origin(), frontier.size, frontier.root()), key)


def fields_of(event: Event, place: int | None = None) -> dict[str, Any]:
    """An event as the canonical form names it: its `seq` is the place in the tree, its `zone` the seat."""
    return {
        "seq": place,
        "id": event.pk,
        "zone": event.seat,
        **{name: getattr(event, name) for name in SAME},
    }


SAME = (
    *("at", "written_at", "actor", "agency", "verb", "outcome", "object_kind", "object_id"),
    *("enquiry", "people", "purpose", "reasons", "policy", "details", "play"),
)


def write_out(stream: BinaryIO) -> export.End:
    """Write the whole ledger: what is sealed in the order of the tree, then what waits, then the checkpoints.

    Call it in a repeatable-read transaction, so that all is of one moment.
    """
    key = public_key()
    header = export.Header(key.name, key.text())
    checkpoints = Checkpoint.objects.order_by("size").values_list("size", "note")
    return export.write(stream, header, _all_events(), checkpoints.iterator(chunk_size=CHUNK))


def examined(known: Sequence[str], trusted_key: str | None = None) -> Report:
    """Check the whole ledger as its tables hold it, by its own key unless another is given.

    Call it in a repeatable-read transaction. What is written out meanwhile holds identifiers and codes alone.

    Raises:
        PermissionError, NoteError: the key cannot be used.
    """
    with tempfile.TemporaryFile() as file:
        stream = cast(BinaryIO, file)
        write_out(stream)
        stream.seek(0)
        return verify(stream, trusted_key=trusted_key or public_key().text(), known=known)


def _all_events() -> Iterator[dict[str, Any]]:
    leaves = Leaf.objects.order_by("index").values_list("index", "event").iterator(chunk_size=CHUNK)
    while chunk := list(islice(leaves, CHUNK)):
        events = Event.objects.in_bulk([event for _, event in chunk])
        for place, event in chunk:
            if event in events:  # a leaf whose event is gone: the checker misses it and says so
                yield fields_of(events[event], place)
    for waiting in _without_place().order_by("seq").iterator(chunk_size=CHUNK):
        yield fields_of(waiting)
