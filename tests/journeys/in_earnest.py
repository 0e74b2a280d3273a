"""A hub that is no demo, as a county runs it: behind TLS, with a mail server, empty but for its administrator."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import socketserver
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mash.config.embedded import remove

ROOT = Path(__file__).resolve().parents[2]
MASH = [sys.executable, "-m", "mash.config.cli"]
NAME = "hub.westmark.example"
LINK = re.compile(rf"https://{NAME}(/welcome/\S+)")
PATIENCE_SECONDS = 60


class Mailbox:
    """The county's mail server: keeps what came, by whom it is for."""

    def __init__(self) -> None:
        self.mails: dict[str, list[str]] = {}

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # the library's name
        """Take a mail."""
        mail = message_from_bytes(envelope.content, policy=default)
        for to in envelope.rcpt_tos:
            self.mails.setdefault(to, []).append(f"{mail['Subject']}\n{mail.get_content()}")
        return "250 kept"

    def welcome(self, address: str) -> str:
        """The path of the link that somebody was mailed; waits until it has come."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < give_up:
            for mail in self.mails.get(address, ()):
                if found := LINK.search(mail):
                    return found[1]
            time.sleep(0.1)
        raise AssertionError(f"no welcome came for {address}: {self.mails.get(address)}")


class Relay(socketserver.BaseRequestHandler):
    """One connection of a browser, its TLS ended, passed on to the hub."""

    def handle(self) -> None:
        """Pass bytes on, both ways, until one side is done."""
        server: Any = self.server
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.hub)) as hub:
            back = threading.Thread(target=_pass, args=(hub, self.request), daemon=True)
            back.start()
            _pass(self.request, hub)
            back.join(timeout=5)


def _pass(source: socket.socket, to: socket.socket) -> None:
    with contextlib.suppress(OSError, ValueError):
        while some := source.recv(65536):
            to.sendall(some)
    with contextlib.suppress(OSError):
        to.shutdown(socket.SHUT_WR)


class Proxy(socketserver.ThreadingTCPServer):
    """Ends TLS in front of a hub, as docs/operating.md asks for."""

    daemon_threads = True

    def __init__(self, hub: int, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Relay)
        self.hub = hub
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(_certificate(folder))

    def get_request(self) -> tuple[socket.socket, Any]:
        """A connection; the handshake is left to its own thread."""
        plain, address = self.socket.accept()
        return self._tls.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "tls.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


class County:
    """A hub in earnest."""

    def __init__(self, folder: Path, port: int, mail_port: int) -> None:
        self._folder, self._port = folder, port
        mine = {
            "MASH_DATA_DIR": str(folder),
            "MASH_DEMO": "0",
            "MASH_BASE_URL": f"https://{NAME}",
            "MASH_SMTP_URL": f"smtp://127.0.0.1:{mail_port}",
            "PYTHONPATH": str(ROOT),
        }
        self._surroundings = {name: value for name, value in os.environ.items() if not name.startswith("MASH_")} | mine

    def command(self, *words: str) -> str:
        """What a command of `mash` prints."""
        done = subprocess.run(
            [*MASH, *words], env=self._surroundings, cwd=self._folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """Serve while the block runs."""
        with (self._folder / "said").open("wb") as said:
            serving = subprocess.Popen(
                [*MASH, "serve", "--port", str(self._port)],
                env=self._surroundings,
                cwd=self._folder,
                stdout=said,
                stderr=said,
            )
            try:
                self._wait(serving)
                yield
            finally:
                serving.terminate()
                serving.wait(30)

    def _wait(self, serving: subprocess.Popen[bytes]) -> None:
        give_up = time.monotonic() + PATIENCE_SECONDS
        asked = Request(f"http://127.0.0.1:{self._port}/health/live", headers={"Host": NAME})
        while time.monotonic() < give_up:
            assert serving.poll() is None, (self._folder / "said").read_text()
            with contextlib.suppress(OSError), urlopen(asked, timeout=2):
                return
            time.sleep(0.2)
        raise AssertionError("the hub did not come up")


@contextlib.contextmanager
def county() -> Iterator[tuple[County, Mailbox, int]]:
    """A folder with nothing in it, a mail server, and the port at which a browser reaches the hub once it serves."""
    folder = Path(tempfile.mkdtemp(prefix="openmash-test-", dir="/var/tmp"))
    folder.chmod(0o755)
    mailbox, port, mail_port = Mailbox(), _free_port(), _free_port()
    mail = Controller(mailbox, hostname="127.0.0.1", port=mail_port)
    mail.start()
    proxy = Proxy(port, folder)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    try:
        yield County(folder, port, mail_port), mailbox, proxy.server_address[1]
    finally:
        proxy.shutdown()
        proxy.server_close()
        mail.stop()
        remove(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
