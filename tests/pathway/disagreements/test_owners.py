"""Whose a stage of a disagreement is may change: somebody falls ill, or goes on leave (rule 68)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.clock.now import at
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import Member, MemberRole
from mash.foundation.post.models import Notice
from mash.pathway.disagreements.actions.owning import change_stage_owner
from mash.pathway.disagreements.models import Stage
from tests import world
from tests.browsing import signed_in, text_of
from tests.pathway import scene
from tests.pathway.disagreements.telling import (
    HEALTH,
    ONE,
    SW,
    by_referrer,
    decided,
    escalate,
    plan,
    settle,
    stages,
)
from tests.pathway.leaving import PM, SECOND

pytestmark = pytest.mark.django_db


def changed(opened, owner, *, by=PM, **more):
    with world.as_(by, when=ONE) as me:
        return change_stage_owner(me, opened.disagreement.pk, owner=owner, **more)


def third_manager():
    """One more practice manager of the area, beside the one who decided and the one of the demo."""
    with world.backstage():
        third = Member.objects.get(username="calls.tamarshire.1")
        MemberRole.add(member=third, role="practice_manager", area=world.area(), since=world.MONDAY_NINE)
    return third


@pytest.mark.rule(68)
def test_another_practice_manager_sees_to_a_stage_by_the_same_time_and_hears_of_it():
    opened = by_referrer(decided())
    (before,) = stages(opened)
    assert changed(opened, SECOND).owner.username == SECOND
    (after,) = stages(opened)
    assert (after.owner.username, after.due_at, after.ended_at) == (SECOND, before.due_at, None)
    with world.backstage():
        (notice,) = Notice.objects.filter(kind="disagreement_yours").select_related("member")
        event = Event.objects.get(verb="change_stage_owner", outcome="made")
    assert notice.member == after.owner
    assert event.details == {"stage": 1, "was": str(before.owner_id), "owner": str(after.owner_id)}


@pytest.mark.rule(68)
def test_who_takes_it_on_themselves_is_told_nothing_that_they_know():
    opened = by_referrer(decided())
    changed(opened, SECOND, by=SECOND)
    with world.backstage():
        assert not Notice.objects.filter(kind="disagreement_yours").exists()


@pytest.mark.rule(68)
def test_a_stage_belongs_to_a_practice_manager_of_its_area_whom_no_wall_keeps_from_it():
    about = decided()
    opened = by_referrer(about)
    scene.wall(about.enquiry, SECOND)
    for nobody in (SECOND, SW, "pm.port-ellery.1", HEALTH, "", None, "nobody"):
        with pytest.raises(Invalid, match="Choose a practice manager of this area"):
            changed(opened, nobody)


@pytest.mark.rule(68)
def test_whoever_decided_takes_no_later_stage_back_where_the_area_has_another():
    opened = by_referrer(decided())
    third = third_manager()
    plan(opened)
    escalate(opened, owner=SECOND)
    with pytest.raises(Invalid, match="Choose a practice manager of this area"):
        changed(opened, PM)
    escalate(opened, by=SECOND, owner=SECOND)
    with pytest.raises(Invalid, match="Choose a practice manager of this area"):
        changed(opened, PM, by=SECOND)
    assert changed(opened, third.username).owner == third


@pytest.mark.rule(68)
def test_whoever_decided_is_given_the_partnerships_stage_only_where_there_is_nobody_else():
    opened = by_referrer(decided())
    plan(opened)
    escalate(opened, owner=SECOND)
    with pytest.raises(Invalid, match="Choose a practice manager of this area"):
        escalate(opened, by=SECOND, owner=PM)
    assert escalate(opened, by=PM).owner_id == world.member(SECOND).pk


@pytest.mark.rule(68)
def test_of_two_at_once_the_slower_hears_whose_it_is_by_now():
    opened = by_referrer(decided())
    seen = str(opened.stage.owner_id)
    changed(opened, SECOND, had_by=seen)
    with pytest.raises(Invalid, match="sees to it since you opened this page"):
        changed(opened, PM, by=SECOND, had_by=seen)
    with pytest.raises(Invalid, match="sees to it already"):
        changed(opened, SECOND)
    plan(opened)
    escalate(opened)
    with pytest.raises(Invalid, match="This is at stage 2 since you opened this page"):
        changed(opened, SECOND, seen="1")


@pytest.mark.rule(68)
def test_what_is_settled_is_nobodys_any_more():
    opened = by_referrer(decided())
    plan(opened)
    settle(opened)
    with pytest.raises(Invalid, match="that is settled"):
        changed(opened, SECOND)


@pytest.mark.rule(59, 68)
@pytest.mark.parametrize("by", [SW, "calls.tamarshire.1", HEALTH, "pm.port-ellery.1", "auditor.1", "admin.1"])
def test_only_a_practice_manager_of_the_area_passes_a_stage_on(by):
    about = decided(ask=True)
    opened = by_referrer(about)
    with pytest.raises(Refused):
        changed(opened, SECOND, by=by)
    path = f"/enquiries/{about.enquiry.reference}/disagreements/{opened.disagreement.pk}/owner"
    assert signed_in(by).get(path).status_code == 404


@pytest.mark.rule(68)
@pytest.mark.parametrize("owner", [SW, "pm.port-ellery.1"])
def test_the_database_gives_a_stage_to_nobody_else(owner):
    opened = by_referrer(decided())
    with world.as_(PM, when=ONE), pytest.raises(DatabaseError), transaction.atomic():
        Stage.objects.get(pk=opened.stage.pk).change(owner=world.member(owner))
    with world.as_(SW, when=ONE), pytest.raises(DatabaseError), transaction.atomic():
        Stage.objects.get(pk=opened.stage.pk).change(owner=world.member(SECOND))


@pytest.mark.rule(68)
def test_the_page_offers_the_others_and_says_when_there_is_none():
    about = decided()
    opened = by_referrer(about)
    base = f"/enquiries/{about.enquiry.reference}/disagreements"
    client, second = signed_in(PM), world.member(SECOND)
    with at(ONE):
        assert "Let another practice manager see to it" in text_of(client.get(base))
        path = f"{base}/{opened.disagreement.pk}/owner"
        assert second.name in text_of(client.get(path))
        typed = {"owner": str(second.pk), "seen": "1", "had_by": str(opened.stage.owner_id)}
        assert client.post(path, typed).status_code == 302
        assert f"{second.name} sees to it since you opened this page" in text_of(
            client.post(path, typed | {"owner": str(opened.stage.owner_id)})
        )
        plan(opened)
        escalate(opened, owner=SECOND)  # of two the other one decided
        alone = text_of(client.get(path))
    assert "No other practice manager of this area may see to this stage." in alone
