"""Makes the test database as a hub's own: roles, guards and the demo partnership, then the real login role."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from hypothesis import HealthCheck, settings
from psycopg import sql

from mash.config.settings import login_password
from tests.committed import committed  # noqa: F401  # a fixture of all tests

# Whether a rule holds does not depend on how fast the machine is.
settings.register_profile("in its own time", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("in its own time")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was measured, though it held: of each page what tests recorded, one line a page."""
    measured: dict[str, dict[str, object]] = {}
    for report in [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]:
        if report.when == "call" and report.user_properties:
            page = report.nodeid.partition("[")[2].removesuffix("]") or report.nodeid
            measured.setdefault(page, {}).update(report.user_properties)
    if measured:
        terminalreporter.section("measured")
        for page, values in sorted(measured.items()):
            terminalreporter.line(f"{page}: {', '.join(f'{name} {value}' for name, value in values.items())}")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """Make the database as its owner, apply the guards, load the demo partnership, and connect as the login role."""
    from mash.demo.partnership import load_partnership
    from mash.foundation.access.guards import apply_guards, role_name
    from tests.world import FIXTURES

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"owner": None}, serialized_aliases=set())
        name = connections["owner"].settings_dict["NAME"]
        connections["default"].settings_dict["PASSWORD"] = login_password(name)
        apply_guards(extra_seats=[FIXTURES])
        let_fixtures_do_everything(role_name(FIXTURES, name), role_name("mash_login", name))
        connections["owner"].close()
        default = connections["default"]
        default.close()
        default.settings_dict.update(NAME=name, USER=role_name("mash_login", name), PASSWORD=login_password(name))
        load_partnership()
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
        wait_until_alone()
        teardown_databases(made, verbosity=0)


def wait_until_alone() -> None:
    """A page that a closed browser had still asked for may be under way: its session would keep the database."""
    others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    with connections["owner"].cursor() as cursor:
        for _ in range(100):
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                break
            time.sleep(0.1)
    connections["owner"].close()


def let_fixtures_do_everything(fixtures: str, login: str) -> None:
    """A role of the tests alone, which sets scenes: every grant, and a policy that admits it, on every table."""
    with connections["owner"].cursor() as cursor:
        role = sql.Identifier(fixtures)
        cursor.execute(sql.SQL("grant {} to {}").format(role, sql.Identifier(login)))
        cursor.execute(sql.SQL("grant all on all tables in schema public to {}").format(role))
        cursor.execute(sql.SQL("grant usage on all sequences in schema public to {}").format(role))
        cursor.execute(
            sql.SQL("grant usage on schema public, access, ledger, intake, people, pathway to {}").format(role)
        )
        cursor.execute(sql.SQL("grant execute on all functions in schema pathway, people to {}").format(role))
        cursor.execute("select relname from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace")
        for (table,) in cursor.fetchall():
            cursor.execute(
                sql.SQL("create policy scene on {} to {} using (true) with check (true)").format(
                    sql.Identifier(table), role
                )
            )
