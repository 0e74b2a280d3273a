"""The account of the operating system that the database runs under: never root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from mash.config.embedded.errors import DatabaseUnavailable

UNPRIVILEGED = "nobody"

# A fixed environment: what the operator's shell holds (PGDATA, LANG, LD_PRELOAD) must not reach the server.
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs PostgreSQL, which refuses to be run by root."""

    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()

    def run(self, *command: str | Path, stdin: str = "", timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """Run a program as this account and wait for it. The answer holds both of its outputs in `stdout`.

        Raises:
            DatabaseUnavailable: the program is not there, may not be run, or takes longer than `timeout` seconds.
        """
        try:
            return subprocess.run(
                command,
                input=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=timeout,
                cwd="/",
                env=ENVIRONMENT,
                user=None if self.is_me else self.uid,
                group=None if self.is_me else self.gid,
                extra_groups=None if self.is_me else [],
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise DatabaseUnavailable(f"{command[0]} cannot be run: {error}") from error

    def can_run(self, program: Path) -> bool:
        return self._succeeds('exec "$1" --version', program)

    def can_reach(self, folder: Path) -> bool:
        """Whether files below this folder can be opened by this account, given that they are its own."""
        return self._succeeds('cd -- "$1"', folder)

    def own(self, path: Path) -> None:
        """Make a file or folder this account's."""
        if not self.is_me:
            os.chown(path, self.uid, self.gid)

    def _succeeds(self, script: str, path: Path) -> bool:
        return self.is_me or self.run("/bin/sh", "-c", script, "sh", path).returncode == 0


def me() -> Account:
    """The account of this process."""
    return Account(os.geteuid(), os.getegid())


def for_new_database() -> Account:
    """Root hands the database to `nobody`; everybody else runs their own."""
    if os.geteuid() != 0:
        return me()
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        raise DatabaseUnavailable(
            f"PostgreSQL may not run as root and this machine has no account '{UNPRIVILEGED}'. "
            "Run the command as an ordinary user."
        ) from error
    return Account(entry.pw_uid, entry.pw_gid)


def owner_of(folder: Path) -> Account:
    """The account whose database already stands in this folder.

    Raises:
        DatabaseUnavailable: it is somebody else's, and we are not root.
    """
    stat = folder.stat()
    owner = Account(stat.st_uid, stat.st_gid)
    if os.geteuid() not in (0, owner.uid):
        raise DatabaseUnavailable(
            f"The database in {folder.parent} was made by another account (number {owner.uid}; root's are kept by "
            f"'{UNPRIVILEGED}'). Use the account that first ran the hub, or another data folder by MASH_DATA_DIR."
        )
    return owner
