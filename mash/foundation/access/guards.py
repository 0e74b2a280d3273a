"""Applies the database's guards: roles, grants and row policies, whole and after every migrate.

The roles belong to the cluster, so their names end in the database's: two hubs, or two test runs, never meet.
Grants are made from each model's `reach`; row policies stand in each app's `sql/` as the truth of today.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from mash.foundation.access.backup_role import BACKUP, let_backups_read
from mash.foundation.access.binding import pads
from mash.foundation.access.catalogue import keep_catalogue
from mash.foundation.access.copier_role import COPIER, let_stories_be_copied
from mash.foundation.zones import EVERYONE_KNOWN, Seat

SCHEMAS = ("access", "ledger", "intake", "people", "pathway", "figures")
LOGIN = "mash_login"
# Row security makes plans that take longer to make than to run: each connection makes those of its prepared statements
# once. To compile them, where PostgreSQL can, takes longer still. What is looked up is in memory or on a solid disk.
PLANNING = ("plan_cache_mode = force_generic_plan", "jit = off", "random_page_cost = 1.1")
ROLE_NAME = re.compile(r"\bmash_(door|intake|partner|hub|ops|figures|audit|setup|system|definer|login)\b")
RIGHTS = re.compile(r"(select|insert|update|delete)\b(\s*\([^)]*\))?")

# Tables of libraries: only the door and the worker reach them (STACK section 2).
LIBRARY_TABLES: dict[str, dict[str, tuple[Seat, ...]]] = {
    "django_session": {"select, insert, update, delete": (Seat.DOOR,)},
    "account_": {"select, insert, update, delete": (Seat.DOOR,)},
    "mfa_authenticator": {"select, insert, update, delete": (Seat.DOOR,)},
    "usersessions_usersession": {"select, insert, update, delete": (Seat.DOOR,)},
    "django_content_type": {"select": (Seat.DOOR,)},
    "procrastinate_": {"select, insert, update, delete": (Seat.SYSTEM,)},
}


def role_name(role: str, database: str) -> str:
    """A role's name in this cluster, for example `mash_hub_mash`."""
    return f"{role}_{database}"


def localised(text: str, database: str) -> str:
    """SQL text with the plain role names made those of this database."""
    return ROLE_NAME.sub(lambda found: role_name(found[0], database), text)


def guarded_models() -> list[Any]:
    """Every model that declares a zone, in the order of the apps."""
    return [model for model in apps.get_models() if hasattr(model, "zone")]


def sql_files() -> list[Path]:
    """All apps' SQL files, in the order in which they are applied."""
    return [
        file
        for app in apps.get_app_configs()
        for file in sorted(Path(app.path, "sql").glob("*.sql"))
        if file.name != "every_table.sql"
    ]


def fingerprint() -> str:
    """A digest of all guards as the files say them, to compare with what is applied."""
    digest = hashlib.sha256(repr((settings.DEMO, PLANNING)).encode())
    for file in [*sql_files(), EVERY_TABLE]:
        digest.update(file.read_bytes())
    for model in guarded_models():
        digest.update(repr((model._meta.db_table, sorted(model.reach.items()))).encode())
    return digest.hexdigest()


EVERY_TABLE = Path(__file__).parent / "sql" / "every_table.sql"


def apply_guards(*, extra_seats: Iterable[str] = ()) -> None:
    """Make roles, grants and row policies what the files say, in one transaction of the owner's."""
    owner = connections["owner"]
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        database = owner.settings_dict["NAME"]
        cursor.execute("select pg_advisory_xact_lock(hashtext('mash guards'))")
        cursor.execute("set local check_function_bodies = off")
        _make_roles(cursor, database, [*(f"mash_{seat}" for seat in Seat), *extra_seats])
        _make_schemas(cursor, database)
        _drop_policies(cursor)
        for model in guarded_models():
            _grant(cursor, model, database)
            if model.personal:
                _force_row_security(cursor, model._meta.db_table)
        _grant_libraries(cursor, database)
        for file in sql_files():
            cursor.execute(localised(file.read_text(), database))
        for model in guarded_models():
            _forbid_everywhere(cursor, model, database)
        _own_definers(cursor, database)
        let_backups_read(cursor, role_name(BACKUP, database))
        let_stories_be_copied(cursor, role_name(COPIER, database), guarded_models(), demo=settings.DEMO)
        _keep_fingerprint(cursor)
        keep_catalogue(cursor, SCHEMAS)


