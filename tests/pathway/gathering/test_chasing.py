"""Agencies are reminded by the clock, each stage once and to the minute, until the answer or the decision."""

from datetime import UTC, datetime, timedelta

import pytest

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.post.models import Notice
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.gathering.actions.chasing import chase_agency, excuse_agency
from mash.pathway.gathering.jobs import remind
from mash.pathway.gathering.models import Chase
from tests import world
from tests.pathway import scene
from tests.pathway.steps import LATER, answer, let_time_pass, rate, request

pytestmark = pytest.mark.django_db

WEEK_LATER = LATER + timedelta(days=7)


def chased(asked):
    with world.backstage():
        return [(chase.stage, chase.chased_at) for chase in Chase.objects.filter(request=asked)]


def mails():
    with world.backstage():
        kinds = Notice.objects.exclude(kind="request").order_by("made_at", "kind")
        return [(one.kind, one.agency.slug if one.agency else one.role, f"{one.made_at:%d %H:%M}") for one in kinds]


@pytest.mark.rule(49)
def test_amber_is_chased_in_working_time_at_half_four_fifths_all_and_half_as_much_again():
    asked = rate(scene.enquiry(), ask=["police"]).requests["police"]  # Monday 09:20, four working hours
    ran = let_time_pass(WEEK_LATER)
    assert chased(asked) == [
        ("half", datetime(2026, 3, 2, 11, 20, tzinfo=UTC)),
        ("four_fifths", datetime(2026, 3, 2, 12, 32, tzinfo=UTC)),
        ("all", datetime(2026, 3, 2, 13, 20, tzinfo=UTC)),
        ("managers", datetime(2026, 3, 2, 15, 20, tzinfo=UTC)),
    ]
    assert len(ran) == 4
    assert mails() == [
        ("reminder", "police", "02 11:20"),
        ("reminder", "police", "02 12:32"),
        ("escalation", "police", "02 13:20"),
        ("reminder", "police", "02 13:20"),
        ("late_answer", "practice_manager", "02 15:20"),
    ]


@pytest.mark.rule(49)
def test_red_is_chased_in_clock_time_past_closing():
    friday = datetime(2026, 3, 6, 16, tzinfo=UTC)
    enquiry = scene.enquiry(received_at=friday)
    asked = rate(enquiry, "red", ask=["police"], when=friday + timedelta(minutes=30)).requests["police"]
    assert asked.due_at == friday + timedelta(hours=2, minutes=30)
    let_time_pass(friday + timedelta(hours=4))
    assert [f"{at:%H:%M}" for _, at in chased(asked)] == ["17:30", "18:06", "18:30", "19:30"]


@pytest.mark.rule(49)
def test_a_job_that_runs_twice_says_it_once():
    asked = rate(scene.enquiry(), ask=["police"]).requests["police"]
    for _ in range(2):
        remind.run_at(datetime(2026, 3, 2, 11, 20, tzinfo=UTC), request=str(asked.pk), stage="half")
    assert [stage for stage, _ in chased(asked)] == ["half"]
    assert len(mails()) == 1


def test_a_job_that_comes_too_early_says_nothing():
    asked = rate(scene.enquiry(), ask=["police"]).requests["police"]
    remind.run_at(datetime(2026, 3, 2, 11, 19, 59, tzinfo=UTC), request=str(asked.pk), stage="half")
    assert chased(asked) == []


@pytest.mark.rule(49)
def test_an_escalation_that_another_worker_overtakes_is_not_left_out():
    asked = rate(scene.enquiry(), ask=["police"]).requests["police"]
    for stage in ("managers", "all", "half"):
        remind.run_at(datetime(2026, 3, 2, 16, tzinfo=UTC), request=str(asked.pk), stage=stage)
    assert [stage for stage, _ in chased(asked)] == ["all", "managers"]
    assert [kind for kind, _, _ in mails()] == ["escalation", "late_answer", "reminder"]


@pytest.mark.rule(49)
def test_a_changed_rating_plans_chasing_anew_and_nobody_is_told_of_a_stage_twice():
    enquiry = scene.enquiry()
    rate(enquiry, ask=["police"])
    let_time_pass(datetime(2026, 3, 2, 11, 30, tzinfo=UTC))  # half of the amber time is told
    asked = rate(enquiry, "red", ask=[], when=datetime(2026, 3, 2, 11, 30, tzinfo=UTC)).requests["police"]
    assert asked.due_at == datetime(2026, 3, 2, 11, 20, tzinfo=UTC)  # two hours from the first asking: late already
    let_time_pass(WEEK_LATER)
    assert chased(asked) == [
        ("half", datetime(2026, 3, 2, 11, 20, tzinfo=UTC)),
        ("all", datetime(2026, 3, 2, 11, 30, tzinfo=UTC)),
        ("managers", datetime(2026, 3, 2, 12, 20, tzinfo=UTC)),
    ]


