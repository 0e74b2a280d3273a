"""What somebody searched for, as the ledger keeps it."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def sealed(term: str) -> str:
    """A search term for the ledger: the same term gives the same mark, and the mark tells nobody the term."""
    return hmac.new(settings.SECRET_KEY.encode(), b"search:" + term.lower().encode(), hashlib.sha256).hexdigest()[:32]
