"""An older hub is made newer: school and GP practice of those with a protected address leave what others read."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.config.conftest import Mash, url_of

Owner = psycopg.Connection[Any]
SOME, HIDDEN, OPEN = (f"00000000-0000-4000-8000-00000000000{n}" for n in range(1, 4))
TABLES = ("enquiries_describedperson", "enquiries_protectedaddress", "gathering_request")
KEYS = "select conname from pg_constraint where contype = 'f' and conrelid = %s::regclass"
FORCED = "select bool_and(relforcerowsecurity) from pg_class where relname = any (%s)"
PERSON = f"""
insert into enquiries_describedperson (id, enquiry_id, area, "order", alias, is_subject, given, middle, family,
    also_known_as, sex, role, address, postcode, place, address_protected, nhs_number, nhs_number_is_right, upn,
    upn_is_right, phone, school, gp)
select id::uuid, '{SOME}', '{SOME}', 0, '', true, 'Ro', '', '', '{{}}', '', '', '', '', '', hidden, '', false, '',
    false, '', 'Tern Quay', 'Quillet Surgery'
    from (values ('{HIDDEN}', true), ('{OPEN}', false)) as people (id, hidden);
insert into enquiries_protectedaddress (id, described_id, enquiry_id, area, address, postcode)
    values ('{SOME}', '{HIDDEN}', '{SOME}', '{SOME}', '4 Gannetmere Rise', '');
insert into gathering_request (id, enquiry_id, area, agency_id, what, content, basis, why_asked, level, asked_by_id,
    asked_at, due_at, state) values ('{SOME}', '{SOME}', '{SOME}', '{SOME}', '', '{{"narrative": "N", "people": [
        {{"id": "{HIDDEN}", "facts": [["UPN", "A1"], ["School", "Tern Quay"], ["GP", "Quillet Surgery"]]}},
        {{"id": "{OPEN}", "facts": [["School", "Tern Quay"]]}}]}}', 'Public task', '', '', '{SOME}', now(), now(), '');
"""
TOLD = """
select d.school, d.gp, h.school, h.gp from enquiries_describedperson d
left join enquiries_protectedaddress h on h.described_id = d.id order by d.id
"""


def migrate(mash: Mash, database: str, app: str, migration: str) -> None:
    """Bring an app, and what it needs, to one of its migrations."""
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", app, migration, "--database", "owner", "-v", "0"],
        env=mash.surroundings(database) | {"DJANGO_SETTINGS_MODULE": "mash.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def rows(owner: Owner, query: str) -> list[Any]:
    """What stands in tables that are closed even to their owner."""
    with owner.transaction(force_rollback=True):
        for table in TABLES:
            owner.execute(sql.SQL("alter table {} no force row level security").format(sql.Identifier(table)))
        return owner.execute(query.encode()).fetchall()


def older(owner: Owner) -> None:
    """Two people of an older hub, and what an agency was asked of them; what the rows lead to is left out."""
    for table in TABLES:
        for (key,) in owner.execute(KEYS, [table]).fetchall():
            owner.execute(sql.SQL("alter table {} drop constraint {}").format(*map(sql.Identifier, (table, key))))
    owner.execute(PERSON.encode())
    for table in TABLES:
        closed = "alter table {} enable row level security, force row level security"
        owner.execute(sql.SQL(closed).format(sql.Identifier(table)))


@pytest.mark.rule(21)
def test_school_and_practice_told_before_are_hidden_with_the_address_when_a_hub_is_made_newer(
    mash: Mash, second_database: str
) -> None:
    migrate(mash, second_database, "enquiries", "0016")
    migrate(mash, second_database, "gathering", "0002")
    with psycopg.connect(url_of(second_database), autocommit=True) as owner:
        older(owner)
    migrate(mash, second_database, "gathering", "0003")
    with psycopg.connect(url_of(second_database), autocommit=True) as owner:
        assert owner.execute(FORCED, [list(TABLES)]).fetchone() == (True,)
        assert rows(owner, TOLD) == [
            ("", "", "Tern Quay", "Quillet Surgery"),
            ("Tern Quay", "Quillet Surgery", None, None),
        ]
        ((content,),) = rows(owner, "select content from gathering_request")
    assert [person["facts"] for person in content["people"]] == [
        [["UPN", "A1"], ["School", "Protected"], ["GP", "Protected"]],
        [["School", "Tern Quay"]],
    ]
    assert content["narrative"] == "N"
    migrate(mash, second_database, "gathering", "0002")
    migrate(mash, second_database, "enquiries", "0016")
    with psycopg.connect(url_of(second_database), autocommit=True) as owner:
        assert rows(owner, "select distinct school, gp from enquiries_describedperson") == [
            ("Tern Quay", "Quillet Surgery")
        ]
