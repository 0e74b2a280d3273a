"""Where a hub's database is kept: in its data folder, or where `nobody` can reach it when root's folder is private.

The home of a database holds
    data/        PostgreSQL's own files, the account's that runs it
    log/         its log of the last seven days, without statements or values
    password     of the role `mash_owner`, readable by us only
    port         the TCP port on 127.0.0.1, kept from one start to the next
    start.lock   held while the server is made, started or stopped
    users.lock   held, shared, by every command that uses the server
    belongs-to   which data folder it is for, when it is kept apart from it
    kept         is there when the server stays up until it is told to stop
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mash.config.embedded.account import Account, for_new_database, owner_of
from mash.config.embedded.errors import DatabaseUnavailable

# Not /var/tmp: systems clear that of files which nobody has touched for a month, and anybody may write there.
SYSTEM_STATE = Path("/var/lib/openmash")


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one embedded database, and the account that runs it."""

    folder: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def read(self, name: str) -> str | None:
        """What one of the home's small files says; `None` when it is not there."""
        try:
            return (self.folder / name).read_text().strip()
        except FileNotFoundError:
            return None

    def write(self, name: str, text: str) -> None:
        """Replace a small file whole, readable by the home's owner only."""
        handle, unfinished = tempfile.mkstemp(dir=self.folder)  # made with mode 0600
        with os.fdopen(handle, "w") as file:
            file.write(text)
        self._give(unfinished)
        Path(unfinished).replace(self.folder / name)

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Hold one of the home's locks alone; it falls when the process dies."""
        with self.lock_file(name) as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    @contextmanager
    def lock_file(self, name: str) -> Iterator[int]:
        """Open one of the home's locks; closing it lets it go."""
        handle = os.open(self.folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._give(handle)
            yield handle
        finally:
            os.close(handle)

    def _give(self, file: str | int) -> None:
        """Root may be serving a home that is somebody else's, who must be able to go on alone."""
        if os.geteuid() == 0:
            owner = self.folder.stat()
            os.chown(file, owner.st_uid, owner.st_gid)


def existing_home(data_dir: Path) -> Home | None:
    """The home of this data folder's database, when one has been made."""
    folder = _folder(data_dir)
    if not folder.exists():
        return None
    data = folder / "data"
    return Home(folder, owner_of(data) if data.exists() else for_new_database())


def make_home(data_dir: Path) -> Home:
    """The home of this data folder's database, made when it is not there yet.

    Raises:
        DatabaseUnavailable: the data folder cannot be written, or what was made in it is somebody else's.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(data_dir):
            if (home := existing_home(data_dir)) is not None:
                return home
            account = for_new_database()
            folder = _folder(data_dir) if account.can_reach(data_dir) else _outside(data_dir)
            folder.mkdir(mode=0o711, exist_ok=True)
            folder.chmod(0o711)  # the account that runs the server passes through; what is ours inside is 0600
            return Home(folder, account)
    except OSError as error:
        raise DatabaseUnavailable(
            f"The data folder {data_dir} cannot be used: {error}. Use the account that owns it, or another folder by "
            "MASH_DATA_DIR."
        ) from error


def remove_home(data_dir: Path) -> None:
    """Delete a database that is not running, with everything in it."""
    shutil.rmtree(_folder(data_dir), ignore_errors=True)
    _pointer(data_dir).unlink(missing_ok=True)


def _outside(data_dir: Path) -> Path:
    """A new folder apart from a data folder that is private to root; the data folder remembers which.

    The name is never used twice: a new checkout in an old one's place must not find the old one's data.
    """
    open_to_all(SYSTEM_STATE)
    key = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]
    folder = Path(tempfile.mkdtemp(prefix=f"{key}-", dir=SYSTEM_STATE))
    (folder / "belongs-to").write_text(f"{data_dir.resolve()}\n")
    _pointer(data_dir).write_text(f"{folder}\n")
    return folder


def open_to_all(folder: Path) -> None:
    """Make a folder that everybody may enter, whatever the umask is."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)


def _folder(data_dir: Path) -> Path:
    pointer = _pointer(data_dir)
    try:
        folder = Path(pointer.read_text().strip())
    except FileNotFoundError:
        return data_dir.resolve() / "postgres"
    except PermissionError as error:
        raise DatabaseUnavailable(f"{pointer} cannot be read. Use the account that owns {data_dir}.") from error
    if not folder.exists():
        raise DatabaseUnavailable(
            f"{pointer} says that the database is in {folder}, which is not there. Bring it back, or remove {pointer} "
            "to begin with an empty database."
        )
    first = Path((folder / "belongs-to").read_text().strip())
    if first != data_dir.resolve() and _pointer(first).exists():
        raise DatabaseUnavailable(
            f"{data_dir} is a copy of {first}, and would share its database. Remove {pointer} to begin with an "
            "empty one."
        )
    return folder


def _pointer(data_dir: Path) -> Path:
    return data_dir / "postgres-at"


@contextmanager
def _one_at_a_time(data_dir: Path) -> Iterator[None]:
    handle = os.open(data_dir, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
