"""Every clock of an enquiry on one page, with what it was worked out from; pauses are kept and move nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.now import at
from mash.pathway.casework.clocks import time_taken
from mash.pathway.decisions.actions import decide, hold_strategy_discussion
from mash.pathway.triage.actions.pausing import pause_clock, resume_clock
from mash.pathway.triage.models import Pause
from tests import world
from tests.browsing import signed_in, text_of, visit
from tests.pathway import leaving, scene, steps
from tests.pathway.leaving import NOON, PM, RATIONALE

pytestmark = pytest.mark.django_db

TEN, ELEVEN = (datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (10, 11))
WAITS = "The discharge meeting at the hospital."


def paused(enquiry, when=TEN):
    with world.as_(PM, when=when) as me:
        return pause_clock(me, enquiry.pk, why=WAITS)


def clocks(enquiry, who=PM):
    with at(ELEVEN):
        return text_of(signed_in(who).get(f"/enquiries/{enquiry.reference}/clocks"))


@pytest.mark.rule(36, 37)
def test_a_page_says_of_every_clock_what_it_was_worked_out_from():
    enquiry = scene.enquiry()
    steps.rate(enquiry, level="amber")
    said = clocks(enquiry)
    assert "end of the next working day after receipt on Monday 2 March" in said
    assert "amber: 4 hours of working time from asking on Monday 2 March" in said
    assert "Answer of Police" in said
    assert "next, Monday 2 March" in said


@pytest.mark.rule(37)
def test_a_pause_says_why_moves_no_due_time_and_is_taken_off_the_net_time():
    enquiry = scene.enquiry()
    steps.rate(enquiry, level="amber")
    due = scene.fresh(enquiry).due_at
    paused(enquiry, TEN)
    with world.as_(PM, when=ELEVEN) as me:
        resume_clock(me, enquiry.pk)
    assert scene.fresh(enquiry).due_at == due
    with world.backstage():
        pauses = list(Pause.objects.filter(enquiry=enquiry))
        taken = time_taken(scene.fresh(enquiry), pauses, NOON)
    assert taken.gross - taken.net == timedelta(hours=1)
    assert WAITS in clocks(enquiry)


@pytest.mark.rule(37)
def test_a_pause_over_closing_time_takes_off_working_time_alone():
    enquiry = scene.enquiry()
    paused(enquiry, datetime(2026, 3, 2, 16, tzinfo=UTC))
    with world.backstage():
        found, pauses = scene.fresh(enquiry), list(Pause.objects.filter(enquiry=enquiry))
        taken = time_taken(found, pauses, datetime(2026, 3, 3, 9, 30, tzinfo=UTC))
    assert taken.gross - taken.net == timedelta(hours=2)


@pytest.mark.rule(37)
def test_a_decision_ends_a_pause():
    enquiry = scene.enquiry()
    paused(enquiry)
    with world.as_(PM, when=NOON) as me:
        decide(me, enquiry.pk, threshold=1, rationale=RATIONALE, outcomes=leaving.outcomes())
    with world.backstage():
        assert Pause.objects.get(enquiry=enquiry).ended_at == NOON


@pytest.mark.rule(37)
@pytest.mark.parametrize("username", ["sw.tamarshire.1", "calls.tamarshire.1", "police.1"])
def test_only_a_practice_manager_pauses(username):
    enquiry = scene.enquiry()
    steps.rate(enquiry)
    with world.as_(username) as me, pytest.raises(Refused):
        pause_clock(me, enquiry.pk, why=WAITS)


def test_one_pause_at_a_time_and_none_without_a_reason_or_after_the_decision():
    enquiry = scene.enquiry()
    with world.as_(PM, when=TEN) as me:
        with pytest.raises(Invalid, match="Say what the hub waits for"):
            pause_clock(me, enquiry.pk, why=" ")
        with pytest.raises(Invalid, match="runs already"):
            resume_clock(me, enquiry.pk)
        pause_clock(me, enquiry.pk, why=WAITS)
        with pytest.raises(Invalid, match="paused the clock already"):
            pause_clock(me, enquiry.pk, why=WAITS)
        decide(me, enquiry.pk, threshold=1, rationale=RATIONALE, outcomes=leaving.outcomes())
        with pytest.raises(Invalid, match="has been decided"):
            pause_clock(me, enquiry.pk, why=WAITS)


def test_on_the_page_a_pause_is_begun_and_ended_with_a_button():
    enquiry = scene.enquiry()
    with at(TEN):
        signed_in(PM).post(f"/enquiries/{enquiry.reference}/pause", {"why": WAITS})
    assert "Let the clock run on" in clocks(enquiry)
    with at(ELEVEN):
        signed_in(PM).post(f"/enquiries/{enquiry.reference}/resume", {})
    assert "Pause the clock" in clocks(enquiry)


@pytest.mark.rule(57)
def test_what_the_hub_waits_for_is_read_by_those_who_weigh_alone():
    enquiry = scene.enquiry()
    steps.rate(enquiry)
    paused(enquiry)
    assert WAITS in clocks(enquiry, "sw.tamarshire.1")
    for username in ("calls.tamarshire.1", "police.1"):
        assert "Answer of Police" in clocks(enquiry, username)
        assert WAITS not in clocks(enquiry, username)
        with world.as_(username):
            assert not Pause.objects.exists()
    assert signed_in("sw.port-ellery.1").get(f"/enquiries/{enquiry.reference}/clocks").status_code == 404


@pytest.mark.rule(38)
def test_the_laws_own_limits_stand_beside_the_hubs():
    enquiry = scene.enquiry()
    steps.rate(enquiry)
    with world.as_(PM, when=NOON) as me:
        hold_strategy_discussion(
            me,
            enquiry.pk,
            present=["sw.tamarshire.1", "police.1", "health.1"],
            decision="Section 47 enquiries, joint.",
            section_47=True,
            agency="joint",
        )
        decide(me, enquiry.pk, threshold=4, rationale=RATIONALE, outcomes=leaving.outcomes())
    said = clocks(enquiry)
    assert "Child protection conference" in said
    assert "end of the 15th working day after the strategy discussion" in said
    assert "end of the 45th working day after the decision" in said


def test_the_page_costs_the_same_however_much_runs():
    quiet, busy = scene.enquiry(), scene.enquiry()
    steps.rate(busy)
    paused(busy)
    client = signed_in(PM)
    few = visit(client, f"/enquiries/{quiet.reference}/clocks")
    many = visit(client, f"/enquiries/{busy.reference}/clocks")
    assert len(few.queries) == len(many.queries) <= 15
