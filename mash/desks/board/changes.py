"""What has changed on a page of the board since it was drawn.

A page carries how each of its lines looked, in few letters, and asks with them. So the hub needs to remember nothing of
the pages that are open, and can tell how many lines differ from what is being read, whatever was told before.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from mash.desks.board.rows import LOOKS_BYTES, Row

KEY_BYTES = 6


def drawn(rows: Sequence[Row]) -> str:
    """How these lines look, to stand in an address."""
    return urlsafe_b64encode(b"".join(_key(row) + row.looks for row in rows)).decode()


def changed(rows: Sequence[Row], since: str) -> int:
    """How many lines are new, gone, or look otherwise than when they were `drawn`."""
    before, after = _looks(since), {_key(row): row.looks for row in rows}
    return sum(before.get(key) != after.get(key) for key in {*before, *after})


def _key(row: Row) -> bytes:
    return row.enquiry.pk.bytes[:KEY_BYTES]


def _looks(since: str) -> dict[bytes, bytes]:
    """What `drawn` gave; nothing where somebody has changed it by hand."""
    try:
        told = urlsafe_b64decode(since)
    except (binascii.Error, ValueError):
        return {}
    size = KEY_BYTES + LOOKS_BYTES
    rows = [told[at : at + size] for at in range(0, len(told), size)]
    return {row[:KEY_BYTES]: row[KEY_BYTES:] for row in rows}
