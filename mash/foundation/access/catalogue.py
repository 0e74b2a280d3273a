"""Whether the guards in the database still are those that were applied: what somebody changed there by hand shows.

Each table's grants, row policies and triggers, each function and each view becomes a digest when guards are applied.
"""

from __future__ import annotations

import json

from django.db import connections
from django.db.backends.utils import CursorWrapper

CATALOGUE = """
    select 'table ' || c.relname, md5(concat_ws('|', c.relrowsecurity, c.relforcerowsecurity,
        array(select acl::text from unnest(c.relacl) acl order by 1),
        array(select a.attname || acl::text from pg_attribute a, unnest(a.attacl) acl
            where a.attrelid = c.oid order by 1),
        array(select concat_ws('|', p.policyname, p.permissive, p.roles, p.cmd, p.qual, p.with_check)
            from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname order by p.policyname),
        array(select pg_get_triggerdef(t.oid) || t.tgenabled::text from pg_trigger t
            where t.tgrelid = c.oid and not t.tgisinternal order by t.tgname)))
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p')
    union all
    select 'function ' || p.oid::regprocedure::text, md5(concat_ws('|', p.prosrc, p.prosecdef, p.proconfig,
        pg_get_userbyid(p.proowner), array(select acl::text from unnest(p.proacl) acl order by 1)))
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = any (%(schemas)s) or n.nspname = 'public' and p.prosecdef
    union all
    select 'view ' || c.oid::regclass::text, md5(concat_ws('|', pg_get_viewdef(c.oid), pg_get_userbyid(c.relowner),
        array(select acl::text from unnest(c.relacl) acl order by 1)))
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'v' and n.nspname = any (%(schemas)s)
"""


def keep_catalogue(cursor: CursorWrapper, schemas: tuple[str, ...]) -> None:
    """Keep what the guards have become, in the transaction that applied them."""
    cursor.execute("alter table access.key add column if not exists catalogue jsonb")
    cursor.execute("update access.key set catalogue = %s::jsonb", [json.dumps(_digests(cursor, schemas))])


def changed_by_hand(schemas: tuple[str, ...]) -> list[str] | None:
    """What is not as it was applied, by name: changed, gone, or come from elsewhere. None where nothing was kept."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select to_jsonb(k) -> 'catalogue' from access.key k")
        (kept,) = cursor.fetchone() or (None,)
        if kept is None or json.loads(kept) is None:
            return None
        then, now = json.loads(kept), _digests(cursor, schemas)
    return sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))


def _digests(cursor: CursorWrapper, schemas: tuple[str, ...]) -> dict[str, str]:
    cursor.execute(CATALOGUE, {"schemas": list(schemas)})
    return dict(cursor.fetchall())
