"""A virus scanner is asked where there is one; where there is none, that is said."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mash.foundation.files.checking import Given, check, check_all
from mash.foundation.files.kinds import Unfit
from mash.foundation.files.scanning import CHUNK, Scan, answers, scan

# Nothing dangerous: the text that every scanner finds, in two parts so that none finds it here.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD" + b"-ANTIVIRUS-TEST-FILE!$H+H*"


@contextmanager
def clamd(settings, tmp_path, *, answer: bytes | None = None) -> Iterator[list[bytes]]:
    """A clamd that knows one virus, behind a socket file; it keeps what it was sent."""
    place = tmp_path / "clamd.sock"
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(place))
    listening.listen()
    got: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                caller, _ = listening.accept()
            except OSError:
                return
            with caller, caller.makefile("rb") as stream:
                said = b"".join(iter(lambda: stream.read(1), b"\0"))
                if said == b"zPING":
                    caller.sendall(b"PONG\0")
                    continue
                content = b""
                while size := int.from_bytes(stream.read(4), "big"):
                    content += stream.read(size)
                got.append(content)
                verdict = b"stream: Eicar-Signature FOUND" if EICAR in content else b"stream: OK"
                caller.sendall((answer if answer is not None else verdict) + b"\0")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    settings.CLAMD = f"unix:{place}"
    try:
        yield got
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def test_a_file_is_scanned_whole(settings, tmp_path):
    content = b"He is afraid. " * (CHUNK // 6)
    with clamd(settings, tmp_path) as got:
        assert answers()
        assert check(Given("a.txt", content, len(content))).scanned is Scan.CLEAN
    assert got == [content]


def test_a_file_with_a_virus_is_not_taken(settings, tmp_path):
    with clamd(settings, tmp_path), pytest.raises(Unfit, match="virus"):
        scan(EICAR)
    with clamd(settings, tmp_path / ".."):
        taken, wrong = check_all([Given("a.txt", b"x" + EICAR, 70)])
    assert taken == []
    assert "holds a virus" in wrong[0]


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"nonsense"])
def test_what_the_scanner_could_not_scan_is_not_called_clean(settings, tmp_path, answer):
    with clamd(settings, tmp_path, answer=answer):
        assert scan(b"Hello") is Scan.NOT_SCANNED


@pytest.mark.parametrize("where", ["", "unix:/nowhere/clamd.sock", "127.0.0.1:1", "nonsense"])
def test_without_a_scanner_nothing_is_lost_and_nothing_is_called_clean(settings, where):
    settings.CLAMD = where
    assert scan(b"Hello") is Scan.NOT_SCANNED
    assert not answers()
