"""Who is asked about an enquiry: the hub's rules, the sharing agreement, and whether anybody is there to answer."""

from datetime import UTC, datetime, timedelta

import pytest

from mash.foundation.access.verbs import Invalid, Refused
from mash.foundation.ledger.models import Event
from mash.foundation.partnership.models import MemberRole, SharingAgreement
from mash.foundation.post.models import Notice
from mash.pathway.enquiries.models import Enquiry
from mash.pathway.gathering.actions.asking import ask_agency
from mash.pathway.gathering.asking import candidates, is_adult
from mash.pathway.gathering.models import Request
from tests import world
from tests.pathway import scene
from tests.pathway.steps import LATER, rate, request

pytestmark = pytest.mark.django_db

ALWAYS = {"police", "education", "health"}
ADULTS = {"adult-mental-health", "probation"}


def child(age=None, **more):
    return {
        "as": "kid",
        "given": "Kacey",
        "subject": True,
        "role": "child",
        **({} if age is None else {"age": age}),
        **more,
    }


def adult(role="", **more):
    return {"as": "grown", "given": "Isolde", "role": role, **more}


@pytest.mark.rule(45)
@pytest.mark.parametrize(
    ("people", "concerns", "besides"),
    [
        ([child()], [], set()),
        ([child(0)], [], {"early-years"}),
        ([child(4)], [], {"early-years"}),
        ([child(5)], [], {"camhs"}),
        ([child(9)], ["neglect"], {"camhs"}),
        ([child(10)], [], {"camhs", "youth-offending"}),
        ([child(17)], [], {"camhs", "youth-offending"}),
        ([child(18)], [], ADULTS),
        ([child(3), child(12)], [], {"early-years", "camhs", "youth-offending"}),
        ([child(9), adult(age=30)], [], {"camhs", *ADULTS}),
        ([child(9), adult("mother")], [], {"camhs", *ADULTS}),
        ([child(9), adult("partner of mother")], [], {"camhs", *ADULTS}),
        ([child(9), adult("mother", age=16)], [], {"camhs"}),
        ([child(9), adult("sibling")], [], {"camhs"}),
        ([child(9)], ["domestic-abuse"], {"camhs", *ADULTS}),
        ([child(9)], ["parental-mental-health"], {"camhs", *ADULTS}),
        ([child(9)], ["parental-substance-use", "neglect"], {"camhs", *ADULTS}),
        ([child(dob="2018-03-03")], [], {"camhs"}),
        ([child(dob="2021-03-03")], [], {"early-years"}),  # five the day after it came
        ([child(due_date="2026-06-01")], ["unborn"], set()),
        ([child(9), {"as": "other", "age": 3, "role": "cousin"}], [], {"camhs"}),  # only subjects' ages count
    ],
)
def test_the_rules_ask_by_concern_and_age(people, concerns, besides):
    rated = rate(scene.enquiry(people=people, concerns=concerns))
    assert set(rated.requests) == ALWAYS | besides


@pytest.mark.parametrize(
    ("role", "grown"),
    [
        ("Mother", True),
        ("step-father", True),
        ("mother's boyfriend", True),
        ("partner of mother", True),
        ("ex-partner", True),
        ("lodger", True),
        ("grandmother", True),
        ("child of partner", False),
        ("mother's son", False),
        ("half-brother", False),
        ("friend of mother", False),
        ("", False),
    ],
)
def test_where_no_age_is_known_the_part_in_the_family_says_who_is_grown(role, grown):
    assert is_adult(None, role) is grown


@pytest.mark.rule(45, 46)
def test_who_is_not_asked_is_listed_with_the_reason():
    enquiry = scene.enquiry(people=[child(9)])
    with world.as_("sw.tamarshire.1") as me:
        listed = {one.agency.slug: one for one in candidates(me, enquiry, scene.people(enquiry).values())}
    assert not {"social-care", "social-care-ellery", "tamar-bridge-primary", "figures"} & set(listed)
    assert listed["police"].why == "always asked"
    assert listed["camhs"].why == "a child is 9"
    assert listed["early-years"].why == ""
    assert listed["early-years"].can_be_asked
    assert listed["cafcass"].hindrance == "it has not signed the sharing agreement"
    assert not listed["cafcass"].is_named


@pytest.mark.rule(46)
def test_a_vacancy_is_said_and_nobody_is_asked_in_silence():
    with world.backstage():
        MemberRole.objects.filter(member__agency__slug="education", area__slug="tamarshire").update(until=LATER)
    enquiry = scene.enquiry(people=[child(9)])
    rated = rate(enquiry, when=LATER)
    assert "education" not in rated.requests
    with world.as_("sw.tamarshire.1", when=LATER) as me:
        listed = {one.agency.slug: one for one in candidates(me, enquiry, [])}
        assert listed["education"].hindrance == "nobody answers for it in this area, ring 01632 960220"
        with pytest.raises(Invalid, match="nobody answers for it"):
            ask_agency(me, enquiry.pk, agency="education", what="Attendance?")


def test_an_agreement_that_has_ended_asks_nothing():
    with world.backstage():
        SharingAgreement.objects.filter(agency__slug="health", area__slug="tamarshire").update(ends_at=LATER)
    assert "health" in rate(scene.enquiry(), when=LATER - timedelta(minutes=1)).requests
    assert "health" not in rate(scene.enquiry(), when=LATER).requests


@pytest.mark.rule(45)
def test_the_rater_may_ask_fewer_or_others():
    assert set(rate(scene.enquiry(), ask=["police", "camhs"]).requests) == {"police", "camhs"}
    assert rate(scene.enquiry(), ask=[]).requests == {}
    with pytest.raises(Invalid, match="serve this area"):
        rate(scene.enquiry(), ask=["police", "nobody"])


