#!/usr/bin/env python3
"""Set this checkout up: virtual environment, pinned packages, front-end assets. Says what it does; safe to repeat.

    python3 tools/bootstrap.py          what the hub needs to run
    python3 tools/bootstrap.py --dev    and what tests and checks need

Standard library only.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMP = VENV / "installed.json"
REQUIREMENTS = ROOT / "requirements"
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20


def main(arguments: list[str]) -> None:
    """Bring what is installed up to what the lock files say."""
    if arguments not in ([], ["--dev"]):
        sys.exit(__doc__)
    dev = bool(arguments)
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. On Debian 12, Ubuntu 24.04 and later: "
            "sudo apt-get install python3 python3-venv. Another one is used by: make run PYTHON=/path/to/python3.11"
        )
    for folder in (ROOT, VENV, ROOT / "node_modules"):
        if folder.exists() and not os.access(folder, os.W_OK):
            sys.exit(f"{folder} belongs to another account. Use that account, or a checkout of your own.")
    with alone():
        make_environment()
        install_packages("dev" if dev else "app")
        install_hub()
        install_assets(dev=dev)


@contextmanager
def alone() -> Iterator[None]:
    """Let two commands in one checkout set it up one after the other."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def saying(what: str) -> Iterator[None]:
    """Say on one line what is being done, and how long it took."""
    print(f"{what} …", end=" ", flush=True)
    began = time.monotonic()
    yield
    print(f"{time.monotonic() - began:.0f} s", flush=True)


def make_environment() -> None:
    """Make the virtual environment; anew when the checkout was moved or its Python is gone."""
    made_for = {"root": str(ROOT), "python": sys.version.split()[0]}
    if {key: stamped(key) for key in made_for} == made_for and (BIN / "python").exists():
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        sys.exit(f"Python's module 'venv' is missing. On Debian and Ubuntu: sudo apt-get install {package}")
    with saying(f"Making a virtual environment with Python {made_for['python']}"):
        run([sys.executable, "-m", "venv", "--clear", VENV])
    for key, value in made_for.items():
        stamp(key, value)


def install_packages(name: str) -> None:
    """Install a set of pinned packages, each checked against its hash; `dev` holds all of `app`."""
    sufficient = ["app", "dev"] if name == "app" else [name]
    if any(stamped(installed) == digest(installed) for installed in sufficient):
        return
    size = {"app": "about 320 MB", "dev": "about 550 MB", "node": "about 200 MB"}[name]
    with saying(f"Installing the Python packages of requirements/{name}.txt ({size})"):
        pip("--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", REQUIREMENTS / f"{name}.txt")
    stamp(name, digest(name))


def digest(name: str) -> str:
    return hashlib.sha256((REQUIREMENTS / f"{name}.txt").read_bytes()).hexdigest()


def install_hub() -> None:
    """Put the commands `mash` and `mash-manage` into the environment; the code itself stays where it is."""
    project = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if stamped("project") == project:
        return
    with saying("Installing the command 'mash'"):
        pip("--no-deps", "--no-build-isolation", "--editable", ROOT)
    stamp("project", project)


def install_assets(*, dev: bool) -> None:
    """Fetch the page styles and scripts, and for tests the accessibility checker, from npm."""
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    mark = ROOT / "node_modules" / ".installed"
    sufficient = [f"{lock} dev", *([] if dev else [f"{lock} run"])]
    if mark.exists() and mark.read_text() in sufficient:
        return
    path = node_path()
    with saying("Installing the front-end assets of package-lock.json"):
        npm_ci(path, ROOT, *([] if dev else ["--omit=dev"]))
    mark.parent.mkdir(exist_ok=True)
    mark.write_text(sufficient[0] if dev else f"{lock} run")


def node_path() -> str:
    """A search path on which `node` (20 or newer) and `npm` are found: the system's, or a wheel's."""
    path = os.environ.get("PATH", os.defpath)
    node = shutil.which("node")
    if node and shutil.which("npm"):
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        version = re.match(r"v(\d+)", said)
        if version and int(version[1]) >= OLDEST_NODE:
            return path
    install_packages("node")
    return f"{BIN}{os.pathsep}{path}"


def npm_ci(path: str, folder: Path, *options: str) -> None:
    """Install exactly what a folder's package-lock.json says, running no package's own scripts."""
    environment = {**os.environ, "PATH": path}
    if SYSTEM_CERTIFICATES.exists():  # where an organisation's own proxy signs, Node must know what the system knows
        environment.setdefault("NODE_EXTRA_CA_CERTS", str(SYSTEM_CERTIFICATES))
    if not os.access(Path.home(), os.W_OK):
        environment["npm_config_cache"] = str(VENV / "npm-cache")
    npm = shutil.which("npm", path=path) or "npm"
    run([npm, "ci", "--ignore-scripts", "--loglevel=error", *options], cwd=folder, env=environment)


def pip(*arguments: str | Path) -> None:
    run([BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments])


def run(command: list[str | Path], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a command; when it fails, show all that it said and stop."""
    done = subprocess.run(
        command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode != 0:
        said = done.stdout.strip()
        sys.exit(f"failed.\n{said}\nThis command failed: {' '.join(map(str, command))}\nIs the network there?")


def stamped(key: str) -> str | None:
    """What was last installed, by the digest of its lock file."""
    try:
        known: dict[str, str] = json.loads(STAMP.read_text())
    except (FileNotFoundError, ValueError):
        return None
    return known.get(key)


def stamp(key: str, value: str) -> None:
    known = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    STAMP.write_text(json.dumps({**known, key: value}, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
