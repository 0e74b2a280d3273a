"""Started in a process of its own: what stands in a hub's database, and what its pages show. Prints JSON."""

import json
import sys

from mash.config.opening import opened


def main() -> None:
    reference = sys.argv[1]
    with opened(prepared=False):
        from django.apps import apps
        from django.db import connections
        from psycopg import sql

        from mash.foundation.access.guards import role_name

        with connections["owner"].cursor() as owner:
            name = connections["owner"].settings_dict["NAME"]
            owner.execute(sql.SQL("set role {}").format(sql.Identifier(role_name("mash_backup", name))))
            rows = {}
            for model in apps.get_models():
                table = sql.Identifier(model._meta.db_table)
                owner.execute(sql.SQL("select count(*) from {}").format(table))
                (rows[model._meta.label],) = owner.fetchone()
        connections["owner"].close()
        json.dump({"rows": rows, "pages": pages(reference)}, sys.stdout)


def pages(reference: str) -> dict[str, list[object]]:
    from django.conf import settings
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    settings.ALLOWED_HOSTS = ["*"]
    shown: dict[str, list[object]] = {}
    for username, address in (
        ("sw.tamarshire.1", f"/enquiries/{reference}/"),
        ("pm.tamarshire.1", "/board"),
        ("police.1", "/requests/"),
        ("auditor.1", "/ledger/seal"),
    ):
        client = Client()
        client.post("/demo/sign-in", {"username": username})
        answer = client.get(address)
        shown[address] = [answer.status_code, reference in answer.content.decode()]
    return shown


if __name__ == "__main__":
    main()
