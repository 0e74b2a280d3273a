"""Looks at the database: whether it is what this code needs, and nobody has changed its guards or its roles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import connection, connections

from mash.config.doctor.findings import Finding, State, measured
from mash.config.ready import is_ready
from mash.foundation.access.acting import serving
from mash.foundation.access.catalogue import changed_by_hand
from mash.foundation.access.guards import SCHEMAS, role_name
from mash.foundation.clock.when import span
from mash.foundation.zones import Seat
from mash.ui.words import count, listed

SECONDS_APART, TOO_FAR_APART = 2, 30
MOST_NAMED = 5
AHEAD = f"""
    select written_at - clock_timestamp()
    from (select written_at from ledger_event order by seq desc limit 1) last
    where written_at > clock_timestamp() + interval '{SECONDS_APART} seconds'
"""  # nosec B608  # a number of our own
# The login role has nothing of its own, and no seat passes by the row policies.
ROLES = (
    "select rolname, rolinherit, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles "
    "where rolname = any(%s)"
)


def guards() -> Iterator[Finding]:
    """Migrations, grants and row policies are those of this code."""
    ready = is_ready()
    yield Finding(
        "guards",
        State.OK if ready else State.FAIL,
        "migrations, grants and row policies were applied as this code has them."
        if ready
        else "the database is not what this code needs. Stop the hub, then run any command: mash demo accounts",
    )


def policies() -> Iterator[Finding]:
    """What was applied still stands: nobody has changed it in the database."""
    changed = changed_by_hand(SCHEMAS)
    if changed is None:
        yield Finding("policies", State.FAIL, "nothing is known of what was applied. Start the hub, then look again.")
    elif changed:
        named = listed(
            [*changed[:MOST_NAMED], *([f"{len(changed) - MOST_NAMED} more"] if changed[MOST_NAMED:] else [])]
        )
        yield Finding(
            "policies",
            State.FAIL,
            f"somebody has changed {count(len(changed), 'thing')} in the database since: {named}. Find out who, and "
            "why; `mash guards` puts them back.",
        )
    else:
        yield Finding("policies", State.OK, "grants, row policies and functions stand as they were applied.")


def roles() -> Iterator[Finding]:
    """No role of the hub may pass by the guards, and the login role has no right of its own."""
    name = connection.settings_dict["NAME"]
    login = role_name("mash_login", name)
    with connections["owner"].cursor() as cursor:
        cursor.execute(ROLES, [[login, *(role_name(f"mash_{seat}", name) for seat in Seat)]])
        rows = cursor.fetchall()
    loose = sorted(role for role, *rights in rows if any(rights))
    missing = len(Seat) + 1 - len(rows)
    if loose:
        text = f"{listed(loose)} must be NOINHERIT, without SUPERUSER, BYPASSRLS, CREATEROLE and CREATEDB. "
        yield Finding("roles", State.FAIL, text + "Ask the database's administrator.")
    elif missing:
        yield Finding("roles", State.FAIL, f"{count(missing, 'role')} missing. `mash guards` makes them.")
    else:
        yield Finding("roles", State.OK, "no role of the hub has a right that it does not need.")


def clock() -> Iterator[Finding]:
    """This machine and the database agree on the time, and it was not set back."""
    with serving("doctor"), connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - datetime.now(UTC)).total_seconds())
        cursor.execute(AHEAD)
        ahead = cursor.fetchone()
    state = measured(apart, warn_above=SECONDS_APART, fail_above=TOO_FAR_APART)
    todo = "." if state is State.OK else ": set both by a time server, or due times will be wrong."
    yield Finding("clock", state, f"this machine and the database are {apart:.1f} seconds apart{todo}")
    if ahead:
        text = f"the database's clock was set back: the ledger is {span(ahead[0])} ahead of it. What was received "
        yield Finding("set back", State.FAIL, f"{text}meanwhile is not found until then.")
