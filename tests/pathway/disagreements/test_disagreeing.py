"""Who disagrees with a decision, when, whose the first stage is, and until when (rule 68)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import MemberRole
from mash.pathway.decisions.actions import correct_decision
from mash.pathway.disagreements.actions.opening import disagree
from mash.pathway.disagreements.models import Disagreement
from mash.pathway.handover.actions import close_enquiry
from tests import world
from tests.pathway import leaving, scene
from tests.pathway.disagreements.telling import (
    HEALTH,
    ONE,
    PROBATION,
    SW,
    WHY,
    by_agency,
    by_referrer,
    decided,
    plan,
    settle,
    stages,
    tell,
)
from tests.pathway.enquiries.conftest import STORY, told
from tests.pathway.leaving import PM, SECOND

pytestmark = pytest.mark.django_db

TUESDAY_CLOSING = datetime(2026, 3, 3, 17, tzinfo=UTC)


@pytest.mark.rule(68)
def test_a_referrer_disagrees_with_reference_and_code_and_whoever_decided_answers_first():
    about = decided()
    opened = by_referrer(about)
    (stage,) = stages(opened)
    assert (opened.disagreement.party, opened.disagreement.why) == ("referrer", WHY)
    assert (stage.number, stage.owner.username, stage.due_at) == (1, PM, TUESDAY_CLOSING)
    with world.backstage():
        kept = Disagreement.objects.get()
        assert kept.decision.replaces_id is None
        assert kept.enquiry_id == about.enquiry.pk


@pytest.mark.rule(68)
def test_a_professional_disagrees_from_the_account_that_sent_it():
    about = decided(by="school.1", channel="professional")
    with world.as_("school.1", when=ONE) as me:
        opened = disagree(me, enquiry=str(about.enquiry.pk), why=WHY)
    assert opened.disagreement.opened_by == world.member("school.1").pk
    with world.as_("school.1", when=ONE) as me, pytest.raises(Refused, match="not_found"):
        disagree(me, reference=decided().reference, why=WHY)


@pytest.mark.rule(68)
@pytest.mark.parametrize("who", [HEALTH, PROBATION])
def test_an_agency_that_was_asked_disagrees_in_the_room_or_outside_it(who):
    about = decided(ask=True, concerns=["domestic-abuse"])
    opened = by_agency(about, who)
    assert str(opened.disagreement.agency_id) == str(world.member(who).agency_id)
    asked = opened.disagreement.request
    with world.as_(who, when=ONE) as me, pytest.raises(Invalid, match="already"):
        disagree(me, request=asked, why=WHY)


@pytest.mark.rule(57, 68)
@pytest.mark.parametrize(
    ("who", "reason"),
    [
        (PM, "role"),
        (SW, "role"),
        ("calls.tamarshire.1", "role"),
        ("pm.port-ellery.1", "not_found"),
        ("adult-mental-health.1", "not_found"),
        ("camhs.1", "not_found"),
        ("team.tamar-north.1", "role"),
        ("auditor.1", "role"),
        ("evaluator.1", "not_found"),
    ],
)
def test_nobody_else_disagrees(who, reason):
    about = decided(ask=True, people=[{"as": "rowan", "given": "Rowan", "subject": True, "age": 2}])
    with world.as_(who, when=ONE) as me, pytest.raises(Refused) as refused:
        disagree(me, enquiry=about.reference, why=WHY)
    assert refused.value.reasons == (reason,)


@pytest.mark.rule(59, 68)
def test_who_is_tied_to_somebody_on_it_disagrees_with_nothing_for_their_agency():
    about = decided(ask=True)
    scene.wall(about.enquiry, HEALTH)
    with pytest.raises(Refused, match="not_found"):
        by_agency(about)
    assert by_agency(about, "health.2").stage.number == 1


def test_a_wrong_code_and_an_unknown_reference_are_alike():
    about, other = decided(), decided()
    refusals = set()
    with world.as_(None, when=ONE) as me:
        for reference, code in [(about.reference, other.code), ("K7QM2-XDPH8", about.code), (None, None)]:
            with pytest.raises(Refused) as refused:
                disagree(me, reference=reference, code=code, why=WHY)
            refusals.add(refused.value.reasons)
    assert refusals == {("not_found",)}


@pytest.mark.rule(68)
def test_there_must_be_a_decision_and_words_to_disagree_with_it():
    received = told(**STORY)
    with world.as_(None, when=ONE) as me, pytest.raises(Invalid, match="Nothing has been decided yet"):
        disagree(me, reference=received.reference, code=received.code, why=WHY)
    with pytest.raises(Invalid, match="Say what you disagree with"):
        by_referrer(decided(), why="  ")


@pytest.mark.rule(68)
def test_a_closed_enquiry_is_not_reopened_and_says_what_to_do_instead():
    about = decided(ask=True)
    tell(about)
    with world.as_(PM, when=ONE) as me:
        close_enquiry(me, about.enquiry.pk)
    for disagrees in (by_referrer, by_agency):
        with pytest.raises(Invalid, match="Send a new enquiry, and say in it what you disagree with"):
            disagrees(about)


@pytest.mark.rule(68)
def test_each_party_disagrees_once_at_a_time_and_again_when_that_is_settled():
    about = decided(ask=True)
    first = by_referrer(about)
    with pytest.raises(Invalid, match="already"):
        by_referrer(about)
    by_agency(about)
    by_agency(about, "police.1")
    plan(first)
    settle(first)
    assert by_referrer(about).disagreement.pk != first.disagreement.pk


@pytest.mark.rule(68)
def test_it_is_about_the_decision_that_stands():
    about = decided()
    with world.as_(SECOND, when=ONE) as me:
        correction = correct_decision(
            me, about.enquiry.pk, threshold=2, rationale="On reflection.", outcomes=leaving.outcomes(rowan="advice")
        )
    opened = by_referrer(about)
    assert opened.disagreement.decision_id == correction.pk
    assert stages(opened)[0].owner.username == SECOND


@pytest.mark.rule(59, 68)
def test_another_manager_answers_first_where_whoever_decided_cannot():
    tied, gone = decided(), decided()
    scene.wall(tied.enquiry, PM)
    assert stages(by_referrer(tied))[0].owner.username != PM
    with world.backstage():
        MemberRole.objects.filter(member__username=PM).update(until=ONE)
    assert stages(by_referrer(gone))[0].owner.username != PM


@pytest.mark.rule(34, 68)
@pytest.mark.parametrize(
    ("opened_at", "due"),
    [
        ("2026-03-06T16:59:59+00:00", "2026-03-09T17:00:00+00:00"),  # Friday, a second before closing: Monday
        ("2026-03-07T11:00:00+00:00", "2026-03-09T17:00:00+00:00"),  # Saturday: Monday
        ("2026-04-02T14:00:00+01:00", "2026-04-07T17:00:00+01:00"),  # the Thursday before Easter: Tuesday
        ("2026-03-27T12:00:00+00:00", "2026-03-30T17:00:00+01:00"),  # over the night when the clocks change
    ],
)
def test_the_first_stage_is_due_at_the_end_of_the_next_working_day(opened_at, due):
    moment = datetime.fromisoformat(opened_at)
    about = decided(when=moment.replace(hour=9, minute=0))
    assert by_referrer(about, when=moment).stage.due_at == datetime.fromisoformat(due)


def test_the_ledger_says_who_disagreed_and_never_why():
    about = decided(by="school.1", channel="professional")
    with world.as_("school.1", when=ONE) as me:
        disagree(me, reference=about.reference, why=WHY)
    with world.backstage():
        event = Event.objects.get(verb="disagree")
    assert event.enquiry == about.enquiry.pk
    assert event.details == {"party": "referrer"}
    assert "frightened" not in repr(vars(event))
