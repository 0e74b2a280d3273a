"""Zones: each model lives in one, and each entry point runs in one as one PostgreSQL role."""

from enum import StrEnum


class Zone(StrEnum):
    """Where a model lives (DESIGN section 4). A model without a zone fails a test."""

    ACCOUNTS = "accounts"
    INTAKE = "intake"
    HUB = "hub"
    SEALED = "sealed"
    RELEASE = "release"
    EXCHANGE = "exchange"
    LEDGER = "ledger"
    SETUP = "setup"


class Seat(StrEnum):
    """Who a transaction is run for: one PostgreSQL role each, taken with SET LOCAL ROLE.

    `DEFINER` owns the narrow functions that answer for other roles; nobody runs as it.
    """

    DOOR = "door"
    INTAKE = "intake"
    PARTNER = "partner"
    HUB = "hub"
    OPS = "ops"
    FIGURES = "figures"
    AUDIT = "audit"
    SETUP = "setup"
    SYSTEM = "system"
    DEFINER = "definer"


EVERYONE_KNOWN = (Seat.INTAKE, Seat.PARTNER, Seat.HUB, Seat.OPS, Seat.FIGURES, Seat.AUDIT, Seat.SETUP, Seat.SYSTEM)

# What each seat's role may do with a table, for example {Seat.HUB: "select, insert"}. A table's row policies stand
# in its app's `sql/`; grants are made from this and nowhere else.
Reach = dict[Seat, str]


def to_all(grant: str) -> Reach:
    """The same grant for every desk of known people, and for the definer."""
    return dict.fromkeys((*EVERYONE_KNOWN, Seat.DEFINER), grant)
