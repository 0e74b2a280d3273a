"""The egress gate: what stands in a text about to leave that should not leave. Pure: no database, no clock, no
request."""

from mash.foundation.spotting import third_parties_in
from mash.pathway.handover.gate.facts import (
    ClearedBy,
    Finding,
    Forbidden,
    Kind,
    Part,
    Product,
    ProtectedAddress,
    Referrer,
    Unreleased,
)
from mash.pathway.handover.gate.leaving import find
from mash.pathway.handover.gate.reply import REPLY, find_for_reply

__all__ = [
    "REPLY",
    "ClearedBy",
    "Finding",
    "Forbidden",
    "Kind",
    "Part",
    "Product",
    "ProtectedAddress",
    "Referrer",
    "Unreleased",
    "find",
    "find_for_reply",
    "third_parties_in",
]