def _make_roles(cursor: CursorWrapper, database: str, roles: list[str]) -> None:
    login = role_name(LOGIN, database)
    for role in [*(role_name(role, database) for role in roles), login]:
        cursor.execute("select 1 from pg_roles where rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("create role {} nologin noinherit").format(sql.Identifier(role)))
            cursor.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(role)))
    cursor.execute(
        sql.SQL("alter role {} login noinherit password {}").format(
            sql.Identifier(login), sql.Literal(connections["default"].settings_dict["PASSWORD"])
        )
    )
    for setting in PLANNING:
        cursor.execute(sql.SQL("alter role {} set {}").format(sql.Identifier(login), sql.SQL(setting)))
    for seat in Seat:
        if seat is not Seat.DEFINER:
            cursor.execute(
                sql.SQL("grant {} to {}").format(
                    sql.Identifier(role_name(f"mash_{seat}", database)), sql.Identifier(login)
                )
            )
    cursor.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(database)))
    cursor.execute(
        sql.SQL("grant connect on database {} to {}").format(sql.Identifier(database), sql.Identifier(login))
    )


def _make_schemas(cursor: CursorWrapper, database: str) -> None:
    everyone = [role_name(f"mash_{seat}", database) for seat in Seat]
    names = sql.SQL(", ").join(map(sql.Identifier, everyone))
    cursor.execute("revoke all on schema public from public")
    cursor.execute(sql.SQL("grant usage on schema public to {}").format(names))
    for schema in SCHEMAS:
        cursor.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(schema)))
        cursor.execute(sql.SQL("grant usage on schema {} to {}").format(sql.Identifier(schema), names))
        cursor.execute(
            sql.SQL("alter default privileges in schema {} revoke execute on functions from public").format(
                sql.Identifier(schema)
            )
        )
    cursor.execute(
        "create table if not exists access.key (inner_pad bytea not null, outer_pad bytea not null, guards text)"
    )
    cursor.execute("delete from access.key")
    cursor.execute("insert into access.key (inner_pad, outer_pad) values (%s, %s)", list(pads()))
    cursor.execute(
        sql.SQL("grant select on access.key to {}").format(sql.Identifier(role_name("mash_definer", database)))
    )


def _drop_policies(cursor: CursorWrapper) -> None:
    cursor.execute("select schemaname, tablename, policyname from pg_policies where schemaname = 'public'")
    for schema, table, policy in cursor.fetchall():
        cursor.execute(
            sql.SQL("drop policy {} on {}.{}").format(
                sql.Identifier(policy), sql.Identifier(schema), sql.Identifier(table)
            )
        )


def _grant(cursor: CursorWrapper, model: type[models.Model], database: str) -> None:
    """Give each seat what the model's `reach` says, and take away everything else."""
    table = sql.Identifier(model._meta.db_table)
    for seat in Seat:
        role = sql.Identifier(role_name(f"mash_{seat}", database))
        cursor.execute(sql.SQL("revoke all on {} from {}").format(table, role))
        rights = model.reach.get(seat)  # type: ignore[attr-defined]  # declared by every guarded model
        if rights:
            _check_rights(rights)
            cursor.execute(sql.SQL("grant {} on {} to {}").format(sql.SQL(rights), table, role))


def _check_rights(rights: str) -> None:
    if RIGHTS.sub("", rights).replace(",", "").strip():
        raise ValueError(f"not rights on a table: {rights}")


