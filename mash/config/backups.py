"""`mash backup` and `mash restore`: the whole database as one file in PostgreSQL's own format.

The keys of the data folder are not in it. It only says which they are, so that a restore beside other keys is stopped
before anything is replaced.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from psycopg import sql

from mash.config.embedded import DatabaseUnavailable
from mash.config.embedded.binaries import candidates
from mash.config.ledger_commands import seal_now, verify_own
from mash.config.ready import prepare
from mash.foundation.access.backup_role import BACKUP
from mash.foundation.access.guards import SCHEMAS, role_name
from mash.foundation.ledger import checkpoint as notes
from mash.foundation.ledger.keeping import key_file
from mash.ui.words import listed

Say = Callable[[str], None]
OTHERS = (
    "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
    "and backend_type = 'client backend'"
)
# Guards are applied anew after a restore; those of another hub name roles that are not here.
LEFT_OUT = re.compile(r" (?:POLICY|ROW SECURITY) ")
MADE_WITH = re.compile(r"^COMMENT ON SCHEMA access IS '(\{.*\})';$", re.MULTILINE)


def back_up(file: Path, say: Say) -> int:
    """Write a backup, whole or not at all, readable by its owner only. 0 when written, 1 when not."""
    with connections["owner"].cursor() as owner:
        owner.execute(sql.SQL("comment on schema access is {}").format(sql.Literal(json.dumps(own_keys()))))
    connections["owner"].close()
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    os.close(handle)
    draft = Path(name)
    role = role_name(BACKUP, _owner()["NAME"])
    said = _run("pg_dump", f"--role={role}", "--enable-row-security", "--format=custom", "--no-owner",
                "--no-privileges", "--exclude-table=access.key", f"--file={draft}")  # fmt: skip
    if said is not None:
        draft.unlink()
        say(said)
        return 1
    draft.replace(file)
    say(f"Written to {file}. Keep secret.key and ledger.key of {settings.DATA_DIR} in another place: without them what")
    say("is sealed in it stays sealed, and its ledger cannot be carried on.")
    return 0


def restore(file: Path, say: Say, *, confirmed: bool, keys_are_lost: bool = False) -> int:
    """Put a backup in the place of this hub's database. 0 when it stands and its ledger verifies, 1 when not, 2 asked.

    Args:
        confirmed: that what is there may be replaced.
        keys_are_lost: that it may be put beside other keys than those it was made with.
    """
    if not confirmed:
        say(f"This replaces everything in the database of {settings.DATA_DIR}. Say so with --yes.")
        return 2
    with connections["owner"].cursor() as cursor:
        cursor.execute(OTHERS)
        (others,) = cursor.fetchone()
    if others:
        say("The hub is running. Stop it first.")
        return 1
    with tempfile.NamedTemporaryFile("w", suffix=".list") as contents:
        parts = _said_by("pg_restore", "--list", str(file))
        if parts is None:
            say(f"{file} is not a backup, or PostgreSQL's pg_restore cannot read it.")
            return 2
        if not keys_are_lost and (missing := _missing_keys(file)):
            say(f"This backup was made with another {listed(missing)}. Put the copy that you kept into")
            say(f"{settings.DATA_DIR}, in the place of what is there, and restore again. If there is none any more:")
            say("--keys-are-lost. Enquirers' codes and second factors are void then, and nobody can vouch any more for")
            say("what the ledger had sealed.")
            return 1
        contents.write("\n".join(line for line in parts.splitlines() if not LEFT_OUT.search(line)))
        contents.flush()
        _empty()
        said = _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
                    f"--use-list={contents.name}", str(file))  # fmt: skip
    if said is not None:
        say(said)
        return 1
    prepare(say)
    connection.close()
    seal_now()
    return verify_own(key=None, known=(), as_json=False)


def own_keys() -> dict[str, str]:
    """By what the keys of the data folder can be told from others, without telling them."""
    secret = hmac.new(settings.SECRET_KEY.encode(), b"mash backup", hashlib.sha256).hexdigest()
    signing = notes.public_key(notes.signing_key(key_file()), "ledger")
    return {"secret.key": secret[:32], "ledger.key": signing.raw.hex()}


def _missing_keys(file: Path) -> list[str]:
    """The keys that a backup was made with and that are not those of this data folder."""
    told = MADE_WITH.search(_said_by("pg_restore", "--schema-only", "--file=-", str(file)) or "")
    made_with = json.loads(told[1]) if told else {}
    own = own_keys()
    return [name for name in own if made_with.get(name, own[name]) != own[name]]


def _empty() -> None:
    with connections["owner"].cursor() as cursor:
        for schema in ("public", *SCHEMAS):
            cursor.execute(f"drop schema if exists {schema} cascade")  # nosec B608  # names of our own
        cursor.execute("create schema public")
    connections["owner"].close()


def _owner() -> dict[str, str]:
    return {name: str(value) for name, value in connections["owner"].settings_dict.items()}


def _program(name: str) -> str:
    """PostgreSQL's own program, of the server's version or newer."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select current_setting('server_version_num')::integer / 10000")
        (server,) = cursor.fetchone()
    connections["owner"].close()
    for folder in candidates():
        program = folder / name
        if program.exists():
            version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
            if int(re.findall(r"\d+", version)[0]) >= server:
                return str(program)
    raise DatabaseUnavailable(f"No {name} of PostgreSQL {server} or newer is installed. Say where by PG_BIN.")


def _command(name: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    owner = _owner()
    where = [f"--host={owner['HOST']}", f"--port={owner['PORT']}", f"--username={owner['USER']}"]
    reads_a_file = {"--list", "--file=-"} & set(arguments)
    database = [] if reads_a_file else [*where, "--no-password", f"--dbname={owner['NAME']}"]
    return [_program(name), *database, *arguments], {**os.environ, "PGPASSWORD": owner["PASSWORD"]}


def _run(name: str, *arguments: str) -> str | None:
    """Run one of PostgreSQL's programs. None when it went well, otherwise what it said."""
    command, surroundings = _command(name, *arguments)
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else done.stderr.strip()[-1500:]


def _said_by(name: str, *arguments: str) -> str | None:
    command, surroundings = _command(name, *arguments)
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else None
