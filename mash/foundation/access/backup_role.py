"""The role that backups are made as: it reads every row and changes none.

Row-level security is forced on the owner too, so that without it a backup would be empty. Nobody logs in as it: the
owner takes it for the time of `mash backup`.
"""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper
from psycopg import sql

BACKUP = "mash_backup"
SCHEMAS = "select nspname from pg_namespace where nspname not like 'pg\\_%' and nspname <> 'information_schema'"
TABLES = (
    "select c.oid::regclass::text, c.relrowsecurity from pg_class c join pg_namespace n on n.oid = c.relnamespace "
    "where c.relkind in ('r', 'p') and n.nspname = 'public'"
)


def let_backups_read(cursor: CursorWrapper, role: str) -> None:
    """Make the role where it is missing, and let it read every table. Its policies were dropped with all others."""
    name = sql.Identifier(role)
    cursor.execute("select 1 from pg_roles where rolname = %s", [role])
    if cursor.fetchone() is None:
        cursor.execute(sql.SQL("create role {} nologin noinherit").format(name))
        cursor.execute(sql.SQL("grant {} to current_user").format(name))
    cursor.execute(SCHEMAS)
    for (schema,) in cursor.fetchall():
        cursor.execute(sql.SQL("grant usage on schema {} to {}").format(sql.Identifier(schema), name))
        cursor.execute(sql.SQL("grant select on all sequences in schema {} to {}").format(sql.Identifier(schema), name))
    cursor.execute(sql.SQL("grant select on all tables in schema public to {}").format(name))
    cursor.execute(TABLES)
    for table, has_row_security in cursor.fetchall():
        if has_row_security:
            cursor.execute(
                sql.SQL("create policy backup on {} for select to {} using (true)").format(sql.SQL(table), name)
            )
