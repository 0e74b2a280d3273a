"""Looks at what the hub stands on: disk, mail, certificates, the virus scanner and its own settings."""

from __future__ import annotations

import shutil
import smtplib
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from mash.config.doctor.findings import Finding, State
from mash.config.safety import unsafe_settings
from mash.foundation.access.acting import serving
from mash.foundation.files.scanning import answers
from mash.foundation.post.delivery import NotSent, knock
from mash.foundation.post.models import Notice
from mash.ui.words import count

GIGABYTE = 1024**3
LITTLE_DISK, TOO_LITTLE_DISK = 2 * GIGABYTE, GIGABYTE // 2
RENEW_BEFORE, TOO_LATE = timedelta(days=21), timedelta(days=3)
UNDELIVERED_AFTER = timedelta(hours=1)
TIMEOUT_SECONDS = 10


def disk() -> Iterator[Finding]:
    """There is room for what comes."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    state = State.FAIL if free < TOO_LITTLE_DISK else State.WARN if free < LITTLE_DISK else State.OK
    todo = "." if state is State.OK else ": make room, or nothing more can be received."
    yield Finding("disk", state, f"{free / GIGABYTE:.1f} GB free in {settings.DATA_DIR}{todo}")


def mail() -> Iterator[Finding]:
    """The mail server lets the hub in, and what is to be sent is sent."""
    if not settings.SMTP_URL:
        state = State.OK if settings.DEMO else State.FAIL
        yield Finding("mail", state, f"written to {settings.OUTBOX}. Set MASH_SMTP_URL to send it.")
    else:
        try:
            knock()
            yield Finding("mail", State.OK, "the mail server lets the hub in, over TLS.")
        except (NotSent, OSError, smtplib.SMTPException) as error:
            why = str(error) if isinstance(error, NotSent) else type(error).__name__
            text = f"the mail server cannot be reached or does not let the hub in ({why}). See MASH_SMTP_URL."
            yield Finding("mail", State.FAIL, text)
    with serving("doctor") as me:
        tried = Notice.objects.filter(sent_at=None, attempts__gt=0, made_at__lt=me.now - UNDELIVERED_AFTER)
        waiting = tried.count()
    if waiting:
        text = f"{count(waiting, 'notice')} tried for over an hour, and not delivered. The worker's log says why."
        yield Finding("notices", State.WARN, text)


def certificates() -> Iterator[Finding]:
    """The address that people use has a certificate that lasts."""
    url = urlsplit(settings.BASE_URL)
    if url.scheme != "https":
        yield Finding("certificate", State.OK, "none needed: not served over https.")
        return
    host, port = url.hostname or "", url.port or 443
    try:
        until = certificate_ends(host, port)
    except ssl.SSLCertVerificationError as error:
        yield Finding("certificate", State.FAIL, f"{host} has none that browsers trust: {error.verify_message}.")
    except OSError as error:
        text = f"{host}:{port} cannot be reached from here ({type(error).__name__}), so its certificate is not known."
        yield Finding("certificate", State.WARN, text)
    else:
        left = until - datetime.now(UTC)
        state = State.FAIL if left < TOO_LATE else State.WARN if left < RENEW_BEFORE else State.OK
        todo = "." if state is State.OK else ": renew it now, or nobody will be let in."
        yield Finding("certificate", state, f"that of {host} ends on {until:%d %B %Y}{todo}")


def certificate_ends(host: str, port: int) -> datetime:
    """Until when the certificate of a server holds, that this machine trusts.

    Raises:
        ssl.SSLCertVerificationError: it does not.
        OSError: it cannot be reached.
    """
    context = ssl.create_default_context()
    with socket.create_connection((host, port), timeout=TIMEOUT_SECONDS) as plain:
        with context.wrap_socket(plain, server_hostname=host) as wrapped:
            told = wrapped.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC)


def scanner() -> Iterator[Finding]:
    """Files are looked at before they are taken."""
    if not settings.CLAMD:
        state = State.OK if settings.DEMO else State.WARN
        yield Finding("virus scanner", state, "none: files say that they were not scanned. Set MASH_CLAMD.")
        return
    there = answers()
    text = "it answers." if there else "clamd does not answer: is it running? Files are not taken meanwhile."
    yield Finding("virus scanner", State.OK if there else State.FAIL, text)


def unsafe() -> Iterator[Finding]:
    """The settings are those of a hub to which people may be told."""
    found = unsafe_settings()
    yield from (Finding("settings", State.FAIL, sentence) for sentence in found)
    if not found:
        yield Finding("settings", State.OK, "a demo: never for real people." if settings.DEMO else "safe to serve.")
