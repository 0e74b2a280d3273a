"""Making a database that holds nothing yet, and the settings that it runs with."""

from __future__ import annotations

import secrets
import shutil

from mash.config.embedded.binaries import Binaries
from mash.config.embedded.errors import DatabaseUnavailable
from mash.config.embedded.place import Home

OWNER = "mash_owner"
DATABASE = "mash"
SUPERUSER = "postgres"

# ERROR is left out of the log, and details with it: they quote what people typed.
SETTINGS = """\
# Written anew at every start. Changes of your own: ALTER SYSTEM, which wins over this file.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
port = {port}
max_connections = 100
shared_buffers = 256MB
password_encryption = 'scram-sha-256'
fsync = {durable}
synchronous_commit = {durable}
full_page_writes = {durable}
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on
log_directory = '{log}'
log_filename = 'postgresql-%a.log'
log_file_mode = 0600
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
log_line_prefix = '%m [%p] '
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""

# The superuser has no password and no way in: it made the database and the owner, and is not needed again.
ADMISSION = f"""\
# type  database  user         address        method
host    all       {SUPERUSER}     127.0.0.1/32   reject
host    all       all          127.0.0.1/32   scram-sha-256
"""


def create(home: Home, binaries: Binaries, *, fsync_off: bool) -> None:
    """Make the database `mash` and its owner: all of it, or nothing that a later start would take for a database.

    The owner may make roles and databases and is not a superuser. Text sorts by code point, as everywhere.
    """
    unfinished = home.folder / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    for folder in (unfinished, home.log):
        folder.mkdir(mode=0o700, exist_ok=True)
        home.account.own(folder)

    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    if binaries.major < 17:
        locale = ["--locale=C.UTF-8"]
    sync = ["--no-sync"] if fsync_off else []
    run(
        home,
        *[binaries.folder / "initdb", "--pgdata", unfinished, f"--username={SUPERUSER}", "--encoding=UTF8"],
        *["--auth=reject", "--data-checksums", *locale, *sync],
    )
    (unfinished / "pg_hba.conf").write_text(ADMISSION)
    with (unfinished / "postgresql.conf").open("a") as settings:
        settings.write("include_if_exists = 'openmash.conf'\n")

    password = secrets.token_urlsafe(32)
    home.write("password", password)
    run(
        home,
        *[binaries.folder / "postgres", "--single", "-c", "exit_on_error=on", "-c", "log_min_error_statement=panic"],
        *["-D", unfinished, SUPERUSER],
        stdin=(
            f"create role {OWNER} login createrole createdb password '{password}'\n"
            f"create database {DATABASE} owner {OWNER}\n"
        ),
    )
    unfinished.rename(home.data)


def configure(home: Home, port: int, *, fsync_off: bool) -> None:
    """Write the settings for the next start."""
    path = home.data / "openmash.conf"
    log = str(home.log).replace("'", "''")
    path.write_text(SETTINGS.format(port=port, log=log, durable="off" if fsync_off else "on"))
    home.account.own(path)


def run(home: Home, *command: object, stdin: str = "") -> str:
    """Run one of PostgreSQL's programs as the account of the home; what it said is in the error when it fails."""
    done = home.account.run(*map(str, command), stdin=stdin)
    if done.returncode != 0:
        raise DatabaseUnavailable(f"{command[0]} failed: {done.stdout.strip()[-2000:]}")
    return done.stdout
