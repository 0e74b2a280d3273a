"""An older hub is made newer by its owner, who is no superuser and reads no row of a table that is closed to all."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.config.conftest import Mash, url_of

HUB, WORKER, KID, DOUBT = (f"00000000-0000-4000-8000-00000000000{n}" for n in range(1, 5))
# Two pairs of an older hub: one that somebody told apart, one that nobody has looked at.
TWO_PAIRS = f"""
insert into partnership_agency (id, slug, name, mark, virtual, host, sections, question, escalation_contact, phone)
    values ('{HUB}', 'hub', 'Hub', 'H', false, true, '{{}}', '', '', '');
insert into partnership_member (id, username, name, registration_number, email, phone, agency_id)
    values ('{WORKER}', 'sw', 'Social worker', '', '', '', '{HUB}');
insert into people_person
        (id, given, middle, family, also_known_as, sex, nhs_number, upn, phone, areas, keys, made_at)
    select overlay('{KID}' placing n::text from 30)::uuid, 'Kid', '', 'Testerby',
        '{{}}', '', '', '', '', '{{}}', '{{}}', now()
    from generate_series(1, 3) n;
insert into people_doubt
        (id, p, why, differs, found_at, finding, reason, one_id, other_id, found_out_by_id, found_out_at)
    select overlay('{DOUBT}' placing n::text from 30)::uuid, 0.9, '{{}}', '{{}}', now(), finding, reason,
        overlay('{KID}' placing '1' from 30)::uuid, overlay('{KID}' placing n::text from 30)::uuid,
        found_by::uuid, found_at
    from (values (2, 'apart', 'Two schools.', '{WORKER}', now()), (3, '', '', null, null))
        as pairs (n, finding, reason, found_by, found_at);
"""
TABLES = (
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace "
    "and starts_with(relname, 'people_')"
)
IS_SUPERUSER = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"
FORCED = "select bool_and(relforcerowsecurity) from pg_class where relname in ('people_doubt', 'people_toldapart')"


def migrate(mash: Mash, database: str, migration: str) -> None:
    """Bring the register, and what it needs, to one of its migrations."""
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "people", migration, "--database", "owner", "-v", "0"],
        env=mash.surroundings(database) | {"DJANGO_SETTINGS_MODULE": "mash.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def close(owner: psycopg.Connection[Any]) -> None:
    """Close the register's tables even to their owner, as the guards do after each migration."""
    for (table,) in owner.execute(TABLES).fetchall():
        name = sql.Identifier(table)
        owner.execute(sql.SQL("alter table {} enable row level security, force row level security").format(name))


@pytest.mark.rule(16)
@pytest.mark.parametrize("stop", ["0008", "0009"])
def test_those_whom_an_older_hub_told_apart_stay_told_apart_when_it_is_made_newer(
    mash: Mash, second_database: str, stop: str
) -> None:
    migrate(mash, second_database, stop)
    with psycopg.connect(url_of(second_database), autocommit=True) as owner:
        owner.execute(TWO_PAIRS)
        close(owner)
        assert owner.execute(IS_SUPERUSER).fetchone() == (False,)
        assert owner.execute("select count(*) from people_doubt").fetchone() == (0,)
    migrate(mash, second_database, "0012")
    with psycopg.connect(url_of(second_database), autocommit=True) as owner:
        assert owner.execute(FORCED).fetchone() == (True,)
        owner.execute("alter table people_toldapart no force row level security")
        owner.execute("alter table people_doubt no force row level security")
        told = "select t.reason, t.known, d.finding from people_toldapart t join people_doubt d on d.id = t.doubt_id"
        assert owner.execute(told).fetchall() == [("Two schools.", {}, "apart")]
