"""What the surroundings say: the `MASH_…` settings and the data folder."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

# How log lines are written: for people at a terminal, as in a demo, or for programs that collect them.
LOGS = ("lines", "json")
CHECKOUT = Path(__file__).resolve().parents[2]


def data_dir() -> Path:
    """The folder of this hub's own files: `MASH_DATA_DIR`, or `var/` of the checkout that this code belongs to."""
    return Path(os.environ.get("MASH_DATA_DIR") or CHECKOUT / "var").resolve()


def kept_secret(name: str) -> str:
    """A secret that is made once, kept in the data folder, and readable by its owner only."""
    path = data_dir() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def flag(name: str, *, default: bool) -> bool:
    """A switch: 1, true, yes or on; anything else is off."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def said_by_proxy(header: str) -> tuple[str, str] | None:
    """The header in which a proxy that ends TLS says `https`, as Django names it; none where none is named."""
    return ("HTTP_" + header.upper().replace("-", "_"), "https") if header else None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All `MASH_…` settings, read once."""

    demo: bool
    secret_key: str
    base_url: str
    tls_header: tuple[str, str] | None
    smtp_url: str
    clamd: str
    log: str
    database_url: str
    desks: tuple[str, ...] | None

    @classmethod
    def read(cls) -> Surroundings:
        """Read the environment. An absent secret key is made once and kept in the data folder."""
        desks, demo = os.environ.get("MASH_DESKS"), flag("MASH_DEMO", default=True)
        return cls(
            demo=demo,
            secret_key=os.environ.get("MASH_SECRET_KEY") or kept_secret("secret.key"),
            base_url=os.environ.get("MASH_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
            tls_header=said_by_proxy(os.environ.get("MASH_TLS_HEADER", "").strip()),
            smtp_url=os.environ.get("MASH_SMTP_URL", ""),
            clamd=os.environ.get("MASH_CLAMD", "").strip(),
            log=log if (log := os.environ.get("MASH_LOG", "").strip()) in LOGS else LOGS[not demo],
            database_url=os.environ.get("MASH_DATABASE_URL", ""),
            desks=None if desks is None else tuple(desks.split(",")) if desks else (),
        )
