"""How urgent it is: who says so, by when it is due, and that nothing is overwritten."""

from datetime import UTC, datetime, timedelta

import pytest

from mash.foundation.access.models import Standing
from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.partnership.models import Member
from mash.pathway.enquiries.models import Enquiry, Rationale
from mash.pathway.intelligence.models import Item
from mash.pathway.triage.actions.rating import keep_rating, rate_enquiry
from mash.pathway.triage.models import Rating
from mash.pathway.triage.standing import rated_higher
from tests import world
from tests.pathway import scene, steps
from tests.pathway.steps import LATER, MORNING, answer, item, rate

pytestmark = pytest.mark.django_db

RATIONALE = "A burn on each palm."


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.rule(26)
@pytest.mark.parametrize(
    "username", ["calls.tamarshire.1", "pm.tamarshire.1", "police.1", "conferences.1", "evaluator.1"]
)
def test_only_a_social_worker_rates(username):
    enquiry = scene.enquiry()
    with world.as_(username) as me, pytest.raises(Refused):
        rate_enquiry(me, enquiry.pk, level="red", rationale="x")


@pytest.mark.rule(26)
def test_a_social_worker_who_is_not_registered_does_not_rate():
    enquiry = scene.enquiry()
    with world.backstage():
        Member.objects.filter(username="sw.tamarshire.1").update(registration_number="")
    with world.as_("sw.tamarshire.1") as me, pytest.raises(Refused, match="not_qualified"):
        rate_enquiry(me, enquiry.pk, level="red", rationale="x")


@pytest.mark.parametrize(
    "username",
    ["sw.port-ellery.1", "team.tamar-north.1", "school.1", "probation.1", "auditor.1", "admin.1", "analyst.1"],
)
def test_for_everybody_elsewhere_the_enquiry_is_not_there(username):
    enquiry = scene.enquiry()
    with world.as_(username) as me, pytest.raises(Refused, match="not_found"):
        rate_enquiry(me, enquiry.pk, level="red", rationale="x")


@pytest.mark.rule(59)
def test_a_tied_social_worker_finds_nothing_to_rate():
    enquiry = scene.enquiry()
    scene.wall(enquiry, "sw.tamarshire.1")
    with world.as_("sw.tamarshire.1") as me, pytest.raises(Refused) as refused:
        rate_enquiry(me, enquiry.pk, level="red", rationale="x")
    assert refused.value.reasons == ("not_found",)
    assert refused.value.hidden == ("tied",)


def test_refused_comes_before_invalid():
    enquiry = scene.enquiry()
    with world.as_("calls.tamarshire.1") as me, pytest.raises(Refused, match="role"):
        rate_enquiry(me, enquiry.pk, level="purple", rationale=None)


def test_everything_that_is_wrong_is_said_at_once():
    enquiry = scene.enquiry()
    with world.as_("sw.tamarshire.1") as me, pytest.raises(Invalid) as invalid:
        rate_enquiry(me, enquiry.pk, level="purple", rationale=" \x00", basis="", ask=["cafcass"])
    assert invalid.value.errors == {
        "level": "Choose red, amber or green",
        "rationale": "Say why you rated it so",
        "basis": "Say on what lawful basis agencies are asked",
        "ask": "Cafcass cannot be asked: it has not signed the sharing agreement",
    }


@pytest.mark.rule(29, 31, 35)
@pytest.mark.parametrize(
    ("received", "level", "due"),
    [
        ("2026-03-06T16:00", "red", "2026-03-06T20:00"),
        ("2026-03-06T16:00", "amber", "2026-03-09T17:00"),
        ("2026-03-06T16:00", "green", "2026-03-11T17:00"),
        ("2026-03-07T11:00", "red", "2026-03-09T12:30"),
        ("2026-03-07T11:00", "amber", "2026-03-09T17:00"),
        ("2026-03-07T11:00", "green", "2026-03-11T17:00"),
    ],
)
def test_the_decision_is_due_from_receipt_whenever_it_is_rated(received, level, due):
    enquiry = scene.enquiry(received_at=at(received))
    rated = rate(enquiry, level, when=at("2026-03-09T10:00"))
    assert rated.rating.due_at == at(due)
    assert scene.fresh(enquiry).due_at == at(due)


@pytest.mark.rule(27)
def test_a_change_of_rating_is_a_new_row_with_its_own_reason():
    enquiry = scene.enquiry()
    first = rate(enquiry, "green").rating
    second = rate(enquiry, "red", when=LATER + timedelta(hours=1)).rating
    with world.as_("pm.tamarshire.1"):
        ratings = list(Rating.objects.filter(enquiry=enquiry))
        reasons = Rationale.objects.filter(enquiry=enquiry, kind=Rationale.Kind.RATING)
        assert {reason.about for reason in reasons} == {first.pk, second.pk}
    assert [rating.level for rating in ratings] == ["green", "red"]
    assert second.replaces_id == first.pk
    assert scene.fresh(enquiry).level == "red"


@pytest.mark.rule(29)
def test_rating_up_late_may_be_overdue_at_once_and_rating_down_never_buys_time_from_now():
    enquiry = scene.enquiry()
    rate(enquiry, "green")
    afternoon = MORNING + timedelta(hours=6)
    assert rate(enquiry, "red", when=afternoon).rating.due_at == MORNING + timedelta(hours=4)
    assert rate(enquiry, "amber", when=afternoon).rating.due_at == at("2026-03-03T17:00")


