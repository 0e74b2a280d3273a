"""The role by which a demo's stories are copied in bulk: it reads and adds rows of enquiries, and changes none.

It is there on a hub in demo mode only: guards that are applied with the demo off take its grants and policies away.
Nobody logs in as it; the owner takes it for the time of `mash demo load --enquiries`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.backends.utils import CursorWrapper
from psycopg import sql

from mash.foundation.zones import Zone

COPIER = "mash_copier"
# What is told, found out, decided and let out of enquiries; the ledger's events are added to it by name.
COPIED_ZONES = frozenset({Zone.INTAKE, Zone.HUB, Zone.SEALED, Zone.EXCHANGE, Zone.RELEASE})
EVENTS = "ledger_event"
# What waits in an open story waits in its copies too: planned by the door through which every seat plans.
PLAN = "execute on function procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])"
READ_ONLY = Zone.SETUP


def let_stories_be_copied(cursor: CursorWrapper, role: str, models: Iterable[Any], *, demo: bool) -> None:
    """Give the role what copying needs where this is a demo, and nothing where it is not.

    Its policies were dropped with all others before.
    """
    name = sql.Identifier(role)
    cursor.execute("select 1 from pg_roles where rolname = %s", [role])
    if cursor.fetchone() is None:
        if not demo:
            return
        cursor.execute(sql.SQL("create role {} nologin noinherit").format(name))
        cursor.execute(sql.SQL("grant {} to current_user").format(name))
    cursor.execute(sql.SQL("revoke all on all tables in schema public from {}").format(name))
    cursor.execute(sql.SQL("revoke all on schema public, ledger from {}").format(name))
    cursor.execute("select current_database()")
    (database,) = cursor.fetchone()
    cursor.execute(sql.SQL("revoke {} from {}").format(sql.SQL(PLAN), name))
    on_database = sql.SQL("temporary on database {}").format(sql.Identifier(database))
    cursor.execute(sql.SQL("revoke {} from {}").format(on_database, name))
    if not demo:
        return
    cursor.execute(sql.SQL("grant {} to {}").format(on_database, name))
    cursor.execute(sql.SQL("grant {} to {}").format(sql.SQL(PLAN), name))
    cursor.execute(sql.SQL("grant usage on schema public, ledger to {}").format(name))
    cursor.execute(sql.SQL("grant usage on sequence ledger.event_seq to {}").format(name))
    for model in models:
        table = sql.Identifier(model._meta.db_table)
        if model.zone in COPIED_ZONES or model._meta.db_table == EVENTS:
            cursor.execute(sql.SQL("grant select, insert on {} to {}").format(table, name))
        elif model.zone is READ_ONLY:
            cursor.execute(sql.SQL("grant select on {} to {}").format(table, name))
        else:
            continue
        cursor.execute("select relrowsecurity from pg_class where oid = %s::regclass", [f'"{model._meta.db_table}"'])
        (has_row_security,) = cursor.fetchone()
        if has_row_security:
            cursor.execute(
                sql.SQL("create policy copier on {} to {} using (true) with check (true)").format(table, name)
            )
