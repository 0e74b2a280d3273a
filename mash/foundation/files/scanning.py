"""Asks clamd whether a file holds a virus, where `MASH_CLAMD` says where it is. Says honestly when nobody looked."""

from __future__ import annotations

import logging
import socket
from enum import StrEnum

from django.conf import settings

from mash.foundation.files.kinds import Unfit

LOG = logging.getLogger("mash.files")
CHUNK = 1 << 16
PATIENCE_SECONDS = 30
MOST_ANSWER_BYTES = 4_096


class Scan(StrEnum):
    """What is known of viruses in a file."""

    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"


def scan(content: bytes) -> Scan:
    """Let clamd look at a file. One that cannot be reached loses nobody their evidence: the file says so.

    Raises:
        Unfit: `virus`.
    """
    where: str = settings.CLAMD
    if not where:
        return Scan.NOT_SCANNED
    try:
        answer = _asked(where, content)
    except (OSError, ValueError) as error:
        LOG.warning("clamd does not answer: %s", type(error).__name__)
        return Scan.NOT_SCANNED
    if answer.endswith(b"FOUND"):
        raise Unfit("virus")
    return Scan.CLEAN if answer.endswith(b"OK") else Scan.NOT_SCANNED


def answers() -> bool:
    """Whether clamd is there."""
    try:
        with _connected(settings.CLAMD) as clamd:
            clamd.sendall(b"zPING\0")
            return _line(clamd) == b"PONG"
    except (OSError, ValueError):
        return False


def _asked(where: str, content: bytes) -> bytes:
    """Its answer to INSTREAM: chunks, each with its length in four bytes, and one of no length at the end."""
    with _connected(where) as clamd:
        clamd.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            clamd.sendall(len(chunk).to_bytes(4, "big") + chunk)
        clamd.sendall(bytes(4))
        return _line(clamd)


def _connected(where: str) -> socket.socket:
    """A connection to `unix:/path` or `host:port`."""
    if where.startswith("unix:"):
        clamd = socket.socket(socket.AF_UNIX)
        clamd.settimeout(PATIENCE_SECONDS)
        try:
            clamd.connect(where.removeprefix("unix:"))
        except OSError:
            clamd.close()
            raise
        return clamd
    host, _, port = where.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE_SECONDS)


def _line(clamd: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0") and len(said) < MOST_ANSWER_BYTES:
        part = clamd.recv(MOST_ANSWER_BYTES)
        if not part:
            break
        said += part
    return said.rstrip(b"\0\r\n ")