@pytest.mark.rule(27)
def test_a_stale_tab_does_not_overwrite_a_newer_rating():
    enquiry = scene.enquiry()
    with world.as_("sw.tamarshire.1", when=LATER) as me:
        first = rate_enquiry(me, enquiry.pk, level="green", rationale="A worry, no harm seen.", seen=None).rating
        with pytest.raises(Invalid, match="Sade Okafor rated this green since you opened this page"):
            rate_enquiry(me, enquiry.pk, level="red", rationale=RATIONALE, seen=None)
        second = rate_enquiry(me, enquiry.pk, level="red", rationale=RATIONALE, seen=first.pk).rating
        with pytest.raises(Invalid, match="rated this red since"):
            rate_enquiry(me, enquiry.pk, level="amber", rationale=RATIONALE, seen=first.pk)
    assert scene.fresh(enquiry).level == second.level


def test_after_the_decision_nobody_rates():
    enquiry = scene.enquiry()
    rate(enquiry)
    with world.backstage():
        Enquiry.objects.filter(pk=enquiry.pk).update(state="decided")
    with pytest.raises(Invalid, match="has been decided"):
        rate(enquiry, "red")


def test_the_rater_is_the_one_whose_rating_stands():
    enquiry = scene.enquiry()
    raters = []
    for username in ("sw.tamarshire.1", "sw.tamarshire.2", "sw.tamarshire.1"):
        rate(enquiry, by=username)  # all at the same minute of the story
        with world.backstage():
            live = Standing.objects.filter(enquiry=enquiry.pk, kind="rater", until__gt=LATER)
            raters.append([Member.objects.get(pk=one.holder).username for one in live])
    assert raters == [["sw.tamarshire.1"], ["sw.tamarshire.2"], ["sw.tamarshire.1"]]


@pytest.mark.rule(39)
def test_the_basis_stands_before_anything_is_asked_and_is_the_rater_s_own():
    enquiry = scene.enquiry()
    rated = rate(enquiry, basis="Vital interests: she cannot be asked.")
    assert rated.rating.basis == "Vital interests: she cannot be asked."
    assert {asked.basis for asked in rated.requests.values()} == {rated.rating.basis}
    other = rate(scene.enquiry())
    assert other.rating.basis == world.area().lawful_basis


@pytest.mark.rule(28)
def test_an_agency_that_rates_higher_changes_neither_rating_nor_clock():
    enquiry = scene.enquiry()
    due = rate(enquiry).rating.due_at
    answer(enquiry, "police.1", "red")
    fresh = scene.fresh(enquiry)
    assert (fresh.level, fresh.due_at) == ("amber", due)
    with world.as_("sw.tamarshire.2", when=LATER):
        assert [higher.agency.slug for higher in rated_higher(fresh)] == ["police"]


@pytest.mark.rule(28)
def test_a_higher_agency_rating_stands_until_it_is_followed_or_kept_with_a_reason():
    enquiry = scene.enquiry()
    rate(enquiry)
    answer(enquiry, "police.1", "red")
    asked = steps.request(enquiry, "police")
    with world.as_("sw.tamarshire.1", when=LATER + timedelta(hours=1)) as me:
        keep_rating(me, enquiry.pk, request=asked.pk, why="He is at school until three.")
        assert rated_higher(scene.fresh(enquiry)) == []
        with pytest.raises(Invalid, match="said why not"):
            keep_rating(me, enquiry.pk, request=asked.pk, why="Again.")
    rate(enquiry, "green", when=LATER + timedelta(hours=2))
    answer(enquiry, "health.1", "amber", when=LATER + timedelta(hours=2))
    with world.as_("pm.tamarshire.1", when=LATER + timedelta(hours=3)):
        assert [higher.agency.slug for higher in rated_higher(scene.fresh(enquiry))] == ["health"]
    rate(enquiry, "red", when=LATER + timedelta(hours=4))
    with world.as_("pm.tamarshire.1", when=LATER + timedelta(hours=4)):
        assert rated_higher(scene.fresh(enquiry)) == []


@pytest.mark.rule(28)
def test_a_rating_is_kept_only_against_an_agency_of_this_enquiry_that_rated_higher():
    enquiry, other = scene.enquiry(), scene.enquiry()
    rate(enquiry)
    rate(other)
    answer(enquiry, "health.1", "green")
    with world.as_("sw.tamarshire.1", when=LATER) as me:
        with pytest.raises(Refused, match="not_found"):
            keep_rating(me, enquiry.pk, request=steps.request(other, "police").pk, why="x")
        with pytest.raises(Invalid, match="does not rate it more urgent"):
            keep_rating(me, enquiry.pk, request=steps.request(enquiry, "health").pk, why="x")
    with world.as_("pm.tamarshire.1", when=LATER) as me, pytest.raises(Refused, match="role"):
        keep_rating(me, enquiry.pk, request=steps.request(enquiry, "health").pk, why="x")


@pytest.mark.rule(58)
def test_a_former_rater_no_longer_reads_what_is_sealed():
    enquiry = scene.enquiry()
    rate(enquiry)
    answer(enquiry, "police.1", mum=item("Operation marlinhouse.", "sealed"))
    rate(enquiry, by="sw.tamarshire.2", when=LATER + timedelta(hours=1))
    readers = {}
    for username in ("sw.tamarshire.1", "sw.tamarshire.2"):
        with world.as_(username, when=LATER + timedelta(hours=2)) as me:
            readers[username] = len(Item.objects.filter(enquiry=enquiry).readable(me))
    assert readers == {"sw.tamarshire.1": 0, "sw.tamarshire.2": 1}
