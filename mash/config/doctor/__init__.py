"""`mash doctor`: looks at everything that can be out of order, and says what to do about it."""

from __future__ import annotations

import json
import sys

from django.db import Error as DatabaseError

from mash.config.doctor import database, running, surroundings
from mash.config.doctor.findings import Finding, Look, State

LOOKS: tuple[Look, ...] = (
    database.guards,
    database.policies,
    database.roles,
    database.clock,
    running.worker,
    running.queue,
    running.sealing,
    running.ledger,
    running.packs,
    surroundings.disk,
    surroundings.mail,
    surroundings.certificates,
    surroundings.scanner,
    surroundings.unsafe,
)


def examine(*, as_json: bool) -> int:
    """Look at everything. 0 when all is in order, 1 when something is worth a look, 2 when something is broken."""
    findings = [finding for look in LOOKS for finding in looked(look)]
    if as_json:
        told = [{"subject": one.subject, "state": one.state, "text": one.text} for one in findings]
        sys.stdout.write(json.dumps(told, indent=1) + "\n")
    else:
        for one in findings:
            sys.stdout.write(f"{one.state:<4}  {one.subject}: {one.text}\n")
    states = {one.state for one in findings}
    return 2 if State.FAIL in states else 1 if State.WARN in states else 0


def looked(look: Look) -> list[Finding]:
    """What one look finds; a database that does not answer is a finding too."""
    try:
        return list(look())
    except DatabaseError as error:
        text = f"the database does not answer ({type(error).__name__}). Is it running, and is MASH_DATABASE_URL right?"
        return [Finding(look.__name__, State.FAIL, text)]
