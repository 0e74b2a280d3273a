"""What an injected statement could try from inside a seat, under the role and context of a real member."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from mash.foundation.kept import FOREVER
from mash.foundation.partnership.models import Role
from mash.foundation.zones import Seat
from mash.pathway.intelligence.models import Item
from tests import world
from tests.pathway import scene

pytestmark = pytest.mark.django_db


def tries(statement: str, *parameters: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.rule(57, 60)
@pytest.mark.parametrize("kind", ["hub", "asked", "rater", "team", "glass", "earlier"])
def test_nobody_gives_themselves_a_live_reason(kind):
    enquiry = scene.enquiry()
    for username in ("education.1", "sw.port-ellery.1"):
        with world.as_(username) as me:
            for holder in (me.known.pk, me.known.agency_id, *me.areas_as(*(Role(held.role) for held in me.roles))):
                if (kind, username) == ("earlier", "sw.port-ellery.1"):
                    continue  # a hub may hold the earlier items of its own area: the row policy asks for that area
                with pytest.raises(DatabaseError, match="no standing of kind"):
                    tries("select access.give_standing(%s, %s, %s, %s)", enquiry.pk, kind, holder, FOREVER)


@pytest.mark.rule(60)
def test_the_tables_that_policies_read_cannot_be_written():
    enquiry = scene.enquiry()
    with world.as_("education.1") as me:
        with pytest.raises(DatabaseError, match="permission denied"):
            tries(
                "insert into access_standing (id, enquiry, kind, holder, since, until) "
                "values (%s, %s, 'asked', %s, now(), %s)",
                uuid.uuid4(),
                enquiry.pk,
                me.known.agency_id,
                FOREVER,
            )
        with pytest.raises(DatabaseError, match="permission denied"):
            tries("delete from access_wall")
        with pytest.raises(DatabaseError, match=r"row-level security|permission denied"):
            tries("update partnership_memberrole set role = 'practice_manager' where member_id = %s", me.known.pk)


@pytest.mark.rule(60)
@pytest.mark.parametrize(
    "statement",
    [
        "select * from access.key",
        "set local row_security = off; select * from intelligence_item",
        "alter table intelligence_item disable row level security",
        "create table mine (a int)",
        "create function pg_temp.f() returns int language sql as 'select 1'",
        "truncate ledger_event",
        "update ledger_event set verb = 'x'",
        "delete from ledger_event",
        "copy intelligence_item to program 'cat'",
        "select pg_read_file('/etc/passwd')",
    ],
)
def test_ways_round_the_guards_are_closed(statement):
    with world.as_("pm.tamarshire.1"), pytest.raises(DatabaseError):
        tries(statement)


@pytest.mark.rule(60)
def test_taking_another_seat_by_hand_shows_nothing():
    """`set role` alone is no way in: the signed context still says the former seat."""
    made = scene.enquiry()
    with world.backstage():
        Item.add(
            enquiry=made,
            area=made.area_id,
            agency=world.member("health.1").agency,
            text="Something sealed.",
            handling="sealed",
            held_as="sealed",
            given_by=world.member("health.1"),
            given_at=world.MONDAY_NINE,
        )
    for username in ("team.tamar-north.1", "admin.1", "school.1"):
        with world.as_(username), transaction.atomic(), connection.cursor() as cursor:
            for seat in (Seat.HUB, Seat.SYSTEM, Seat.PARTNER):
                cursor.execute(
                    "select set_config('role', %s, true)", [f"mash_{seat}_{connection.settings_dict['NAME']}"]
                )
                if seat is Seat.SYSTEM:
                    cursor.execute("select count(*) from enquiries_enquiry")
                else:
                    cursor.execute("select count(*) from intelligence_item")
                assert cursor.fetchone() == (0,), (username, seat)
            transaction.set_rollback(True)
