"""What must hold before people's data go in: a hub with the demo off does not serve until all of it does."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections

from mash.foundation.post.delivery import check_smtp_url

SHORTEST_KEY = 32
HEADER = re.compile(r"HTTP_[A-Z0-9_]+")
LOCAL = frozenset({"", "localhost", "127.0.0.1", "::1"})


def unsafe_settings() -> list[str]:
    """What is unsafe, each as a sentence that says what to do; empty in demo mode and when all is well."""
    if settings.DEMO:
        return []
    return [why for why in (*_address(), *_secrets(), *_mail(), *_database()) if why]


def _address() -> list[str]:
    url = urlsplit(settings.BASE_URL)
    if settings.SECURE_PROXY_SSL_HEADER and not HEADER.fullmatch(settings.SECURE_PROXY_SSL_HEADER[0]):
        return ["MASH_TLS_HEADER must be the name of a header alone, as in X-Forwarded-Proto."]
    if url.scheme != "https":
        return ["MASH_BASE_URL must begin with https://, so that nothing travels in the clear."]
    return ["MASH_BASE_URL must name the address that people use."] if (url.hostname or "") in LOCAL else []


def _secrets() -> list[str]:
    if len(settings.SECRET_KEY) < SHORTEST_KEY or len(set(settings.SECRET_KEY)) < SHORTEST_KEY // 3:
        return [f"MASH_SECRET_KEY must be {SHORTEST_KEY} characters of chance or more. Leave it out to have one made."]
    files = [settings.DATA_DIR / name for name in ("secret.key", "ledger.key")]
    return [f"Others can read {file}. Run: chmod 600 {file}" for file in files if _is_open(file)]


def _is_open(file: Path) -> bool:
    return os.name == "posix" and file.exists() and bool(stat.S_IMODE(file.stat().st_mode) & 0o077)


def _mail() -> list[str]:
    if not settings.SMTP_URL:
        return ["MASH_SMTP_URL must be set, or agencies would not hear of requests."]
    return [check_smtp_url(settings.SMTP_URL)]


def _database() -> list[str]:
    owner = connections["owner"].settings_dict
    if owner["HOST"] in LOCAL:
        return []
    mode = owner["OPTIONS"].get("sslmode", os.environ.get("PGSSLMODE", ""))
    if mode not in ("verify-full", "verify-ca", "require"):
        return ["The database is on another machine: set PGSSLMODE=verify-full, so that it is reached over TLS."]
    return []
