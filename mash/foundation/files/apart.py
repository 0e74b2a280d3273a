"""Looks at a file in a process of its own, which holds no secret, cannot write, and is stopped when it takes too much.

What strangers send is opened by libraries that have had holes. Whoever gets through one of them finds no connection,
no key and no other file here; a bomb ends this process and not the hub.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from mash.foundation.files.kinds import Unfit
from mash.foundation.files.looking import Looked, look

LOG = logging.getLogger("mash.files")
CHECKOUT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-P", "-m", "mash.foundation.files.apart"]
MOST_SECONDS = 60
MOST_CPU_SECONDS = 30
MOST_MEMORY_BYTES = 2 * 1024**3
PASSED_ON = ("LD_LIBRARY_PATH", "SYSTEMROOT")


def look_apart(content: bytes, name: str) -> Looked:
    """What `look` finds, found in a process of its own.

    Raises:
        Unfit: with the reason's code; `bomb`, when it took too long or too much.
    """
    head = json.dumps({"name": name}).encode() + b"\n"
    try:
        done = subprocess.run(
            COMMAND,
            input=head + content,
            capture_output=True,
            env=_surroundings(),
            cwd="/",
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unfit("bomb") from None
    if done.returncode:
        LOG.warning("looking at a file ended with %d", done.returncode)
        raise Unfit("bomb")
    return _read(done.stdout)


def _surroundings() -> dict[str, str]:
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, "PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}


def _read(answer: bytes) -> Looked:
    head, _, rest = answer.partition(b"\n")
    told = json.loads(head)
    if "unfit" in told:
        if told.get("error"):
            LOG.warning("looking at a file broke: %s", told["error"])
        raise Unfit(told["unfit"])
    shown, small = rest[: told["shown"]], rest[told["shown"] :]
    return Looked(told["kind"], told["shown_as"], shown, small, stripped=told["stripped"])


def _confine() -> None:
    """Let this process have little: memory, time, and no file to write."""
    with suppress(ImportError):
        import resource

        for what, most in (
            (resource.RLIMIT_AS, MOST_MEMORY_BYTES),
            (resource.RLIMIT_CPU, MOST_CPU_SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(ValueError, OSError):  # not every system knows every limit
                resource.setrlimit(what, (most, most))


def _answer(given: bytes) -> bytes:
    head, _, content = given.partition(b"\n")
    try:
        found = look(content, json.loads(head)["name"])
    except Unfit as unfit:
        return json.dumps({"unfit": unfit.code}).encode() + b"\n"
    except MemoryError:
        return json.dumps({"unfit": "bomb"}).encode() + b"\n"
    except Exception as error:  # noqa: BLE001  # whatever a library breaks on, the file is not taken
        return json.dumps({"unfit": "broken", "error": type(error).__name__}).encode() + b"\n"
    told = {"kind": found.kind, "shown_as": found.shown_as, "shown": len(found.shown), "stripped": found.stripped}
    return json.dumps(told).encode() + b"\n" + found.shown + found.small


if __name__ == "__main__":
    _confine()
    sys.stdout.buffer.write(_answer(sys.stdin.buffer.read()))