@pytest.mark.rule(49)
def test_chasing_stops_with_the_answer_but_not_with_a_holding_one():
    enquiry = scene.enquiry()
    asked = rate(enquiry, ask=["police", "health"]).requests
    answer(enquiry, "police.1", rowan="holding", when=LATER + timedelta(minutes=5))
    answer(enquiry, "health.1", when=LATER + timedelta(minutes=5))
    let_time_pass(WEEK_LATER)
    assert len(chased(asked["police"])) == 4
    assert chased(asked["health"]) == []


@pytest.mark.rule(49)
def test_chasing_stops_at_the_decision_and_when_an_agency_is_excused():
    enquiry, other = scene.enquiry(), scene.enquiry()
    asked = rate(enquiry, ask=["police"]).requests["police"]
    decided = rate(other, ask=["police"]).requests["police"]
    with world.as_("sw.tamarshire.2", when=LATER + timedelta(minutes=5)) as me:
        excuse_agency(me, asked.pk, why="Their system is down until Thursday.")
    with world.backstage():
        Enquiry.objects.filter(pk=other.pk).update(state="decided")
    let_time_pass(WEEK_LATER)
    assert chased(asked) == chased(decided) == []
    assert request(enquiry, "police").state == "excused"
    assert request(other, "police").state == "asked"


def test_an_agency_is_excused_with_a_reason_once():
    enquiry = scene.enquiry()
    asked = rate(enquiry, ask=["police"]).requests["police"]
    with world.as_("pm.tamarshire.1", when=LATER) as me:
        with pytest.raises(Invalid, match="Say why"):
            excuse_agency(me, asked.pk, why=" ")
        excuse_agency(me, asked.pk, why="Not known there.")
        with pytest.raises(Invalid, match="not waited for"):
            excuse_agency(me, asked.pk, why="Again.")
        said = Rationale.objects.get(enquiry=enquiry, kind=Rationale.Kind.EXCUSED)
    assert (said.about, said.text) == (asked.pk, "Not known there.")


def test_an_excused_agency_may_still_answer():
    enquiry = scene.enquiry()
    asked = rate(enquiry, ask=["police"]).requests["police"]
    with world.as_("pm.tamarshire.1", when=LATER) as me:
        excuse_agency(me, asked.pk, why="Not known there.")
    answer(enquiry, "police.1")
    assert request(enquiry, "police").state == "answered"


def test_chasing_by_hand_reminds_as_often_as_somebody_asks():
    enquiry = scene.enquiry()
    asked = rate(enquiry, ask=["police"]).requests["police"]
    with world.as_("sw.tamarshire.1", when=LATER) as me:
        chase_agency(me, asked.pk)
        chase_agency(me, asked.pk, stage="managers")  # the stage is the clock's to say
    assert [stage for stage, _ in chased(asked)] == ["by_hand", "by_hand"]
    assert mails() == [("reminder", "police", "02 09:20")] * 2
    answer(enquiry, "police.1")
    with world.as_("sw.tamarshire.1", when=LATER) as me, pytest.raises(Invalid, match="not waited for"):
        chase_agency(me, asked.pk)


@pytest.mark.parametrize("verb", [chase_agency, lambda me, key: excuse_agency(me, key, why="x")])
@pytest.mark.parametrize(
    ("username", "reason"),
    [
        ("calls.tamarshire.1", "role"),
        ("police.1", "role"),
        ("probation.1", "role"),
        ("camhs.1", "not_found"),
        ("sw.port-ellery.1", "not_found"),
        ("team.tamar-north.1", "not_found"),
        ("school.1", "not_found"),
        ("auditor.1", "not_found"),
    ],
)
def test_only_those_who_weigh_chase_and_excuse(verb, username, reason):
    enquiry = scene.enquiry()
    rate(enquiry, ask=["police", "probation"])
    key = request(enquiry, "probation" if username == "probation.1" else "police").pk
    with world.as_(username, when=LATER) as me, pytest.raises(Refused) as refused:
        verb(me, key)
    assert refused.value.reasons == (reason,)
