"""What somebody searched for, as the ledger keeps it: in a mark that is made with the hub's own key."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def sealed(term: str, *, use: str = "search") -> str:
    """A search term for the ledger: the same term gives the same mark, and the mark tells nobody the term.

    What is kept for another use has other marks, so that the two cannot be laid beside each other.
    """
    marked = f"{use}:{term.lower()}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), marked, hashlib.sha256).hexdigest()[:32]
