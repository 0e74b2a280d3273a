"""Sent, opened, acknowledged and returned are different things; what nobody takes is escalated."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from mash.foundation.access.acting import serving
from mash.foundation.access.guards import guarded_models, role_name
from mash.foundation.access.models import Standing
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.now import at
from mash.foundation.post.models import Notice
from mash.foundation.zones import Seat, Zone
from mash.pathway.handover.actions import (
    acknowledge_handover,
    escalate_handover,
    return_handover,
    withdraw_release,
)
from mash.pathway.handover.jobs import escalate_when_late
from mash.pathway.handover.models import Handover
from tests import world
from tests.pathway import leaving, scene
from tests.pathway.leaving import NOON, PM, SECOND, TEAM

pytestmark = pytest.mark.django_db


@pytest.fixture
def handover():
    return leaving.sent(leaving.prepared(leaving.decided()))


def now(handover):
    with world.backstage():
        return Handover.objects.get(pk=handover.pk)


def acting(who, does, handover, when=NOON, **fields):
    with world.as_(who, when=when) as me:
        return does(me, handover.pk, **fields)


@pytest.mark.rule(66)
def test_acknowledging_counts_as_opening_and_leaves_the_enquiry_as_it_is(handover):
    acting(TEAM, acknowledge_handover, handover, when=NOON + timedelta(minutes=5))
    held = now(handover)
    assert held.state == "acknowledged"
    assert held.opened_at == held.answered_at == NOON + timedelta(minutes=5)
    assert held.answered_by == world.member(TEAM).pk
    with world.backstage():
        assert held.release.enquiry.state == "decided"


@pytest.mark.rule(66)
@pytest.mark.parametrize(
    "who", ["team.tamar-south.1", "early-help.tamarshire.1", "team.ellery-duty.1", PM, "police.1", "auditor.1"]
)
def test_only_the_team_that_it_was_sent_to_answers(handover, who):
    with pytest.raises(Refused):
        acting(who, acknowledge_handover, handover)
    with pytest.raises(Refused):
        acting(who, return_handover, handover, why="x")


def test_a_handover_is_returned_with_a_reason_and_answered_once(handover):
    with pytest.raises(Invalid, match="Say why"):
        acting(TEAM, return_handover, handover, why=" ")
    acting(TEAM, return_handover, handover, why="They moved to the south last week")
    assert now(handover).why_returned == "They moved to the south last week"
    with pytest.raises(Invalid, match="returned already"):
        acting(TEAM, acknowledge_handover, handover)


@pytest.mark.rule(59)
def test_a_member_of_the_team_who_is_tied_finds_nothing():
    enquiry = leaving.decided()
    handover = leaving.sent(leaving.prepared(enquiry))
    scene.wall(enquiry, TEAM)
    with world.as_(TEAM, when=NOON) as me:
        assert not Handover.objects.exists()
        assert not Handover.objects.visible_to(me).exists()
        with pytest.raises(Refused, match="not_found"):
            acknowledge_handover(me, handover.pk)


@pytest.mark.rule(66)
def test_a_handover_that_nobody_took_is_escalated_at_the_minute_at_which_it_was_due(handover):
    early = handover.due_at - timedelta(minutes=1)
    for moment, escalated in (
        (early, None),
        (handover.due_at, handover.due_at),
        (NOON + timedelta(days=9), handover.due_at),
    ):
        with at(moment), transaction.atomic():
            escalate_when_late.run(handover=str(handover.pk))
        assert now(handover).escalated_at == escalated
    with world.backstage():
        (notice,) = Notice.objects.filter(kind=Notice.Kind.HANDOVER_LATE)
        assert (notice.role, notice.path) == ("practice_manager", f"/handovers/{handover.pk}")


@pytest.mark.rule(66)
def test_the_escalation_waits_for_that_minute_in_the_queue(handover):
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute("select scheduled_at from procrastinate_jobs where task_name like %s", ["%escalate_when_late"])
        assert (handover.due_at,) in cursor.fetchall()


@pytest.mark.rule(66)
def test_what_was_acknowledged_is_not_escalated_and_fills_no_log(handover, caplog):
    leaving.acknowledged(handover)
    with at(handover.due_at), serving("clock") as me, pytest.raises(Invalid, match="acknowledged already"):
        escalate_handover(me, handover.pk)
    with caplog.at_level("INFO"):
        assert escalate_when_late.run_at(handover.due_at, handover=str(handover.pk)) is False
    assert not caplog.messages


def test_nobody_but_the_clock_escalates(handover):
    for who in (PM, "sw.tamarshire.1", TEAM):
        with pytest.raises(Refused):
            acting(who, escalate_handover, handover, when=handover.due_at)


@pytest.mark.rule(92)
def test_the_team_is_told_that_something_waits_and_not_about_whom(handover):
    with world.backstage():
        (notice,) = Notice.objects.filter(kind=Notice.Kind.HANDOVER)
        assert (str(notice.team), notice.path) == ("Tamar North", f"/handovers/{handover.pk}")


@pytest.mark.rule(54)
def test_a_handover_withdrawn_before_it_was_opened_is_not_there(handover):
    acting(PM, withdraw_release, handover.release, why="The wrong team")
    with world.as_(TEAM, when=NOON) as me:
        assert not Handover.objects.visible_to(me).exists()
        assert not Handover.objects.exists()


@pytest.mark.rule(54)
def test_a_handover_withdrawn_after_it_was_opened_is_marked_and_can_be_read_no_more(handover):
    leaving.acknowledged(handover)
    acting(SECOND, withdraw_release, handover.release, why="It named the wrong school")
    with world.as_(TEAM, when=NOON) as me:
        held = Handover.objects.visible_to(me).get()
        assert (held.state, held.html, held.product) == ("withdrawn", "", {})
        with pytest.raises(Invalid, match="withdrawn already"):
            acknowledge_handover(me, held.pk)


@pytest.mark.rule(54)
def test_a_team_keeps_what_it_received_when_the_enquiry_is_long_closed(handover):
    leaving.acknowledged(handover)
    with world.backstage():
        Standing.objects.filter(enquiry=handover.enquiry, kind="hub").update(until=NOON)
    with world.as_(TEAM, when=NOON + timedelta(days=300)) as me:
        assert Handover.objects.visible_to(me).get().html == handover.html
    with world.as_(PM, when=NOON + timedelta(days=300)) as me:
        assert not Handover.objects.visible_to(me).exists()
        assert not Handover.objects.exists()


@pytest.mark.rule(57, 60)
def test_an_operational_seat_reaches_handovers_and_set_up_and_no_other_table_of_the_hub():
    reached = set()
    with world.backstage(), connection.cursor() as cursor:
        for model in guarded_models():
            cursor.execute(
                "select has_table_privilege(%s, %s, 'select, insert, update, delete')",
                [role_name("mash_ops", connection.settings_dict["NAME"]), model._meta.db_table],
            )
            if cursor.fetchone()[0]:
                reached.add((model.zone, model._meta.label))
    assert not {label for zone, label in reached if zone is Zone.SEALED}
    assert {label for zone, label in reached if zone is not Zone.SETUP} <= {
        "handover.Handover",
        "access.Standing",
        "access.Wall",
        "access.Tie",
    }
    assert {model._meta.label for model in apps.get_models() if getattr(model, "zone", None) is Zone.SEALED}


@pytest.mark.rule(57, 60)
def test_an_operational_seat_cannot_change_what_it_was_given(handover):
    with world.as_(TEAM, when=NOON) as me, pytest.raises(ProgrammingError, match="permission denied"):
        assert me.seat is Seat.OPS
        handover.change(html="Nothing to see")