def _force_row_security(cursor: CursorWrapper, table: str) -> None:
    cursor.execute(
        sql.SQL("alter table {} enable row level security, force row level security").format(sql.Identifier(table))
    )


def _grant_libraries(cursor: CursorWrapper, database: str) -> None:
    for start, grants in LIBRARY_TABLES.items():
        cursor.execute(
            "select tablename from pg_tables where schemaname = 'public' and starts_with(tablename, %s)", [start]
        )
        for (table,) in cursor.fetchall():
            for rights, seats in grants.items():
                for seat in seats:
                    cursor.execute(
                        sql.SQL("grant {} on {} to {}").format(
                            sql.SQL(rights), sql.Identifier(table), sql.Identifier(role_name(f"mash_{seat}", database))
                        )
                    )
    for seat in (Seat.DOOR, Seat.SYSTEM):
        cursor.execute(
            sql.SQL("grant usage on all sequences in schema public to {}").format(
                sql.Identifier(role_name(f"mash_{seat}", database))
            )
        )


def _forbid_everywhere(cursor: CursorWrapper, model: type[models.Model], database: str) -> None:
    """The two policies that every table with row-level security gets: the signed seat, and the conflict wall."""
    table = model._meta.db_table
    cursor.execute("select relrowsecurity from pg_class where oid = %s::regclass", [f'"{table}"'])
    (has_row_security,) = cursor.fetchone()
    if not has_row_security:
        return
    signed, wall = (
        part.strip() for part in re.split(r"^-- .*\n", EVERY_TABLE.read_text(), flags=re.MULTILINE) if part.strip()
    )
    for seat in (Seat.DOOR, *EVERYONE_KNOWN):
        if seat in model.reach:  # type: ignore[attr-defined]  # declared by every guarded model
            cursor.execute(localised(signed.replace("{seat}", seat).replace("{table}", table), database))
    column = wall_column(model)
    if column:
        cursor.execute(localised(wall.replace("{table}", table).replace("{column}", column), database))


def wall_column(model: type[models.Model]) -> str | None:
    """The column that names the enquiry of a row, by which walls shut it; none for tables that belong to no enquiry."""
    named: str | None = getattr(model, "walled_by", None)
    if named:
        return named
    if model._meta.app_label in {"access", "ledger"}:
        return None
    return next((field.column for field in model._meta.concrete_fields if field.name == "enquiry"), None)


def _own_definers(cursor: CursorWrapper, database: str) -> None:
    """Hand every security-definer function and every view to the definer, and take EXECUTE from PUBLIC."""
    definer = sql.Identifier(role_name("mash_definer", database))
    schemas = [*SCHEMAS, "public"]
    for schema in schemas:
        cursor.execute(sql.SQL("grant create on schema {} to {}").format(sql.Identifier(schema), definer))
    cursor.execute(
        "select p.oid::regprocedure::text, p.prosecdef from pg_proc p join pg_namespace n on n.oid = p.pronamespace "
        "where n.nspname = any(%s) and (n.nspname <> 'public' or p.prosecdef)",
        [schemas],
    )
    for signature, is_definer in cursor.fetchall():
        cursor.execute(sql.SQL("revoke execute on routine {} from public").format(sql.SQL(signature)))
        if is_definer:
            cursor.execute(sql.SQL("alter function {} owner to {}").format(sql.SQL(signature), definer))
    cursor.execute("select schemaname, viewname from pg_views where schemaname = any(%s)", [schemas])
    for view in cursor.fetchall():
        cursor.execute(sql.SQL("alter view {} owner to {}").format(sql.Identifier(*view), definer))
    for schema in schemas:
        cursor.execute(sql.SQL("revoke create on schema {} from {}").format(sql.Identifier(schema), definer))


def _keep_fingerprint(cursor: CursorWrapper) -> None:
    cursor.execute("update access.key set guards = %s", [fingerprint()])
