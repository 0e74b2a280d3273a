"""`mash ledger …`: checking, listing and writing out the ledger."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, cast

from mash.config.opening import say
from mash.foundation.ledger import export
from mash.foundation.ledger.checkpoint import NoteError
from mash.foundation.ledger.verify import Report, verify


def verify_export(file: Path, *, key: str | None, known: Sequence[str], as_json: bool) -> int:
    """Check an export. 0 when all that is sealed stands, 1 when not, 2 when there is nothing to check."""
    try:
        with export.opened(file) as stream:
            return _tell(verify(stream, trusted_key=key, known=known), as_json=as_json)
    except (OSError, NoteError) as error:
        say(str(error))
        return 2


def verify_own(*, key: str | None, known: Sequence[str], as_json: bool) -> int:
    """Check this hub's own ledger, as its tables hold it, with its own key unless another is given."""
    from mash.foundation.ledger import keeping

    try:
        with _one_moment():
            report = keeping.examined(known, key)
        return _tell(report, as_json=as_json)
    except (PermissionError, NoteError) as error:
        say(str(error))
        return 2


def export_to(file: Path) -> int:
    """Write the ledger to a file, whole or not at all, and record that it was written out."""
    from mash.foundation.access.acting import serving
    from mash.foundation.access.verbs import record
    from mash.foundation.ledger import keeping

    draft = file.with_name(f".{file.name}.draft")
    with _one_moment(), _writing(draft, packed=file.suffix == ".gz") as stream:
        end = keeping.write_out(stream)
        key = keeping.public_key().text()
    draft.replace(file)
    with serving("export") as me:
        record(me, "export_ledger", events=end.events)
    say(f"{end.events} events and {end.checkpoints} checkpoints written to {file}.")
    say(f"Check it anywhere with: mash ledger verify {file.name} --key '{key}'")
    return 0


def roots(*, as_json: bool) -> int:
    """List every checkpoint: size, time, root; and the public key."""
    from mash.foundation.access.acting import serving
    from mash.foundation.ledger import keeping
    from mash.foundation.ledger.checkpoint import parse
    from mash.foundation.ledger.models import Checkpoint

    with serving("export"):
        key = keeping.public_key().text()
        rows: list[dict[str, Any]] = [
            {
                "size": checkpoint.size,
                "sealed_at": checkpoint.sealed_at.isoformat(),
                "root": parse(checkpoint.note).checkpoint.root.hex(),
                "note": checkpoint.note,
            }
            for checkpoint in Checkpoint.objects.order_by("size")
        ]
    if as_json:
        sys.stdout.write(json.dumps({"key": key, "checkpoints": rows}, indent=1) + "\n")
        return 0
    sys.stdout.write(f"{key}\n")
    for row in rows:
        sys.stdout.write(f"{row['size']:>10}  {row['sealed_at'][:19]}  {row['root']}\n")
    return 0


def seal_now() -> int:
    """Seal what waits, and say how much that was."""
    from mash.foundation.access.acting import serving
    from mash.foundation.ledger.keeping import seal_waiting

    with serving("seal") as me:
        sealed = seal_waiting(me.now)
    say(f"{sealed} events sealed.")
    return 0


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as of one moment, as the hub's own machinery."""
    from django.db import connection, transaction

    from mash.foundation.access.acting import serving

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read")
        with serving("export"):
            yield


@contextmanager
def _writing(path: Path, *, packed: bool) -> Iterator[BinaryIO]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with cast(BinaryIO, gzip.open(path, "wb")) if packed else path.open("wb") as stream:
        yield stream


def _tell(report: Report, *, as_json: bool) -> int:
    if as_json:
        sys.stdout.write(json.dumps(asdict(report), indent=1) + "\n")
    else:
        sys.stdout.write(
            f"{'The ledger stands as it was sealed' if report.ok else 'The ledger was changed, or cannot be trusted'}: "
            f"{report.events} events, {report.checkpoints} checkpoints.\n"
        )
        for finding in report.findings:
            sys.stdout.write(f"  {finding}\n")
        if report.key_from_file:
            sys.stdout.write("  Checked with the file's own key. Give the one that you hold: --key\n")
    return 0 if report.ok else 1
