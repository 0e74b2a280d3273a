"""A plan meanwhile, three stages, a result: and an enquiry that stays open until then (rules 68 and 70)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.partnership.models import MemberRole
from mash.foundation.post.models import Notice
from mash.foundation.post.queue import JOBS
from mash.foundation.zones import Seat
from mash.pathway.decisions.actions import correct_decision
from mash.pathway.disagreements.actions.stages import chase_disagreement, plan_meanwhile
from mash.pathway.disagreements.jobs import tell_when_late
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.handover.actions import close_enquiry
from tests import world
from tests.pathway import leaving, scene, steps
from tests.pathway.disagreements.telling import (
    HEALTH,
    ONE,
    PLAN,
    RESULT,
    SW,
    TOLD,
    WEIGHED,
    by_agency,
    by_referrer,
    decided,
    escalate,
    plan,
    settle,
    stages,
    tell,
)
from tests.pathway.leaving import PM, SECOND

pytestmark = pytest.mark.django_db

TUESDAY_CLOSING = datetime(2026, 3, 3, 17, tzinfo=UTC)


def close(about, when=ONE):
    with world.as_(PM, when=when) as me:
        return close_enquiry(me, about.enquiry.pk)


def notices(kind):
    with world.backstage():
        return list(Notice.objects.filter(kind=kind).select_related("area", "agency"))


def waiting(job, stage):
    """The jobs of this name that wait for a stage, to be done at once."""
    with world.backstage(), connection.cursor() as cursor:
        cursor.execute(
            "select task_name from procrastinate_jobs where scheduled_at is null and args ->> 'stage' = %s "
            "and task_name like %s",
            [str(stage.pk), f"%.{job}"],
        )
        return [JOBS[name] for (name,) in cursor.fetchall()]


@pytest.mark.rule(68)
def test_nothing_is_settled_or_taken_further_before_somebody_keeps_the_child_safe():
    opened = by_referrer(decided())
    for does in (escalate, settle):
        with pytest.raises(Invalid, match="Say first who keeps them safe meanwhile"):
            does(opened)
    plan(opened)
    assert escalate(opened).number == 2
    assert settle(opened, by=SECOND).finding == "not_upheld"


@pytest.mark.rule(68)
def test_each_plan_replaces_the_one_before_which_stays_to_be_read():
    about = decided()
    opened = by_referrer(about)
    plan(opened, by=SW)
    plan(opened, by=PM, text="A placement until Monday.", when=ONE + timedelta(minutes=5))
    with world.as_(SW, when=ONE):
        kept = Rationale.objects.filter(kind="interim_plan").values_list("text", "by__username")
        assert list(kept) == [(PLAN, SW), ("A placement until Monday.", PM)]
    with pytest.raises(Invalid, match="Say who keeps them safe meanwhile, and how"):
        plan(opened, text="")


@pytest.mark.rule(68)
def test_three_stages_each_with_its_owner_its_time_and_its_result():
    about = decided()
    opened = by_referrer(about)
    plan(opened)
    escalate(opened, between="Dana Marsh and Lee Orchard, heads of service")
    friday = datetime(2026, 3, 6, 10, tzinfo=UTC)
    escalate(opened, by=SECOND, when=friday, result="The heads of service do not agree.")
    settled = settle(opened, by=SECOND, when=friday + timedelta(days=3), finding="partly")
    first, second, third = stages(opened)
    assert [one.owner.username for one in (first, second)] == [PM, SECOND]
    assert first.due_at == TUESDAY_CLOSING
    assert second.due_at == datetime(2026, 3, 4, 17, tzinfo=UTC)
    assert third.due_at == datetime(2026, 3, 13, 17, tzinfo=UTC)
    assert second.between == "Dana Marsh and Lee Orchard, heads of service"
    assert (settled.finding, settled.told, settled.settled_at) == ("partly", TOLD, friday + timedelta(days=3))
    with world.backstage():
        results = dict(Rationale.objects.filter(kind="disagreement").values_list("about", "text"))
    assert results == {
        first.pk: RESULT,
        second.pk: "The heads of service do not agree.",
        third.pk: WEIGHED,
    }


@pytest.mark.rule(68)
def test_the_partnership_is_the_last_stage():
    opened = by_referrer(decided())
    plan(opened)
    escalate(opened)
    escalate(opened)
    with pytest.raises(Invalid, match="the last stage"):
        escalate(opened)


@pytest.mark.rule(68)
def test_heads_of_service_are_not_asked_by_the_manager_who_answered_first():
    opened = by_referrer(decided())
    plan(opened)
    with pytest.raises(Invalid, match="not the one who answered first"):
        escalate(opened, owner=PM)
    with pytest.raises(Invalid, match="Choose a practice manager of this area"):
        escalate(opened, owner="pm.port-ellery.1")
    assert escalate(opened, by=PM).owner_id == world.member(SECOND).pk


@pytest.mark.rule(68)
def test_from_the_second_stage_on_whoever_decided_settles_nothing():
    opened = by_referrer(decided())
    plan(opened)
    escalate(opened)
    with pytest.raises(Refused, match="same_person"):
        settle(opened, by=PM)
    assert settle(opened, by=SECOND).finding == "not_upheld"


@pytest.mark.rule(68)
def test_where_an_area_has_one_practice_manager_a_disagreement_still_comes_to_its_end():
    opened = by_referrer(decided())
    plan(opened)
    with world.backstage():
        others = MemberRole.objects.filter(role="practice_manager", area__slug="tamarshire")
        others.exclude(member__username=PM).update(until=ONE)
    assert escalate(opened).owner_id == world.member(PM).pk
    assert settle(opened).finding == "not_upheld"


@pytest.mark.rule(57, 68)
@pytest.mark.parametrize("who", ["sw.tamarshire.1", "calls.tamarshire.1", "police.1", "pm.port-ellery.1", "auditor.1"])
def test_only_a_practice_manager_of_the_area_takes_it_further_and_settles_it(who):
    about = decided(ask=True)
    opened = by_agency(about, "police.1")
    plan(opened)
    for does in (escalate, settle):
        with pytest.raises(Refused):
            does(opened, by=who)
    if who != "sw.tamarshire.1":
        with pytest.raises(Refused):
            plan(opened, by=who)


@pytest.mark.rule(59, 68)
def test_a_wall_shuts_a_disagreement_and_stands_in_the_ledger_alone():
    about = decided()
    opened = by_referrer(about)
    scene.wall(about.enquiry, SECOND)
    with pytest.raises(Refused) as refused:
        plan(opened, by=SECOND)
    assert (refused.value.reasons, refused.value.hidden) == (("not_found",), ("tied",))


@pytest.mark.rule(70)
def test_an_enquiry_is_not_closed_while_somebody_disagrees():
    about = decided(ask=True)
    tell(about)
    opened = by_agency(about)
    with pytest.raises(Invalid, match="Health disagrees with the decision, and that is not settled"):
        close(about)
    plan(opened)
    settle(opened)
    assert close(about).state == Enquiry.State.CLOSED


@pytest.mark.rule(68, 70)
def test_a_decision_that_was_wrong_is_corrected_before_the_enquiry_is_closed():
    about = decided()
    tell(about)
    opened = by_referrer(about)
    plan(opened)
    settle(opened, finding="upheld")
    with pytest.raises(Invalid, match="The referrer disagreed, and was right"):
        close(about)
    with world.as_(PM, when=ONE) as me:
        correct_decision(
            me, about.enquiry.pk, threshold=2, rationale="They were right.", outcomes=leaving.outcomes(rowan="advice")
        )
    assert close(about).state == Enquiry.State.CLOSED


@pytest.mark.rule(68)
def test_what_is_settled_is_settled_and_a_stale_tab_hears_of_the_stage_that_came_since():
    opened = by_referrer(decided())
    plan(opened)
    escalate(opened, seen="1")
    with pytest.raises(Invalid, match="at stage 2 since you opened this page"):
        escalate(opened, seen="1")
    with pytest.raises(Invalid, match="at stage 2 since you opened this page"):
        settle(opened, by=SECOND, seen="1")
    settle(opened, by=SECOND, seen="2")
    for does in (plan, escalate):
        with pytest.raises(Invalid, match="The referrer disagreed, and that is settled"):
            does(opened)
    with pytest.raises(Invalid, match="is settled"):
        settle(opened, by=SECOND)


@pytest.mark.rule(68)
def test_it_is_named_by_its_enquiry_where_one_alone_is_open():
    about = decided(ask=True)
    with world.as_(PM, when=ONE) as me:
        with pytest.raises(Invalid, match="Nobody disagrees"):
            plan_meanwhile(me, enquiry=about.reference, plan=PLAN)
        by_referrer(about)
        assert plan_meanwhile(me, enquiry=about.reference, plan=PLAN).text == PLAN
    by_agency(about)
    with world.as_(PM, when=ONE) as me, pytest.raises(Invalid, match="Say which disagreement is meant"):
        plan_meanwhile(me, enquiry=about.reference, plan=PLAN)


@pytest.mark.rule(68)
def test_the_practice_managers_are_told_at_once_and_once_more_when_a_stage_is_late():
    about = decided()
    opened = by_referrer(about)
    with world.as_(None, seat=Seat.SYSTEM, when=ONE) as me:
        for job in waiting("tell_managers", opened.stage):
            job(me, stage=str(opened.stage.pk))
    (told,) = notices("disagreement")
    assert (told.area.slug, told.role) == ("tamarshire", "practice_manager")
    assert told.path == f"/enquiries/{about.enquiry.reference}/disagreements"
    steps.let_time_pass(TUESDAY_CLOSING - timedelta(minutes=1))
    assert notices("disagreement_late") == []
    steps.let_time_pass(TUESDAY_CLOSING)
    (late,) = notices("disagreement_late")
    assert (late.area.slug, late.role) == ("tamarshire", "practice_manager")


@pytest.mark.rule(68)
def test_nobody_is_told_of_a_stage_that_has_its_result():
    opened = by_referrer(decided())
    plan(opened)
    settle(opened)
    steps.let_time_pass(TUESDAY_CLOSING + timedelta(days=30))
    assert notices("disagreement_late") == []


@pytest.mark.parametrize("who", [PM, SW, "auditor.1", "team.tamar-north.1"])
def test_only_the_clock_says_that_a_stage_is_late(who):
    opened = by_referrer(decided())
    with world.as_(who, when=TUESDAY_CLOSING) as me, pytest.raises(Refused):
        chase_disagreement(me, opened.stage.pk)


@pytest.mark.rule(68)
def test_a_stage_that_had_its_result_in_time_is_not_late_and_fills_no_log(caplog):
    opened = by_referrer(decided())
    plan(opened)
    settle(opened)
    with caplog.at_level("INFO"):
        assert tell_when_late.run_at(TUESDAY_CLOSING, stage=str(opened.stage.pk)) is False
    assert not caplog.messages
    assert notices("disagreement_late") == []


@pytest.mark.rule(68)
def test_the_agency_hears_that_its_disagreement_is_settled():
    opened = by_agency(decided(ask=True), HEALTH)
    plan(opened)
    settle(opened)
    (notice,) = notices("disagreement_over")
    assert (notice.agency.slug, notice.path) == ("health", f"/requests/{opened.disagreement.request}")
