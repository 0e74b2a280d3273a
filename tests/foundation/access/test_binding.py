"""The binding of a transaction to a seat."""

import pytest
from django.db import ProgrammingError, connection, transaction

from mash.foundation.access.guards import guarded_models
from mash.foundation.access.models import Account
from mash.foundation.partnership.models import Member, Role
from mash.foundation.zones import Seat
from tests import world

pytestmark = pytest.mark.django_db


@pytest.mark.rule(60)
@pytest.mark.parametrize("model", guarded_models(), ids=lambda model: model._meta.label)
def test_under_the_login_role_without_a_binding_every_table_is_an_error(model):
    # Without usage of the schema the login role cannot even name the table.
    with pytest.raises(ProgrammingError, match="does not exist"), transaction.atomic():
        model._default_manager.count()


def test_the_signed_context_tells_the_database_who_acts_and_when():
    with world.as_("sw.tamarshire.1") as me, connection.cursor() as cursor:
        cursor.execute("select access.me(), access.seat(), access.now(), access.areas_as('social_worker')")
        who, seat, now, areas = cursor.fetchone()
    assert who == me.known.pk
    assert seat == Seat.HUB
    assert now == world.MONDAY_NINE
    assert set(areas) == me.areas_as(Role.SOCIAL_WORKER)


def test_a_forged_context_is_nobody():
    with world.as_("sw.tamarshire.1") as me, connection.cursor() as cursor:
        cursor.execute("select current_setting('mash.context')")
        (said,) = cursor.fetchone()
        manager = world.member("pm.tamarshire.1")
        cursor.execute("select set_config('mash.context', %s, true)", [said.replace(str(me.known.pk), str(manager.pk))])
        cursor.execute("select access.me()")
        assert cursor.fetchone() == (None,)


def test_accounts_are_read_at_the_door_and_nowhere_else():
    with world.as_("admin.1"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Account.objects.count()
    with world.as_(None, seat=Seat.DOOR):
        assert Account.objects.filter(username="admin.1").exists()


def test_everyone_who_signed_in_may_read_who_works_here():
    with world.as_("team.tamar-north.1"):
        assert Member.objects.count() >= 40