def test_re_rating_asks_nobody_twice_and_asks_those_who_are_added():
    enquiry = scene.enquiry()
    first = rate(enquiry, ask=["police"])
    again = rate(enquiry, "red", ask=["police", "health"], when=LATER + timedelta(minutes=10))
    assert set(again.requests) == {"police", "health"}
    assert again.requests["police"].pk == first.requests["police"].pk
    assert again.requests["police"].asked_at == LATER


@pytest.mark.rule(49)
def test_a_changed_rating_moves_open_requests_only_to_an_earlier_time():
    enquiry = scene.enquiry(received_at=LATER)  # Monday 09:20
    due = {}
    for level in ("green", "red", "amber"):
        due[level] = rate(enquiry, level, when=LATER).requests["police"].due_at
    assert due["green"] == datetime(2026, 3, 4, 17, tzinfo=UTC)
    assert due["red"] == LATER + timedelta(hours=2)
    assert due["amber"] == due["red"]


@pytest.mark.rule(50)
def test_virtual_agencies_are_told_by_notice_and_those_in_the_room_by_their_worklist():
    rated = rate(scene.enquiry(people=[child(9), adult("mother")]))
    with world.backstage():
        told = dict(Notice.objects.filter(kind="request").values_list("agency__slug", "path"))
    assert told == {slug: f"/requests/{rated.requests[slug].pk}" for slug in ("camhs", "probation")}


@pytest.mark.rule(39, 43)
def test_asking_is_in_the_ledger_with_who_asked_whom():
    enquiry = scene.enquiry()
    rated = rate(enquiry, ask=["police"])
    asked = rated.requests["police"]
    assert asked.content["asked_by"] == {"name": "Sade Okafor", "agency": "Children's social care"}
    assert asked.content["purpose"]
    assert asked.content["policy"]
    assert asked.basis
    with world.backstage():
        verbs = list(Event.objects.filter(enquiry=enquiry.pk).order_by("at").values_list("verb", flat=True))
    assert sorted(verbs) == ["ask_agency", "rate_enquiry"]


def test_one_more_agency_is_asked_by_hand_without_keying_anything_again():
    enquiry = scene.enquiry()
    rate(enquiry, ask=["police"])
    with world.as_("pm.tamarshire.1", when=LATER) as me:
        asked = ask_agency(me, enquiry.pk, agency="early-years", what="Does Wren come to nursery?")
        assert asked.content["narrative"] == enquiry.narrative
        assert asked.due_at == datetime(2026, 3, 2, 13, 20, tzinfo=UTC)
        with pytest.raises(Invalid, match="asked already"):
            ask_agency(me, enquiry.pk, agency="early-years", what="Again?")


@pytest.mark.parametrize(
    ("agency", "message"),
    [
        ("cafcass", "has not signed the sharing agreement"),
        ("social-care", "never asked"),
        ("tamar-bridge-primary", "Choose an agency"),
        (None, "Choose an agency"),
    ],
)
def test_who_has_not_signed_is_asked_nothing_by_hand_either(agency, message):
    enquiry = scene.enquiry()
    rate(enquiry)
    with world.as_("sw.tamarshire.1", when=LATER) as me, pytest.raises(Invalid, match=message):
        ask_agency(me, enquiry.pk, agency=agency, what="Known?")


@pytest.mark.rule(39)
def test_nothing_is_asked_before_a_rating_gives_the_basis():
    enquiry = scene.enquiry()
    with world.as_("sw.tamarshire.1", when=LATER) as me, pytest.raises(Invalid, match="Rate this enquiry first"):
        ask_agency(me, enquiry.pk, agency="police", what="Known?")


@pytest.mark.parametrize(
    ("due", "message"),
    [
        ("2026-03-02T09:20:00+00:00", "still to come"),
        ("2026-03-04T09:00:00+00:00", "before the decision is due"),
        ("soon", "day and time"),
    ],
)
def test_a_time_set_by_hand_lies_between_now_and_the_decision(due, message):
    enquiry = scene.enquiry()
    rate(enquiry, ask=[])
    with world.as_("sw.tamarshire.1", when=LATER) as me, pytest.raises(Invalid, match=message):
        ask_agency(me, enquiry.pk, agency="police", what="Known?", due=due)


@pytest.mark.parametrize("username", ["calls.tamarshire.1", "health.1"])
def test_only_those_who_weigh_ask_by_hand(username):
    enquiry = scene.enquiry()
    rate(enquiry, ask=["health"])
    with world.as_(username, when=LATER) as me, pytest.raises(Refused, match="role"):
        ask_agency(me, enquiry.pk, agency="police", what="Known?")


def test_after_the_decision_nobody_is_asked():
    enquiry = scene.enquiry()
    rate(enquiry, ask=[])
    with world.backstage():
        Enquiry.objects.filter(pk=enquiry.pk).update(state="decided")
    with world.as_("sw.tamarshire.1", when=LATER) as me, pytest.raises(Invalid, match="has been decided"):
        ask_agency(me, enquiry.pk, agency="police", what="Known?")


def test_an_enquiry_of_the_other_area_asks_its_own_agencies():
    enquiry = scene.enquiry(area="port-ellery", people=[child(9)])
    rated = rate(enquiry, by="sw.port-ellery.1")
    assert set(rated.requests) == {*ALWAYS, "camhs"}
    with world.as_("police.1", when=LATER):
        assert Request.objects.filter(enquiry=enquiry).count() == 4
    with world.as_("sw.tamarshire.1", when=LATER):
        assert not Request.objects.filter(enquiry=enquiry).exists()
    assert request(enquiry, "police").due_at is not None
