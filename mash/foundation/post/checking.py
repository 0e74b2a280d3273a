"""Checks the whole ledger: once a day, and when an auditor asks, against a checkpoint that they have kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mash.foundation.access.acting import Acting
from mash.foundation.access.permit import everywhere, permit_role
from mash.foundation.access.verbs import Invalid, action, record
from mash.foundation.ledger.checkpoint import NoteError, parse, verify
from mash.foundation.ledger.keeping import examined, key_file, public_key
from mash.foundation.ledger.models import Check, Checkpoint
from mash.foundation.post.queue import every_day, job, later

# A worker that starts again within it finds that the day's check has been asked for.
A_DAY = timedelta(hours=23)
NO_CHECKPOINT = "This is no checkpoint. Paste all of it, from the ledger's name to the line of the signature"


@action
def check_ledger(me: Acting, *, known: Any = "") -> Check:
    """Let the worker check the whole ledger, and keep what it finds.

    Args:
        known: a checkpoint that was kept elsewhere, as text; against it a rewritten history shows too.

    Raises:
        Refused: not an auditor.
        Invalid: what was given is no checkpoint, or not one of this ledger.
    """
    permit_role(me, "check_ledger", everywhere(me))
    kept = _as_kept(known)
    asked = Check.add(asked_at=me.now, asked_by=me.known.pk, known=kept)
    later(me, check, check=str(asked.pk))
    record(me, "check_ledger", about=asked, with_known=bool(kept))
    return asked


@job("seal", of_one_moment=True)
def check(me: Acting, check: str) -> None:
    """Check the whole ledger, and keep what was found. Done once."""
    asked = Check.objects.get(pk=check)
    if asked.done_at is not None:
        return
    report = examined([asked.known] if asked.known else [])
    asked.change(
        done_at=me.now,
        ok=report.ok,
        events=report.events,
        checkpoints=report.checkpoints,
        unsealed=report.unsealed,
        findings=list(report.findings),
    )


@every_day
@job("seal")
def check_daily(me: Acting) -> None:
    """Let the ledger be checked once a day, whether or not an auditor asks; not before anything is sealed."""
    if Checkpoint.objects.exists() and not Check.objects.filter(asked_at__gt=me.now - A_DAY, known="").exists():
        asked = Check.add(asked_at=me.now)
        later(me, check, check=str(asked.pk))


def _as_kept(known: Any) -> str:
    """A checkpoint as it was kept: line ends of a browser, and blanks around it, are not part of it."""
    text = known.replace("\r\n", "\n").strip() if isinstance(known, str) else ""
    if not text:
        return ""
    try:
        parse(f"{text}\n")
    except NoteError:
        raise Invalid(known=NO_CHECKPOINT) from None
    try:
        if key_file().exists():  # where it is not, the job says the same
            verify(f"{text}\n", public_key())
    except NoteError as error:
        raise Invalid(known=str(error)) from None
    return f"{text}\n"
