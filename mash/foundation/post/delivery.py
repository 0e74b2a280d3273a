"""Hands one mail over: to the mail server of `MASH_SMTP_URL`, or into the file outbox where there is none."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

from mash.foundation.private_file import write_privately

TIMEOUT_SECONDS = 20
SUBMISSION_PORT = 587
SUBMISSION_OVER_TLS_PORT = 465
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})

# The mail server has answered with a no: the mail is certainly not on its way.
NOES = (
    smtplib.SMTPSenderRefused,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
)


class NotSent(Exception):
    """The mail has certainly not been sent. Says what kind of failure it was, not what the server said."""


def deliver(mail: EmailMessage) -> None:
    """Hand over one mail.

    Raises:
        NotSent: it is certain that the mail is not on its way, and it may be tried again.
        OSError, smtplib.SMTPException: it may or may not be on its way.
    """
    if settings.SMTP_URL:
        _send(mail, urlsplit(settings.SMTP_URL))
    else:
        _put_into_outbox(mail, settings.OUTBOX)


def check_smtp_url(url: str) -> str:
    """What is wrong with the address of a mail server; nothing when it will do."""
    server = urlsplit(url)
    if server.scheme not in ("smtp", "smtps") or not server.hostname:
        return "MASH_SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465."
    return ""


def knock() -> None:
    """Try whether the mail server lets the hub in; nothing is sent.

    Raises:
        NotSent: it does not, or is not there.
        OSError, smtplib.SMTPException: it stopped answering.
    """
    with _connected(urlsplit(settings.SMTP_URL)) as server:
        server.noop()


def _send(mail: EmailMessage, url: SplitResult) -> None:
    with _connected(url) as server:
        try:
            server.send_message(mail)
        except NOES as no:
            raise NotSent(type(no).__name__) from None


@contextlib.contextmanager
def _connected(url: SplitResult) -> Iterator[smtplib.SMTP]:
    """A mail server that has let us in, over TLS; only this machine's own may be spoken to in the clear."""
    host = url.hostname or ""
    try:
        server = _reached(url, host)
    except (OSError, smtplib.SMTPException) as failure:
        raise NotSent(type(failure).__name__) from None
    try:
        yield server
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.quit()


def _reached(url: SplitResult, host: str) -> smtplib.SMTP:
    trust = ssl.create_default_context()
    server: smtplib.SMTP
    if url.scheme == "smtps":
        port = url.port or SUBMISSION_OVER_TLS_PORT
        server = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=trust)
    else:
        server = smtplib.SMTP(host, url.port or SUBMISSION_PORT, timeout=TIMEOUT_SECONDS)
    try:
        if url.scheme == "smtp" and host not in THIS_MACHINE:
            server.starttls(context=trust)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
    except (OSError, smtplib.SMTPException):
        server.close()
        raise
    return server


def _put_into_outbox(mail: EmailMessage, outbox: Path) -> None:
    """One file a mail, whole or not at all. A mail that lies there already has been delivered."""
    outbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = outbox / f"{str(mail['Message-ID']).strip('<>')}.eml"
    if target.exists():
        return
    write_privately(target, mail.as_bytes(policy=SMTP))
